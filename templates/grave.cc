#include "templates/grave.h"

#include <algorithm>
#include <array>

#include "templates/match.h"

namespace chengnuo::templates {
namespace {

using pipeline::Message;

constexpr std::u32string_view kNegations = U"不未无非免拒否没勿毋莫别";
constexpr std::u32string_view kNumerals =
    U"〇零一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟半";

/// Who answers for what, and what follows. 不可… is in no list: negations are.
constexpr std::array<std::u32string_view, 30> kResponsibility = {
    U"责任", U"承担", U"负责", U"赔偿",   U"处罚",   U"惩戒", U"追究",       U"后果",
    U"违背", U"违反", U"违约", U"除名",   U"召回",   U"监督", U"自愿",       U"了解",
    U"知悉", U"遵守", U"执行", U"保证",   U"承诺",   U"义务", U"全生命周期", U"全寿命周期",
    U"除外", U"但是", U"仅限", U"有效期", U"解释权", U"保留"};

bool any_of(std::u32string_view text, std::u32string_view set) {
  return std::ranges::any_of(text, [&](char32_t c) { return set.find(c) != set.npos; });
}

bool has_number(std::u32string_view text) {
  return any_of(text, kNumerals) || std::ranges::any_of(text, is_digit);
}

/// One of the words overlaps the change, or stands in what was put in its place.
bool touches_responsibility(std::u32string_view approved, std::size_t begin, std::size_t end,
                            std::u32string_view read) {
  return std::ranges::any_of(kResponsibility, [&](std::u32string_view word) {
    if (read.find(word) != read.npos) return true;
    const std::size_t from = begin > word.size() ? begin - word.size() + 1 : 0;
    const std::size_t found = approved.find(word, from);
    return found != approved.npos && found < std::max(end, begin + 1);
  });
}

Message of_negation() {
  return {"此处改动涉及否定词，须人工核对。",
          "The change touches a negation: compare it yourself."};
}
Message of_number() {
  return {"此处改动涉及数字，须人工核对。", "The change touches a number: compare it yourself."};
}
Message of_responsibility() {
  return {"此处改动涉及责任等承诺内容，须人工核对。",
          "The change touches what is promised: compare it yourself."};
}

}  // namespace

bool is_negation_or_number(std::u32string_view text) {
  return any_of(text, kNegations) || has_number(text);
}

Message grave_change(std::u32string_view approved, std::size_t begin, std::size_t end,
                     std::u32string_view read) {
  const std::u32string_view changed = approved.substr(begin, end - begin);
  if (any_of(changed, kNegations) || any_of(read, kNegations)) return of_negation();
  if (has_number(changed) || has_number(read)) return of_number();
  if (touches_responsibility(approved, begin, end, read)) return of_responsibility();
  return {};
}

Message grave_filling(std::u32string_view filled) {
  if (any_of(filled, kNegations)) return of_negation();
  if (touches_responsibility({}, 0, 0, filled)) return of_responsibility();
  return {};
}

}  // namespace chengnuo::templates
