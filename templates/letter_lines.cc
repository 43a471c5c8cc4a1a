#include "templates/letter_lines.h"

namespace chengnuo::templates {

TextLine text_line(const pipeline::Line& line, int page) {
  return {line.text, page, line.box, line.confidence, line.characters, line.readings, line.doubts};
}

std::vector<TextLine> letter_lines(const Sheet& sheet) {
  std::vector<TextLine> lines;
  for (const SheetPage& page : sheet)
    for (const pipeline::Line& line : page.page->lines)
      lines.push_back(text_line(line, page.number));
  return lines;
}

}  // namespace chengnuo::templates
