#pragma once

#include <set>
#include <string>

#include "templates/certain.h"

namespace chengnuo::templates {

/// How sure the machine must be before it accepts papers without a person. Each member can only ask
/// for more than the rule does by itself (docs/straight-through.md).
struct CheckSettings {
  double certain = kCertain;  ///< from which confidence on a reading is taken for certain
  /// Fields that must be filled in and certain too, where a template has them.
  std::set<std::string> also_required = {};
  /// Of the submissions that could be accepted, the share that a person sees all the same; 0 to 1.
  double sample = 0;
  std::string day = {};  ///< ISO 8601, on which the papers came in; empty: not asked
};

}  // namespace chengnuo::templates
