#include <algorithm>

#include "pipeline/text.h"
#include "templates/clauses.h"
#include "templates/readings.h"
#include "templates/simplified.h"

namespace chengnuo::templates {
namespace {

/// The normal form of one character; empty for what says nothing.
std::u32string normal_sign(char32_t c) {
  if (c >= 0x2460 && c <= 0x2473)  // ① to ⑳, which NFKC would make bare digits
    return U"(" + pipeline::code_points(std::to_string(c - 0x2460 + 1)) + U")";
  if (c >= 0x4E00 && c <= 0x9FFF) return {simplified(c)};  // NFKC leaves it; asking takes long
  constexpr std::u32string_view kSaysNothing = U"“”‘’\"'「」『』＂＇*";
  if (kSaysNothing.find(c) != kSaysNothing.npos) return {};
  std::u32string normal =
      pipeline::code_points(pipeline::without_blanks(pipeline::nfkc(pipeline::utf8({&c, 1}))));
  for (char32_t& sign : normal) {
    constexpr std::u32string_view kPlain = U",;:!?丶､﹑`|";
    constexpr std::u32string_view kChinese = U"，；：！？、、、、、";
    const auto at = kPlain.find(sign);
    if (at != kPlain.npos) sign = kChinese[at];
  }
  return normal;
}

/// Notes where the line's own reader hesitated, and what else it saw there.
void add_doubt(std::vector<Character>& line, const pipeline::Doubt& doubt) {
  const auto place = static_cast<std::size_t>(doubt.at);
  const auto at = std::ranges::find(line, place, &Character::place);
  if (at == line.end()) return;
  if (!doubt.before) at->confidence = std::min(at->confidence, doubt.confidence);
  if (doubt.confidence >= kSureSign) return;
  (doubt.before ? at->inserted : at->readings) += normal_form(doubt.instead);
}

}  // namespace

std::u32string normal_form(const std::string& text) {
  std::u32string normal;
  for (char32_t c : pipeline::code_points(text)) normal += normal_sign(c);
  return normal;
}

std::vector<Character> characters_of(const TextLine& line, std::size_t number) {
  std::vector<Character> characters;
  const std::u32string original = pipeline::code_points(line.text);
  const double elsewhere = pipeline::confidence_elsewhere(line.confidence, line.doubts);
  for (std::size_t place = 0; place < original.size(); ++place)
    for (char32_t sign : normal_sign(original[place]))
      characters.push_back({sign, number, place, elsewhere, {}, {}});
  for (const pipeline::Doubt& doubt : line.doubts) add_doubt(characters, doubt);
  for (const pipeline::Reading& reading : line.readings)
    if (reading.text != line.text) add_reading(characters, normal_form(reading.text));
  return characters;
}

void mend_points(std::vector<Character>& characters) {
  for (std::size_t i = 1; i < characters.size(); ++i)
    if (characters[i].sign == U'.' && characters[i - 1].sign > 0x2E80) characters[i].sign = U'。';
}

}  // namespace chengnuo::templates
