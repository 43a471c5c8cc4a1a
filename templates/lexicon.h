#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "templates/clauses.h"

namespace chengnuo::templates {

/// A word found in a letter: code points [begin, end) of LetterText::text.
struct Hit {
  std::size_t begin = 0;
  std::size_t end = 0;
  int guesses = 0;  ///< characters that had to be taken for another than the one read

  bool operator==(const Hit&) const = default;
};

/// Characters that a reader mistakes for one another, such as 未 and 末.
class LookAlikes {
 public:
  /// `group`: characters each of which may be any other.
  void add(std::u32string_view group);
  /// The characters that `c` may have been, without itself.
  std::u32string_view of(char32_t c) const;

 private:
  std::vector<std::pair<char32_t, std::u32string>> groups_;  // sorted by character
};

/// The words of all rules in one tree, so that a single walk over a letter finds the words of every
/// set. Two sets may share words.
class Lexicon {
 public:
  using Set = std::size_t;

  Set add_set() { return sets_++; }
  void add_word(Set set, std::u32string_view word);
  /// The set's words speak against something: they are to be found even if badly misread.
  void be_wary_of(Set set);
  std::size_t sets() const { return sets_; }

  /// For each set its words in `letter`, by begin. Where a line was not read with certainty, one
  /// character of a word may be another reading's or a look-alike of what was read. In words of
  /// five characters or more (four, in sets to be wary of) it may be any character but the first
  /// and a sign of negation (`never_guessed`).
  std::vector<std::vector<Hit>> find(const LetterText& letter, const LookAlikes& look_alikes,
                                     std::u32string_view never_guessed) const;

 private:
  struct Node {
    std::vector<std::pair<char32_t, std::size_t>> next;  // sorted by character
    std::vector<Set> ends;
  };
  class Walk;

  std::size_t sets_ = 0;
  std::vector<bool> wary_;  // by set; shorter than sets_ where nothing was said
  std::vector<Node> nodes_ = std::vector<Node>(1);
};

}  // namespace chengnuo::templates
