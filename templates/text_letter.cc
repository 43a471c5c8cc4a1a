#include <algorithm>

#include "pipeline/error.h"
#include "pipeline/text.h"
#include "templates/check.h"

namespace chengnuo::templates {
namespace {

using pipeline::Box;
using pipeline::Document;

/// A page on which each paragraph stands in a line of its own, so that what is found by place on
/// paper is found in a text too.
pipeline::Page page_of(const std::string& text) {
  constexpr int kSize = 40;  // of a character, in pixels of a page that nobody sees
  pipeline::Page page;
  std::string line;
  const auto finish = [&] {
    const int length = static_cast<int>(pipeline::code_points(line).size());
    const int y = static_cast<int>(page.lines.size() + 1) * 2 * kSize;
    if (!pipeline::without_blanks(line).empty()) {
      pipeline::Line added;
      added.text = line;
      added.box = {kSize, y, length * kSize, kSize};
      added.confidence = 1;
      page.lines.push_back(std::move(added));
      page.width = std::max(page.width, (length + 2) * kSize);
    }
    line.clear();
  };
  for (const char c : text) {
    if (c == '\n')
      finish();
    else if (c != '\r')
      line.push_back(c);
  }
  finish();
  page.height = static_cast<int>(page.lines.size() + 2) * 2 * kSize;
  return page;
}

/// Those pixels are nobody's: a text has no places.
void forget_places(Document& document) {
  for (auto& [id, field] : document.fields) field.box = Box{};
  for (auto& [id, requirement] : document.requirements)
    for (pipeline::Evidence& evidence : requirement.evidence) evidence.box = Box{};
  for (pipeline::WordingPiece& piece : document.wording) piece.box = Box{};
  for (pipeline::Signature& signature : document.signatures) signature.box = Box{};
  for (pipeline::Objection& objection : document.objections) objection.box = Box{};
}

}  // namespace

Document check_text(const Catalogue& catalogue, const std::string& unit, const std::string& utf8,
                    const CheckSettings& settings) {
  const std::vector<pipeline::Page> pages{page_of(utf8)};
  const auto templates = catalogue.of_unit(unit);
  const auto letter = std::ranges::find(templates, pipeline::DocumentKind::letter, &Template::kind);
  if (letter == templates.end()) {
    throw pipeline::Error(
        pipeline::Remedy::fix_setup, {"没有承诺书模板。", "There is no template for letters."},
        {"请在模板文件夹中放入 letter.xml。", "Put letter.xml into the template folder."});
  }
  Document document =
      check_document({.of = *letter, .titled = true, .pages = {1}}, pages, settings);
  forget_places(document);
  return document;
}

}  // namespace chengnuo::templates
