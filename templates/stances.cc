#include "templates/stances.h"

#include <algorithm>
#include <iterator>

namespace chengnuo::templates {
namespace {

using Hits = std::vector<std::vector<Hit>>;

/// Below this no negation can be excluded; of lines given 0.6, four in ten hold a wrong character.
constexpr double kReadable = 0.6;

std::vector<PhraseMatch> find_all(const std::vector<Phrase>& phrases, const LetterText& letter,
                                  const Hits& hits) {
  std::vector<PhraseMatch> all;
  for (const Phrase& phrase : phrases) {
    std::vector<PhraseMatch> found = find_phrase(phrase, letter, hits);
    std::move(found.begin(), found.end(), std::back_inserter(all));
  }
  return all;
}

void cover(const Hit& word, std::vector<bool>& characters) {
  std::fill(characters.begin() + static_cast<std::ptrdiff_t>(word.begin),
            characters.begin() + static_cast<std::ptrdiff_t>(word.end), true);
}

/// Which characters stand in a word of a harmless phrase.
std::vector<bool> harmless_characters(const StanceRules& rules, const LetterText& letter,
                                      const Hits& hits) {
  std::vector<bool> covered(letter.text.size(), false);
  // What had to be guessed at excuses nothing.
  for (const PhraseMatch& match : find_all(rules.harmless, letter, hits))
    if (match.guesses == 0)
      for (const Hit& word : match.words) cover(word, covered);
  for (const PhraseMatch& match : find_all(rules.harmless_heads, letter, hits))
    if (match.guesses == 0) cover(match.head, covered);
  return covered;
}

class Finder {
 public:
  Finder(const StanceRules& rules, const LetterText& letter, const Hits& hits,
         const LookAlikes& look_alikes, std::span<const PhraseMatch> denials)
      : rules_(rules),
        letter_(letter),
        hits_(hits),
        look_alikes_(look_alikes),
        stances_{std::vector<std::vector<Standing>>(letter.clauses.size()),
                 std::vector<std::optional<Stance>>(letter.text.size()),
                 harmless_characters(rules, letter, hits)},
        denied_(letter.text.size(), false) {
    for (const PhraseMatch& denial : denials)
      for (const Hit& word : denial.words) cover(word, denied_);
  }

  Stances find() {
    std::vector<bool> contingent(letter_.text.size(), false);
    for (const MarkRule& rule : rules_.marks)
      if (rule.stance == Stance::contingent)
        for (const PhraseMatch& match : find_all(rule.phrases, letter_, hits_))
          cover(match.head, contingent);
    for (const MarkRule& rule : rules_.marks) {
      if (!rule.with.empty()) continue;
      const std::vector<bool> ends = clauses_with(rule.until);
      for (const PhraseMatch& match : find_all(rule.phrases, letter_, hits_)) {
        if (is_covered(match.head, stances_.harmless)) continue;
        // 如违背承诺 is no condition like 如有利润.
        if (rule.stance == Stance::conditional && is_covered(match.head, contingent)) continue;
        mark(rule, match, ends);
      }
    }
    for (const MarkRule& rule : rules_.marks)
      if (!rule.with.empty())
        for (const PhraseMatch& match : find_all(rule.phrases, letter_, hits_))
          if (stands_with(match, rule.with)) mark(rule, match, {});
    add_doubts();
    return std::move(stances_);
  }

 private:
  std::vector<bool> clauses_with(const std::vector<Phrase>& phrases) const {
    std::vector<bool> with(letter_.clauses.size(), false);
    for (const PhraseMatch& match : find_all(phrases, letter_, hits_))
      with[letter_.clause_of[match.begin]] = true;
    return with;
  }

  /// Whether a mark of one of these stances stands in the same clause, or in the next one if this
  /// one only names what is spoken of: 上述各条，我公司暂不…
  bool stands_with(const PhraseMatch& match, const std::set<Stance>& with) const {
    const std::size_t first = letter_.clause_of[match.begin];
    const std::size_t last = letter_.clause_of[match.end - 1];
    const bool topic = match.end + 1 >= letter_.clauses[last].end;
    const std::size_t to = std::min(last + (topic ? 2 : 1), letter_.clauses.size());
    for (std::size_t clause = first; clause < to; ++clause) {
      for (const Standing& each : stances_.of_clause[clause]) {
        const bool here =
            !each.match.words.empty() && letter_.clause_of[each.match.begin] == clause;
        if (here && with.contains(each.stance) && !is_covered(each.match.head, denied_))
          return true;
      }
    }
    return false;
  }

