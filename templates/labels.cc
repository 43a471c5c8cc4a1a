#include "templates/labels.h"

#include <algorithm>
#include <array>

#include "pipeline/text.h"

namespace chengnuo::templates {
namespace {

bool is_colon(char32_t c) { return c == U':' || c == U';' || c == U'：' || c == U'；'; }

/// Takes numbers such as 1. or (3) or 一、 off the front: some forms count their fields.
std::size_t counting(std::u32string_view text) {
  std::size_t i = 0;
  constexpr std::u32string_view kNumbers = U"0123456789一二三四五六七八九十()";
  while (i < text.size() && i < 4 && kNumbers.find(text[i]) != std::u32string_view::npos) ++i;
  if (i == 0 || i >= text.size()) return 0;
  const bool closed = text[i] == U'.' || text[i] == U'、' || text[i - 1] == U')';
  if (!closed) return 0;
  return text[i] == U'.' || text[i] == U'、' ? i + 1 : i;
}

/// What a form puts in brackets behind a label for the one who fills it in.
constexpr std::array<std::u32string_view, 12> kRemarks = {
    U"签字盖章", U"加盖公章", U"盖公章", U"签名", U"签字", U"签章",
    U"盖章",     U"公章",     U"手签",   U"印章", U"章",   U"全称"};

/// Length of the remark that the text begins with; 0 if it begins with none.
std::size_t remark_at(std::u32string_view text) {
  for (const std::u32string_view remark : kRemarks)
    if (text.starts_with(remark)) return remark.size();
  return 0;
}

/// Behind the label's words: brackets and a colon, in either order. A reader loses thin signs, so a
/// remark may lack its second bracket: 承诺企业（盖章江苏恒润…
struct Tail {
  std::size_t end = 0;
  std::string unit = {};
  bool colon = false;
};

Tail read_tail(std::u32string_view text, std::size_t at) {
  Tail tail{.end = at};
  while (tail.end < text.size()) {
    const char32_t c = text[tail.end];
    if (c == U'(') {
      const std::size_t remark = remark_at(text.substr(tail.end + 1));
      const auto close = text.find(U')', tail.end);
      const bool closed = close != std::u32string_view::npos && close - tail.end <= 14;
      if (remark > 0 && (!closed || close > tail.end + 1 + remark)) {
        tail.end += 1 + remark;
      } else if (closed) {
        tail.unit += pipeline::utf8(text.substr(tail.end + 1, close - tail.end - 1));
        tail.end = close + 1;
      } else {
        break;
      }
    } else if (is_colon(c) && !tail.colon) {
      tail.colon = true;
      ++tail.end;
    } else {
      break;
    }
  }
  return tail;
}

}  // namespace

Labels::Labels(const Template& of) {
  for (const PlaceRule& place : of.places)
    for (const std::string& label : place.labels) words_.push_back({place.id, folded(label)});
  for (const FieldRule& field : of.fields)
    for (const std::string& label : field.labels) {
      // What stands in a place is looked for there, by place_fields: 日期 alone says nothing.
      if (!field.place.empty() && folded(label).size() <= 2) continue;
      words_.push_back({field.id, folded(label)});
    }
}

std::optional<LabelHit> Labels::best(std::u32string_view word) const {
  std::optional<LabelHit> found;
  bool tied = false;
  for (const Word& known : words_) {
    const auto cost = near_distance(word, known.text, bearable_cost(known.text.size()));
    if (!cost || (found && *cost > found->cost)) continue;
    tied = found && *cost == found->cost && found->id != known.id;
    found = LabelHit{.id = known.id, .cost = *cost};
    if (*cost == 0) return found;
  }
  return tied ? std::nullopt : found;
}

std::optional<LabelHit> Labels::whole(std::u32string_view text) const {
  const Folded all = fold(text);
  const std::size_t from = counting(all.text);
  const auto bracket = std::min(all.text.find(U'(', from), all.text.size());
  std::size_t end = bracket;
  while (end > from && is_colon(all.text[end - 1])) --end;
  const Tail tail = read_tail(all.text, end);
  if (tail.end != all.text.size() || end == from) return std::nullopt;
  auto hit = best(std::u32string_view(all.text).substr(from, end - from));
  if (!hit) return std::nullopt;
  hit->unit = tail.unit;
  hit->colon = tail.colon;
  hit->begin = 0;
  hit->end = text.size();
  return hit;
}

std::vector<LabelHit> Labels::parts(std::u32string_view text) const {
  if (auto one = whole(text)) return {*one};
  std::vector<LabelHit> hits;
  std::u32string part;
  const auto finish = [&] {
    if (part.size() >= 2)
      if (auto hit = whole(part)) hits.push_back(*hit);
    part.clear();
  };
  for (const char32_t c : fold(text).text) {
    if (std::u32string_view(U"/、,()或及和|").find(c) != std::u32string_view::npos)
      finish();
    else
      part.push_back(c);
  }
  finish();
  return hits;
}

std::optional<LabelHit> Labels::front(std::u32string_view text) const {
  const Folded all = fold(text);
  const std::size_t from = counting(all.text);
  std::optional<LabelHit> found;
  for (std::size_t length = 2; length <= 16 && from + length <= all.text.size(); ++length) {
    const std::size_t end = from + length;
    const bool last = end == all.text.size();
    const bool closed = !last && (is_colon(all.text[end]) || all.text[end] == U'(');
    // fold() took the blanks out: a gap in the places shows one.
    const bool gap = !last && all.from[end] > all.from[end - 1] + 1;
    // Without anything between, only a long label that was read as it is: 法定代表人王建军.
    const bool glued = !last && !closed && !gap;
    if (glued && length < 4) continue;
    auto hit = best(std::u32string_view(all.text).substr(from, length));
    if (!hit || (glued && hit->cost > 0) || (found && hit->cost > found->cost)) continue;
    const Tail tail = read_tail(all.text, end);
    hit->begin = all.from[from];
    hit->end = tail.end < all.from.size() ? all.from[tail.end] : text.size();
    hit->unit = tail.unit;
    hit->colon = tail.colon;
    found = std::move(hit);
  }
  return found;
}

std::vector<LabelHit> Labels::inside(std::u32string_view text) const {
  const Folded all = fold(text);
  std::vector<LabelHit> hits;
  for (std::size_t colon = 0; colon < all.text.size(); ++colon) {
    if (!is_colon(all.text[colon])) continue;
    // The words before the colon, with or without brackets between.
    std::size_t end = colon;
    if (end > 0 && all.text[end - 1] == U')') {
      const auto open = all.text.rfind(U'(', end - 1);
      if (open != std::u32string::npos) end = open;
    }
    const std::size_t floor = hits.empty() ? 0 : hits.back().end;
    std::optional<LabelHit> found;
    for (std::size_t length = 2; length <= 16 && length <= end; ++length) {
      const std::size_t begin = end - length;
      if (all.from[begin] < floor) break;
      auto hit = best(std::u32string_view(all.text).substr(begin, length));
      // The longer of two equally good ones: 企业名称 rather than 名称.
      if (!hit || (found && hit->cost > found->cost)) continue;
      hit->begin = all.from[begin];
      found = std::move(hit);
    }
    if (!found) continue;
    const Tail tail = read_tail(all.text, end);
    found->unit = tail.unit;
    found->colon = true;
    found->end = tail.end < all.from.size() ? all.from[tail.end] : text.size();
    hits.push_back(std::move(*found));
  }
  return hits;
}

}  // namespace chengnuo::templates
