#pragma once

#include <string>
#include <vector>

#include "templates/clauses.h"
#include "templates/fields.h"
#include "templates/sheet.h"
#include "templates/template.h"

namespace chengnuo::templates {

/// A letter taken apart: what it says, and who says it under it.
struct Letter {
  std::string title;            ///< as read; empty if it was not found
  std::vector<TextLine> body;   ///< lines between the title and the signature block, reading order
  std::vector<TextLine> below;  ///< lines beside and under the signature block that are not its own
  Fields fields;                ///< from the signature block
};

/// The signature block is where 承诺企业：… 法定代表人：… and the date stand; labels may be absent
/// for the name and the date, and the name may be broken into two lines.
Letter read_letter(const Template& of, const Sheet& sheet, double certain);

/// The letter as it is published: title and paragraphs, one to a line, then the signature block as
/// `fields` have it now, so that what a person corrected is right here too and handwriting leaves
/// no trace.
std::string text_of(const Template& of, const Letter& letter, const Fields& fields);

}  // namespace chengnuo::templates