  void mark(const MarkRule& rule, const PhraseMatch& match, const std::vector<bool>& ends) {
    // What may have been misread takes no promise back; it only leaves a doubt.
    const Stance stance = match.guesses == 0 ? rule.stance : Stance::doubtful;
    if (rule.reach == Reach::tail) {
      stances_.of_tail[match.begin] = stance;
      return;
    }
    const std::size_t first = letter_.clause_of[match.begin];
    const std::size_t last = letter_.clause_of[match.end - 1];
    const auto [from, to] = reach(rule.reach, first, last);
    for (std::size_t clause = from; clause < to; ++clause) {
      if (clause > last && !ends.empty() && ends[clause]) break;
      // More of one kind say no more: a letter of 200 pages may hold thousands that reach to its
      // end.
      constexpr std::ptrdiff_t kEnough = 32;
      std::vector<Standing>& standing = stances_.of_clause[clause];
      if (std::ranges::count(standing, stance, &Standing::stance) < kEnough)
        standing.push_back({stance, match});
    }
  }

  std::pair<std::size_t, std::size_t> reach(Reach reach, std::size_t first,
                                            std::size_t last) const {
    const auto& clauses = letter_.clauses;
    const std::size_t sentence = clauses[last].sentence;
    switch (reach) {
      case Reach::clause:
        return {first, last + 1};
      case Reach::part: {
        std::size_t end = last + 1;
        while (end < clauses.size() && clauses[end].part == clauses[last].part) ++end;
        return {first, end};
      }
      case Reach::sentence:
        return {first, letter_.sentences[sentence].end_clause};
      case Reach::whole:
        return {letter_.sentences[clauses[first].sentence].first_clause,
                letter_.sentences[sentence].end_clause};
      case Reach::back:
        return {letter_.sentences[clauses[first].sentence].first_clause, last + 1};
      case Reach::items:
        return {first, letter_.sentences[last_item(sentence)].end_clause};
      case Reach::before:
        return {0, letter_.sentences[sentence].end_clause};
      case Reach::after:
        return {first, clauses.size()};
      case Reach::tail:
        break;
    }
    return {first, last + 1};
  }

  /// The last sentence of the list that this one opens, or itself.
  std::size_t last_item(std::size_t sentence) const {
    std::size_t last = sentence;
    if (!letter_.sentences[sentence].opens_items) return last;
    while (last + 1 < letter_.sentences.size() && letter_.sentences[last + 1].item) ++last;
    return last;
  }

  void add_doubts() {
    std::vector<bool> known(letter_.text.size(), false);  // stands in a word that the rules know
    std::vector<bool> begins(letter_.text.size(), false);
    for (const std::vector<Hit>& words : hits_) {
      for (const Hit& word : words) {
        if (word.end - word.begin < 2) continue;
        begins[word.begin] = true;
        if (word.guesses == 0) cover(word, known);
      }
    }
    for (std::size_t i = 0; i < letter_.text.size(); ++i) {
      const Character& character = letter_.characters[i];
      const bool before_word = i + 1 < begins.size() && begins[i + 1] && !known[i];
      const bool looks_so = before_word && character.confidence < kSureSign &&
                            has_negation(look_alikes_.of(character.sign));
      // One stop or another: neither is a negation.
      const bool a_stop = !character.readings.empty() && is_stop(character.sign) &&
                          std::ranges::all_of(character.readings, is_stop);
      const bool readable = character.confidence >= kReadable || a_stop;
      if (readable && !looks_so && !has_negation(character.readings) &&
          !has_negation(character.inserted))
        continue;
      stances_.of_clause[letter_.clause_of[i]].push_back(
          {Stance::doubtful, PhraseMatch{{}, {}, i, i + 1, 0}});
    }
  }

  static bool is_stop(char32_t sign) {
    constexpr std::u32string_view kStops = U"，；：。！？、.·()《》-";
    return kStops.find(sign) != kStops.npos;
  }

  bool has_negation(std::u32string_view signs) const {
    return signs.find_first_of(rules_.negation_signs) != signs.npos;
  }

  const StanceRules& rules_;
  const LetterText& letter_;
  const Hits& hits_;
  const LookAlikes& look_alikes_;
  Stances stances_;
  std::vector<bool> denied_;  // for each character: it stands in a denial of some requirement
};

}  // namespace

Stances find_stances(const StanceRules& rules, const LetterText& letter, const Hits& hits,
                     const LookAlikes& look_alikes, std::span<const PhraseMatch> denials) {
  return Finder(rules, letter, hits, look_alikes, denials).find();
}

bool is_covered(const Hit& word, const std::vector<bool>& characters) {
  return std::all_of(characters.begin() + static_cast<std::ptrdiff_t>(word.begin),
                     characters.begin() + static_cast<std::ptrdiff_t>(word.end),
                     [](bool each) { return each; });
}

}  // namespace chengnuo::templates
