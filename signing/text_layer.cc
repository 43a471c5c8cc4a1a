#include "signing/text_layer.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "pipeline/text.h"

namespace chengnuo::signing {
namespace {

/// PDF knows no exponents, and a locale must not put commas in.
std::string decimal(double value) {
  std::array<char, 64> text;
  const auto end =
      std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed, 3);
  return std::string(text.data(), end.ptr);
}

std::string hex4(unsigned value) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  std::string text(4, '0');
  for (std::size_t i = 4; i-- > 0; value >>= 4) text[i] = kDigits[value & 15];
  return text;
}

std::string utf16_hex(char32_t character) {
  if (character < 0x10000) return hex4(character);
  const unsigned offset = character - 0x10000;
  return hex4(0xD800 + (offset >> 10)) + hex4(0xDC00 + (offset & 0x3FF));
}

/// Controls mean nothing on paper; U+0000, U+FEFF, U+FFFE must not be in ToUnicode.
bool showable(char32_t c) {
  const bool control = c < 0x20 || (c >= 0x7F && c < 0xA0);
  const bool surrogate = c >= 0xD800 && c < 0xE000;
  const bool noncharacter = (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c < 0xFDF0);
  return !control && !surrogate && !noncharacter && c != 0xFEFF && c <= 0x10FFFF;
}

struct Glyph {
  char32_t character;
  pipeline::Box box;
};

/// Where each character of a line lies. Without boxes of their own they share the line's evenly,
/// downwards if the line is set vertically.
std::vector<Glyph> placed(const pipeline::Line& line) {
  const std::u32string text = pipeline::code_points(line.text);
  const auto count = static_cast<int>(text.size());
  const bool vertical = count > 1 && line.box.height > line.box.width * 2;
  std::vector<Glyph> glyphs;
  for (int i = 0; i < count; ++i) {
    pipeline::Box box = line.box;
    if (line.characters.size() == text.size()) {
      box = line.characters[static_cast<std::size_t>(i)];
    } else if (vertical) {
      box.y = line.box.y + line.box.height * i / count;
      box.height = line.box.y + line.box.height * (i + 1) / count - box.y;
    } else {
      box.x = line.box.x + line.box.width * i / count;
      box.width = line.box.x + line.box.width * (i + 1) / count - box.x;
    }
    const char32_t character = text[static_cast<std::size_t>(i)];
    if (showable(character)) glyphs.push_back({character, box});
  }
  return glyphs;
}

/// How far a character reaches: to the next one on the same line of text, if that is to its right.
int advance(const std::vector<Glyph>& glyphs, std::size_t i) {
  const pipeline::Box& box = glyphs[i].box;
  if (i + 1 < glyphs.size()) {
    const pipeline::Box& next = glyphs[i + 1].box;
    if (next.x > box.x && next.y < box.y + box.height) return next.x - box.x;
  }
  return std::max(box.width, 1);
}

}  // namespace

std::uint16_t TextLayer::code_of(char32_t character) {
  const auto [at, fresh] = codes_.try_emplace(character, 0);
  if (fresh) {
    // 65,534 different characters in one letter: the rest would be lost, which no letter reaches.
    if (characters_.size() >= 0xFFFE) return 1;
    characters_.push_back(character);
    at->second = last_code();
  }
  return at->second;
}

std::string TextLayer::operators(const std::vector<pipeline::Line>& lines, const PageScale& scale) {
  const double points = scale.points_per_pixel;
  std::string out = "BT\n3 Tr\n";
  for (const pipeline::Line& line : lines) {
    const std::vector<Glyph> glyphs = placed(line);
    if (glyphs.empty() || line.box.height <= 0) continue;
    // One size and one base line for the line where its characters run to the right: a reader
    // takes jumps in either for new lines.
    const bool own_rows = line.box.height > line.box.width * 2 && glyphs.size() > 1;
    for (std::size_t i = 0; i < glyphs.size(); ++i) {
      const pipeline::Box& row = own_rows ? glyphs[i].box : line.box;
      const int height = std::max(row.height, 1);
      const double size = height * points;
      const double x = glyphs[i].box.x * points;
      const double y = (scale.height - row.y - row.height) * points;
      const double stretch = 100.0 * advance(glyphs, i) / height;
      out += "/F1 " + decimal(size) + " Tf " + decimal(stretch) + " Tz 1 0 0 1 " + decimal(x) +
             ' ' + decimal(y) + " Tm <" + hex4(code_of(glyphs[i].character)) + "> Tj\n";
    }
  }
  return out + "ET\n";
}

std::string TextLayer::to_unicode() const {
  std::string map =
      "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
      "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
      "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
      "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n";
  constexpr std::size_t kMost = 100;  // entries of one section (Adobe Technical Note 5411, 1.4.1)
  for (std::size_t start = 0; start < characters_.size(); start += kMost) {
    const std::size_t end = std::min(start + kMost, characters_.size());
    map += std::to_string(end - start) + " beginbfchar\n";
    for (std::size_t i = start; i < end; ++i)
      map += '<' + hex4(static_cast<unsigned>(i + 1)) + "> <" + utf16_hex(characters_[i]) + ">\n";
    map += "endbfchar\n";
  }
  return map + "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n";
}

}  // namespace chengnuo::signing
