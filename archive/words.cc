#include "archive/words.h"

#include <array>
#include <cstdio>

#include "pipeline/text.h"

namespace chengnuo::archive {

namespace {

bool is_ascii_alphanumeric(char32_t c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Blanks and punctuation beyond ASCII that letters and forms are full of.
bool is_separator(char32_t c) {
  return c < 0x80 || (c >= 0x80 && c <= 0xBF) || (c >= 0x2000 && c <= 0x206F) ||
         (c >= 0x3000 && c <= 0x303F && c != U'〇') || (c >= 0xFE30 && c <= 0xFE6F) ||
         c == 0xFFFD || c == 0xFEFF;
}

/// What NFKC leaves as it is: ASCII and the common Han characters, which nearly all text is.
bool is_its_own_form(char32_t c) { return c < 0x80 || (c >= 0x4E00 && c <= 0x9FFF); }

/// The NFKC form of one code point.
std::u32string folded(std::u32string_view one) {
  if (is_its_own_form(one.front())) return std::u32string(one);
  return pipeline::code_points(pipeline::nfkc(pipeline::utf8(one)));
}

char32_t lower(char32_t c) { return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c; }

}  // namespace

std::vector<Word> words_of(std::u32string_view text, Grain grain) {
  std::vector<Word> words;
  bool in_run = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    // One code point at a time, so that places in the text are kept: ① becomes 1, Ａ becomes a.
    for (const char32_t c : folded(text.substr(at, 1))) {
      if (is_ascii_alphanumeric(c)) {
        if (!in_run) words.push_back({{}, at, 0});
        words.back().text += lower(c);
        words.back().length = at + 1 - words.back().at;
        in_run = grain == Grain::runs;
        continue;
      }
      in_run = false;
      if (!is_separator(c)) words.push_back({{c}, at, 1});
    }
  }
  return words;
}

std::string index_line(const std::vector<Word>& words) {
  std::string line;
  for (const Word& word : words) {
    if (!line.empty()) line += ' ';
    for (const char32_t c : word.text) {
      if (c < 0x80) {
        line += static_cast<char>(c);
        continue;
      }
      std::array<char, 12> code{};
      std::snprintf(code.data(), code.size(), "u%x", static_cast<unsigned>(c));
      line += code.data();
    }
  }
  return line;
}

}  // namespace chengnuo::archive
