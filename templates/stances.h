#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "templates/phrases.h"

namespace chengnuo::templates {

/// How a letter's writer stands to what a clause says. Only a plain promise counts.
enum class Stance {
  denied,       ///< 不承担…
  others,       ///< somebody else does it: 供应商应…
  past,         ///< a fact: 近三年来遵守了…
  planned,      ///< 拟…, 将研究…
  recited,      ///< a rule that is told: 承诺内容应包括…
  conditional,  ///< 如果…则…
  contingent,   ///< upon a breach or a fault: 如违背承诺…, 出现质量问题时…
  limited,      ///< 仅限保修期内…
  hedged,       ///< 尽量…, 原则上…
  withdrawn,    ///< taken back elsewhere: 另行研究是否作出上述承诺
  doubtful,     ///< was not read with enough certainty to exclude one of these
};
constexpr std::size_t kStances = 11;

/// How far a mark works from where it stands.
enum class Reach {
  clause,    ///< the clauses in which its words stand
  part,      ///< on from there to the next ；or 。
  sentence,  ///< on from there to the next 。
  whole,     ///< its sentence from the beginning to its end
  back,      ///< its sentence from the beginning to there
  tail,      ///< only what ends right before it: 诚信经营 + 的企业
  items,     ///< like sentence; if that ends with ：, also the numbered items that follow
  before,    ///< everything before it, and its sentence
  after,     ///< everything from there
};

struct MarkRule {
  Stance stance = Stance::denied;
  Reach reach = Reach::clause;
  std::vector<Phrase> phrases;
  std::set<Stance> with;      ///< it marks only beside one of these marks
  std::vector<Phrase> until;  ///< a clause with one of these ends its reach
};

struct StanceRules {
  std::vector<MarkRule> marks;
  std::vector<Phrase> harmless;  ///< a mark whose first word stands in one of these is none: 不断
  std::vector<Phrase> harmless_heads;  ///< the same, but of these only the first word is harmless
  std::u32string negation_signs;  ///< single characters such as 不, which no reader may get wrong
};

/// A mark that works on a clause.
struct Standing {
  Stance stance = Stance::denied;
  PhraseMatch match;  ///< of the mark itself, perhaps in another clause
};

struct Stances {
  std::vector<std::vector<Standing>> of_clause;  ///< the marks that work on each clause
  /// For each character the mark that begins there and works on what ends right before it.
  std::vector<std::optional<Stance>> of_tail;
  std::vector<bool> harmless;  ///< for each character: it stands in a harmless phrase
};

/// `denials`: what was found to contradict some requirement. A mark whose words stand in one of
/// them says nothing about the rest of the letter.
Stances find_stances(const StanceRules& rules, const LetterText& letter,
                     const std::vector<std::vector<Hit>>& hits, const LookAlikes& look_alikes,
                     std::span<const PhraseMatch> denials);

/// Whether all of a word's characters are marked.
bool is_covered(const Hit& word, const std::vector<bool>& characters);

}  // namespace chengnuo::templates
