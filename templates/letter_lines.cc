#include "templates/letter_lines.h"

namespace chengnuo::templates {

std::vector<TextLine> letter_lines(const Sheet& sheet) {
  std::vector<TextLine> lines;
  for (const SheetPage& page : sheet)
    for (const pipeline::Line& line : page.page->lines)
      lines.push_back(
          {line.text, page.number, line.box, line.confidence, line.characters, line.readings});
  return lines;
}

}  // namespace chengnuo::templates
