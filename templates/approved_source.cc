#include "templates/approved_source.h"

#include <algorithm>
#include <string_view>

#include "pipeline/error.h"
#include "pipeline/text.h"

namespace chengnuo::templates {
namespace {

[[noreturn]] void refuse(const std::filesystem::path& file, const xmlNode& node, const char* zh,
                         const char* en) {
  const std::string name = file.filename().string();
  const std::string line = std::to_string(xmlGetLineNo(&node));
  throw pipeline::Error(pipeline::Remedy::fix_setup,
                        {"模板文件 " + name + " 第 " + line + " 行有误：" + zh,
                         "Template file " + name + ", line " + line + ": " + en},
                        {"请改正备案文本的这一段，再用 chengnuo template validate 检查。",
                         "Correct that paragraph, then run chengnuo template validate."},
                        file);
}

/// Without the line breaks and indents of the XML file; blanks within a line stay.
std::u32string unindented(std::string_view text) {
  std::u32string result;
  std::u32string blanks;
  for (const char32_t c : pipeline::code_points(text)) {
    if (c == U' ' || c == U'\t' || c == U'\n' || c == U'\r') {
      blanks += c;
      continue;
    }
    if (blanks.find(U'\n') == blanks.npos) result += blanks;
    blanks.clear();
    result += c;
  }
  return result;
}

}  // namespace

ApprovedText read_approved(const xmlNode& approved, const std::filesystem::path& file) {
  ApprovedText read;
  read.name = attribute(approved, "name");
  for (const xmlNode* node = child(approved, "paragraph"); node != nullptr;
       node = next_like(*node)) {
    std::u32string paragraph;
    for (const xmlNode* part = node->children; part != nullptr; part = part->next) {
      if (part->type == XML_ELEMENT_NODE) {
        if (read.slots.size() == kMostSlots)
          refuse(file, *part, "填空处过多。", "there are too many slots.");
        paragraph += slot_sign(read.slots.size());
        read.slots.push_back(
            {.field = attribute(*part, "field"), .most = std::stoul(attribute(*part, "most"))});
      } else if (part->type == XML_TEXT_NODE || part->type == XML_CDATA_SECTION_NODE) {
        const std::u32string text = unindented(raw_content(*part));
        if (std::ranges::any_of(text, is_slot))
          refuse(file, *node, "含有不能使用的字符（U+E000 起的私用区）。",
                 "it has a character of the private use area (U+E000 and on).");
        paragraph += text;
      }
    }
    read.paragraphs.push_back(pipeline::utf8(paragraph));
  }
  return read;
}

}  // namespace chengnuo::templates
