#pragma once

#include <vector>

#include "templates/fields.h"
#include "templates/sheet.h"
#include "templates/template.h"

namespace chengnuo::templates {

/// A letter taken apart: what it says, and who says it under it.
struct Letter {
  std::vector<Bit> body;        ///< lines between the title and the signature block, reading order
  std::vector<int> body_pages;  ///< for each of them its page
  Fields fields;                ///< from the signature block
};

/// The signature block is where 承诺企业：… 法定代表人：… and the date stand; labels may be absent
/// for the name and the date, and the name may be broken into two lines.
Letter read_letter(const Template& of, const Sheet& sheet, double certain);

}  // namespace chengnuo::templates
