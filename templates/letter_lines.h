#pragma once

#include <vector>

#include "templates/clauses.h"
#include "templates/sheet.h"

namespace chengnuo::templates {

TextLine text_line(const pipeline::Line& line, int page);

/// All lines of a letter as requirements are looked for in them. The signature block is not left
/// out: what is written beside or below it may take a promise back.
std::vector<TextLine> letter_lines(const Sheet& sheet);

}  // namespace chengnuo::templates
