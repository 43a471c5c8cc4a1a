#include "signing/glyphless_font.h"

#include <array>
#include <initializer_list>
#include <utility>

#include "signing/big_endian.h"

namespace chengnuo::signing {
namespace {

constexpr int kEm = 1000;

std::string words(std::initializer_list<int> values) {
  std::string out;
  for (const int value : values) put16(out, static_cast<unsigned>(value) & 0xFFFF);
  return out;
}

std::string head(std::uint32_t adjustment) {
  std::string out = words({1, 0, 1, 0});  // versions of the table and of the font
  put32(out, adjustment);
  out += words({0x5F0F, 0x3CF5});  // the magic number
  out += words({3, kEm});          // flags; units per em
  out += std::string(16, '\0');    // made, changed: no time, so the bytes are always the same
  out +=
      words({0, 0, kEm, kEm, 0, 8, 2, 0, 0});  // box, style, least size, direction, loca is short
  return out;
}

/// .notdef is a box: some readers refuse a font without any outline.
std::string box_glyph() {
  std::string out =
      words({1, 0, 0, kEm, kEm, 3, 0});           // one contour, its bounds, last point, no code
  out += std::string("\x01\x01\x01\x01", 4);      // four points on the curve
  out += words({0, kEm, 0, -kEm, 0, 0, kEm, 0});  // steps in x, then in y
  return out;
}

std::string character_map() {
  std::string out = words({0, 1, 1, 0, 0, 12});  // one table, Macintosh Roman, at byte 12
  out += words({6, 10, 0, 0, 0});                // trimmed, without characters: codes reach glyphs
  return out;                                    // by CIDToGIDMap
}

std::string names() {
  const std::string family = "Glyphless";
  std::string out = words({0, 1, 18, 1, 0, 0, 6, static_cast<int>(family.size()), 0});
  return out + family;
}

std::string os2() {
  std::string out = words({3, kEm, 400, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
  out += std::string(10, '\0');                 // PANOSE
  out += std::string(16, '\0') + "NONE";        // Unicode ranges, vendor
  out += words({64, 0, 0, kEm, 0, 0, kEm, 0});  // regular; first, last; ascents and descents
  out += std::string(8, '\0') +
         words({0, 0, 0, 0, 0});  // code pages, heights, default, break, context
  return out;
}

std::uint32_t checksum(const std::string& padded) {
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i + 3 < padded.size(); i += 4) {
    std::uint32_t word = 0;
    for (std::size_t k = 0; k < 4; ++k)
      word = word << 8 | static_cast<unsigned char>(padded[i + k]);
    sum += word;
  }
  return sum;
}

std::string font_with(std::uint32_t adjustment) {
  const std::string box = box_glyph();
  const int end = static_cast<int>((box.size() + 1) / 2);
  const std::array<std::pair<const char*, std::string>, 10> tables = {{
      {"OS/2", os2()},
      {"cmap", character_map()},
      {"glyf", box},
      {"head", head(adjustment)},
      {"hhea", words({1, 0, kEm, 0, 0, kEm, 0, 0, kEm, 1, 0, 0, 0, 0, 0, 0, 0, 2})},
      {"hmtx", words({kEm, 0, kEm, 0})},
      {"loca", words({0, end, end})},
      {"maxp", words({1, 0, 2, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0})},
      {"name", names()},
      {"post", words({3, 0}) + std::string(28, '\0')},
  }};
  std::string out =
      words({1, 0, 10, 128, 3, 32});  // ten tables, and the hints to search among them
  std::string bodies;
  const std::size_t first = out.size() + 16 * tables.size();
  for (const auto& [tag, body] : tables) {
    std::string padded = body;
    pad4(padded);
    out += tag;
    put32(out, checksum(padded));
    put32(out, static_cast<std::uint32_t>(first + bodies.size()));
    put32(out, static_cast<std::uint32_t>(body.size()));
    bodies += padded;
  }
  return out + bodies;
}

}  // namespace

std::string glyphless_font() {
  // The whole font's sum, with this number in it, must be 0xB1B0AFBA ("head" table). The table's
  // own sum is taken without it.
  std::string font = font_with(0);
  const std::uint32_t adjustment = 0xB1B0AFBA - checksum(font);
  const std::size_t head_record = 12 + 16 * 3;
  std::uint32_t offset = 0;
  for (std::size_t i = 0; i < 4; ++i)
    offset = offset << 8 | static_cast<unsigned char>(font[head_record + 8 + i]);
  std::string number;
  put32(number, adjustment);
  font.replace(offset + 8, 4, number);
  return font;
}

}  // namespace chengnuo::signing
