#pragma once

#include <string>
#include <vector>

#include "templates/labels.h"
#include "templates/sheet.h"
#include "templates/template.h"

namespace chengnuo::templates {

/// Where the value of a label stands on a form.
struct Slot {
  std::string id;    ///< of the field or place that the label names
  std::string unit;  ///< of the label: 万元
  double cost = 0;   ///< of the label's misreadings
  int page = 0;
  pipeline::Box label;
  pipeline::Box box;       ///< where the value stands or would stand
  bool ruled = false;      ///< the box is a cell's, so that empty means empty
  bool stray_ink = false;  ///< something is in the cell that is not text
  std::vector<Bit> bits;
  std::vector<Bit> below;           ///< without rules: lines under the value that may go on with it
  std::vector<std::string> others;  ///< further ids that the label names: 联系电话/手机
};

/// All labels of the form with the place of their values: of ruled cells first (the cell to the
/// right, or below a heading; text behind a label in the same cell), then of lines without rules.
std::vector<Slot> find_slots(const Template& of, const Sheet& sheet);

}  // namespace chengnuo::templates
