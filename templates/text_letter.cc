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
    else
      line.push_back(c);
  }
  finish();
  page.height = static_cast<int>(page.lines.size() + 2) * 2 * kSize;
  return page;
}

/// UTF-8, with or without its mark; or GB 18030, as Windows writes Chinese text. Control characters
/// that are no line breaks say nothing.
std::string text_of(const std::string& bytes) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  std::string text = bytes;
  if (!pipeline::is_utf8(bytes)) {
    const auto decoded = pipeline::from_gb18030(bytes);
    if (!decoded)
      throw pipeline::Error(
          pipeline::Remedy::fix_document,
          {"文件不是 UTF-8 或 GB 18030 编码的文本。", "The file is no text in UTF-8 or GB 18030."},
          {"请用记事本另存为 UTF-8 文本；扫描件请去掉 --text。",
           "Save it as UTF-8 text; for a scan, leave out --text."});
    text = *decoded;
  }
  if (text.starts_with(kMark)) text.erase(0, kMark.size());
  std::erase_if(
      text, [](char c) { return (c >= 0 && c < ' ' && c != '\n' && c != '\t') || c == '\x7F'; });
  return text;
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

Document check_text(const Catalogue& catalogue, const std::string& unit, const std::string& bytes,
                    const CheckSettings& settings) {
  const std::vector<pipeline::Page> pages{page_of(text_of(bytes))};
  const auto templates = catalogue.of_unit(unit, settings.day);
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
