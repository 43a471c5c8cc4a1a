#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace chengnuo::archive {

/// One searchable word of a text: a Han character (or any other that is no ASCII letter or digit),
/// or a run of ASCII letters and digits. Text is compared in NFKC and without regard to case.
struct Word {
  std::u32string text;
  std::size_t at = 0;  ///< its first code point in the text
  std::size_t length = 0;
};

/// runs: a run of ASCII letters and digits is one word, as pages are indexed. characters: each of
/// them is one, so that any part of a name is found.
enum class Grain { runs, characters };

/// The words of a text in their order; blanks and punctuation are none, so that "质量、信誉" is
/// found by "质量信誉".
std::vector<Word> words_of(std::u32string_view text, Grain grain = Grain::runs);

/// The words as one line of ASCII, "u8d28 u91cf iso9001", which every full-text engine splits
/// alike, whatever it knows of Chinese, of rare characters, or of the host's locale. A phrase of
/// these words is a piece of the text: that is how one character or more are found.
std::string index_line(const std::vector<Word>& words);

}  // namespace chengnuo::archive
