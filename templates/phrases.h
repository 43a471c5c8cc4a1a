#pragma once

#include <functional>
#include <string>
#include <vector>

#include "templates/lexicon.h"

namespace chengnuo::templates {

/// Which boundaries a gap may hold: none, ， and ：, or also ；
enum class Across { nothing, clauses, parts };

/// One word of a phrase, with what may stand between it and the word before.
struct Step {
  Lexicon::Set words = 0;
  std::size_t most_between = 0;  ///< characters
  Across across = Across::nothing;
  bool optional = false;  ///< stood in [ ]
  bool at_clause_begin = false;
  bool at_clause_end = false;
};

/// A phrase to look for: sequences of words that must all stand in one clause, in any order.
/// Each sequence may be said in several ways (its optional words are there or not).
///
///     接受…{public}…监督            gaps of up to 12 characters, within a clause
///     {breach}……20{accept}…4{punish}   ……20: up to 20 characters, across ， and ：
///     质量为本………20信誉为本         ………: across ；too
///     (遵守|执行)[国家]标准          one of two words; an optional word
///     ^{others}…4应                 at the beginning of a clause ($: at its end)
///     {bear} + {whole life}         both in one clause, in any order
struct Phrase {
  using Sequence = std::vector<Step>;
  std::vector<std::vector<Sequence>> all_of;
  std::string source;  ///< as the rules have it, for messages
};

/// Where a phrase was found: its words, in the order of the phrase.
struct PhraseMatch {
  std::vector<Hit> words;
  Hit head;               ///< the first word that is not optional
  std::size_t begin = 0;  ///< of the first word in the text
  std::size_t end = 0;    ///< of the last
  int guesses = 0;
};

/// Knows a named set of words; throws Error (fix_setup) if there is none of that name.
using SetNamed = std::function<Lexicon::Set(const std::string& name)>;

/// Compiles a phrase; its own words go into `lexicon`. Throws Error: fix_setup if it is ill-formed.
Phrase compile_phrase(const std::string& source, Lexicon& lexicon, const SetNamed& set_named);

/// All matches of a phrase, by their begin; of many ways to go on from one word, a few.
std::vector<PhraseMatch> find_phrase(const Phrase& phrase, const LetterText& letter,
                                     const std::vector<std::vector<Hit>>& hits);

}  // namespace chengnuo::templates
