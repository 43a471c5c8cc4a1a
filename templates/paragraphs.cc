#include "templates/paragraphs.h"

#include <algorithm>
#include <map>

#include "pipeline/text.h"

namespace chengnuo::templates {
namespace {

constexpr std::u32string_view kEnds = U"。！？：；";
constexpr std::u32string_view kNumerals = U"一二三四五六七八九十0123456789";
constexpr std::u32string_view kAfterNumber = U"、.，：·";

bool is_in(char32_t c, std::u32string_view set) { return set.find(c) != set.npos; }

/// The text block of one page, in pixels.
struct Block {
  int left = 0;
  int right = 0;
};

struct Measured {
  const TextLine* line;
  std::u32string text;
  double width_of_character = 0;  ///< pixels
};

std::map<int, Block> blocks(std::span<const Measured> lines) {
  std::map<int, Block> of_page;
  for (const Measured& each : lines) {
    const pipeline::Box& box = each.line->box;
    if (box.width == 0) continue;
    const auto [entry, first] =
        of_page.try_emplace(each.line->page, Block{box.x, box.x + box.width});
    if (first) continue;
    entry->second.left = std::min(entry->second.left, box.x);
    entry->second.right = std::max(entry->second.right, box.x + box.width);
  }
  return of_page;
}

bool on_one_row(const pipeline::Box& a, const pipeline::Box& b) {
  const int common = std::min(a.y + a.height, b.y + b.height) - std::max(a.y, b.y);
  return 2 * common > std::min(a.height, b.height) && b.x >= a.x + a.width / 2;
}

/// By the lines' places: the first is short of the right edge, or the second is set in.
bool parted_by_place(const Measured& first, const Measured& second,
                     const std::map<int, Block>& of_page) {
  constexpr double kShort = 2.5;  // characters left free; a line may end early before a （ or 《
  constexpr double kSetIn = 1.2;  // characters; paragraphs are set in by two
  constexpr int kFarBelow = 2;    // heights of a line; double spacing leaves one
  const pipeline::Box& a = first.line->box;
  const pipeline::Box& b = second.line->box;
  const bool same_page = first.line->page == second.line->page;
  if (same_page && on_one_row(a, b)) return false;
  if (same_page && b.y > a.y + a.height + kFarBelow * a.height) return true;
  const Block& page_a = of_page.at(first.line->page);
  const Block& page_b = of_page.at(second.line->page);
  if (a.x + a.width < page_a.right - kShort * first.width_of_character) return true;
  const double set_in = kSetIn * second.width_of_character;
  return b.x > page_b.left + set_in && a.x < page_a.left + set_in;
}

/// Plain text: lines of nearly one length are a paragraph that was wrapped by a program.
bool parted_by_length(const Measured& first, std::size_t longest) {
  constexpr std::size_t kLeastWidth = 16;
  return longest < kLeastWidth || first.text.size() + 2 < longest;
}

}  // namespace

std::vector<bool> paragraph_ends(std::span<const TextLine> lines) {
  std::vector<Measured> measured;
  std::size_t longest = 0;
  for (const TextLine& line : lines) {
    Measured each{&line, normal_form(line.text)};
    if (!each.text.empty())
      each.width_of_character =
          static_cast<double>(line.box.width) / static_cast<double>(each.text.size());
    longest = std::max(longest, each.text.size());
    measured.push_back(std::move(each));
  }
  const auto of_page = blocks(measured);

  std::vector<bool> ends;
  for (std::size_t i = 0; i + 1 < measured.size(); ++i) {
    const Measured& first = measured[i];
    const Measured& second = measured[i + 1];
    if (first.text.empty() || second.text.empty()) {
      ends.push_back(true);
    } else if (is_in(first.text.back(), kEnds) || item_number(second.text) > 0) {
      ends.push_back(true);
    } else if (first.line->box.width > 0 && second.line->box.width > 0) {
      ends.push_back(parted_by_place(first, second, of_page));
    } else {
      ends.push_back(parted_by_length(first, longest));
    }
  }
  return ends;
}

std::size_t item_number(std::u32string_view text) {
  const auto numerals_from = [&](std::size_t at) {
    std::size_t end = at;
    while (end < text.size() && end < at + 3 && is_in(text[end], kNumerals)) ++end;
    return end;
  };
  if (text.empty()) return 0;
  if (text.front() == U'第') {
    const std::size_t end = numerals_from(1);
    if (end == 1 || end >= text.size() || !is_in(text[end], U"条项点章，、")) return 0;
    // 第三条、第五条须经批准 and 第三条仅适用于… speak of items; they are none.
    const std::u32string_view behind = text.substr(end + 1);
    if (behind.starts_with(U"、第") || behind.starts_with(U"，第")) return 0;
    if (!behind.empty() && is_in(behind.front(), U"和及与至或的仅只款项所中须经除暂不")) return 0;
    const bool comma = end + 1 < text.size() && is_in(text[end + 1], kAfterNumber);
    return comma ? end + 2 : end + 1;
  }
  if (text.front() == U'(') {
    const std::size_t end = numerals_from(1);
    return end > 1 && end < text.size() && text[end] == U')' ? end + 1 : 0;
  }
  // A reader often makes a dash of 一.
  const std::size_t end = is_in(text.front(), U"-—–") ? 1 : numerals_from(0);
  if (end == 0 || end >= text.size()) return 0;
  const bool decimal =
      text[end] == U'.' && end + 1 < text.size() && is_in(text[end + 1], U"0123456789");
  return !decimal && is_in(text[end], U"、.，：)") ? end + 1 : 0;
}

}  // namespace chengnuo::templates
