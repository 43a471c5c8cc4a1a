#include "templates/value.h"

#include <algorithm>
#include <string>

#include "pipeline/text.h"
#include "templates/match.h"
#include "templates/validate.h"

namespace chengnuo::templates {
namespace {

using pipeline::FieldState;

/// What is compared of a value: of free text, punctuation says nothing.
std::u32string gist(FieldType type, std::string_view value) {
  std::u32string text = pipeline::code_points(value);
  if (type == FieldType::text || type == FieldType::address)
    std::erase_if(text, [](char32_t c) { return !is_han(c) && !is_latin(c) && !is_digit(c); });
  return text;
}

/// The bits' text with one of them written otherwise.
std::string with(const std::vector<Bit>& bits, const Bit& changed,
                 const std::u32string& otherwise) {
  std::u32string all;
  for (const Bit& bit : bits) all += &bit == &changed ? otherwise : text_of(bit);
  return pipeline::utf8(all);
}

/// Confidence that the value is what the paper says, whatever the spelling.
double confidence_in_value(const std::vector<Bit>& bits, const FieldRule& rule,
                           std::string_view unit, const pipeline::Field& field) {
  const Meaning read = meaning_of(rule.type, field.raw, unit);
  if (read.state != FieldState::ok) return field.confidence;
  const std::u32string meant = gist(rule.type, read.value);
  double confidence = 1;
  for (const Bit& bit : bits) {
    confidence = std::min(confidence,
                          pipeline::confidence_elsewhere(bit.line->confidence, bit.line->doubts));
    for (const pipeline::Doubt& doubt : bit.line->doubts) {
      if (doubt.confidence >= confidence || !concerns(doubt, bit)) continue;
      std::u32string text = text_of(bit);
      const std::size_t at = static_cast<std::size_t>(doubt.at) - bit.begin;
      text.replace(at, doubt.before ? 0 : 1, pipeline::code_points(doubt.instead));
      const Meaning other = meaning_of(rule.type, with(bits, bit, text), unit);
      if (other.state == FieldState::ok && gist(rule.type, other.value) == meant) continue;
      confidence = doubt.confidence;
    }
  }
  return confidence;
}

}  // namespace

pipeline::Field read_value(const std::vector<Bit>& bits, int page, const FieldRule& rule,
                           std::string_view unit, double certain) {
  pipeline::Field field = field_of(bits, page);
  if (!bits.empty()) field.confidence = confidence_in_value(bits, rule, unit, field);
  settle(field, rule, unit, certain);
  return field;
}

}  // namespace chengnuo::templates
