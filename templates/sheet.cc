#include "templates/sheet.h"

#include <algorithm>

#include "pipeline/text.h"
#include "templates/match.h"

namespace chengnuo::templates {

using pipeline::Box;

namespace {

/// Two pieces of one value: a blank only where words or numbers of both would run together.
void append(std::u32string& raw, const std::u32string& more) {
  const auto joins = [](char32_t c) { return is_latin(c); };
  if (!raw.empty() && !more.empty() && joins(raw.back()) && joins(more.front())) raw += U' ';
  raw += more;
}

void trim(std::u32string& text) {
  const auto blank = [](char32_t c) { return c == U' ' || c == U'\t' || c == 0x3000 || c == 0xA0; };
  while (!text.empty() && blank(text.back())) text.pop_back();
  std::size_t from = 0;
  while (from < text.size() && blank(text[from])) ++from;
  text.erase(0, from);
}

/// The part of another reading of the same line that stands where `bit` does: behind a label that
/// both read about alike.
std::string same_part(const std::string& reading, const Bit& bit) {
  const std::u32string chosen = pipeline::code_points(bit.line->text);
  const std::u32string other = pipeline::code_points(reading);
  // What the other has more or less of is put down to the value, if it goes to the line's end.
  const bool to_end = bit.end >= chosen.size();
  if (bit.begin >= other.size() || (!to_end && other.size() != chosen.size())) return {};
  const double label_cost = distance(other.substr(0, bit.begin), chosen.substr(0, bit.begin));
  if (label_cost > static_cast<double>(bit.begin) / 3) return {};
  std::u32string part = other.substr(bit.begin, to_end ? other.npos : bit.end - bit.begin);
  trim(part);
  return pipeline::utf8(part);
}

}  // namespace

Bit whole(const pipeline::Line& line) {
  return {&line, 0, pipeline::code_points(line.text).size()};
}

std::u32string text_of(const Bit& bit) {
  const std::u32string all = pipeline::code_points(bit.line->text);
  const std::size_t end = std::min(bit.end, all.size());
  return bit.begin < end ? all.substr(bit.begin, end - bit.begin) : std::u32string();
}

Box box_of(const Bit& bit) {
  const pipeline::Line& line = *bit.line;
  const std::size_t length = pipeline::code_points(line.text).size();
  if (bit.begin >= bit.end || length == 0) return line.box;
  if (line.characters.size() == length) {  // the line's own box may hold a signature beside it
    Box box = line.characters[bit.begin];
    for (std::size_t i = bit.begin + 1; i < std::min(bit.end, length); ++i)
      box = around(box, line.characters[i]);
    return box;
  }
  if (bit.begin == 0 && bit.end >= length) return line.box;
  const auto at = [&](std::size_t i) {
    return line.box.x + static_cast<int>(static_cast<std::size_t>(line.box.width) * i / length);
  };
  return {at(bit.begin), line.box.y, at(bit.end) - at(bit.begin), line.box.height};
}

bool concerns(const pipeline::Doubt& doubt, const Bit& bit) {
  const auto at = static_cast<std::size_t>(doubt.at);
  return at >= bit.begin && (at < bit.end || (doubt.before && at == bit.end));
}

double confidence_of(const Bit& bit) {
  const pipeline::Line& line = *bit.line;
  double least = pipeline::confidence_elsewhere(line.confidence, line.doubts);
  for (const pipeline::Doubt& doubt : line.doubts)
    if (concerns(doubt, bit)) least = std::min(least, doubt.confidence);
  return least;
}

pipeline::Field field_of(const std::vector<Bit>& bits, int page) {
  pipeline::Field field;
  field.page = page;
  field.confidence = bits.empty() ? 0 : 1;
  std::u32string raw;
  for (const Bit& bit : bits) {
    std::u32string piece = text_of(bit);
    trim(piece);
    if (piece.empty()) continue;
    append(raw, piece);
    field.box = field.box.width == 0 ? box_of(bit) : around(field.box, box_of(bit));
    field.confidence = std::min(field.confidence, confidence_of(bit));
  }
  field.raw = pipeline::utf8(raw);
  if (bits.size() != 1) return field;
  for (const pipeline::Reading& reading : bits[0].line->readings) {
    pipeline::Reading other{reading.engine, same_part(reading.text, bits[0]), reading.confidence};
    if (!other.text.empty() && other.text != field.raw)
      field.candidates.push_back(std::move(other));
  }
  return field;
}

int right(const Box& box) { return box.x + box.width; }
int bottom(const Box& box) { return box.y + box.height; }
int middle_x(const Box& box) { return box.x + box.width / 2; }
int middle_y(const Box& box) { return box.y + box.height / 2; }

Box around(const Box& one, const Box& other) {
  const int x = std::min(one.x, other.x);
  const int y = std::min(one.y, other.y);
  return {x, y, std::max(right(one), right(other)) - x, std::max(bottom(one), bottom(other)) - y};
}

int overlap_x(const Box& one, const Box& other) {
  return std::min(right(one), right(other)) - std::max(one.x, other.x);
}

int overlap_y(const Box& one, const Box& other) {
  return std::min(bottom(one), bottom(other)) - std::max(one.y, other.y);
}

double share_inside(const Box& inner, const Box& outer) {
  const double area = static_cast<double>(inner.width) * inner.height;
  if (area <= 0) return 0;
  const double width = std::max(0, overlap_x(inner, outer));
  const double height = std::max(0, overlap_y(inner, outer));
  return width * height / area;
}

bool in_one_row(const Box& one, const Box& other) {
  return 2 * overlap_y(one, other) > std::min(one.height, other.height);
}

}  // namespace chengnuo::templates
