#include "templates/requirements.h"

#include <algorithm>
#include <optional>

#include "pipeline/text.h"
#include "templates/evidence.h"

namespace chengnuo::templates {
namespace {

using pipeline::Message;
using pipeline::Requirement;
using pipeline::Verdict;

using Hits = std::vector<std::vector<Hit>>;

/// Something the letter says about a requirement.
struct Said {
  PhraseMatch match;
  Verdict verdict = Verdict::missing;
  std::optional<Stance> spoilt_by;
};

/// Most serious first. Whoever else does it, it is not the enterprise's promise; what is taken back
/// is, even if it was only recited.
constexpr std::array<Stance, kStances> kBySeverity = {
    Stance::others,  Stance::withdrawn, Stance::past,        Stance::denied,
    Stance::recited, Stance::planned,   Stance::conditional, Stance::contingent,
    Stance::limited, Stance::doubtful,  Stance::hedged};

Verdict verdict_when(Stance stance) {
  switch (stance) {
    case Stance::denied:
    case Stance::withdrawn:
      return Verdict::contradicted;
    case Stance::others:
    case Stance::past:
    case Stance::recited:
      return Verdict::missing;
    case Stance::hedged:
      return Verdict::partial;
    case Stance::planned:
    case Stance::conditional:
    case Stance::contingent:
    case Stance::limited:
    case Stance::doubtful:
      return Verdict::unsure;
  }
  return Verdict::unsure;
}

bool overlap(const Hit& a, const Hit& b) { return a.begin < b.end && b.begin < a.end; }

bool shares_a_word(const PhraseMatch& a, const PhraseMatch& b) {
  return std::any_of(a.words.begin(), a.words.end(), [&](const Hit& word) {
    return std::any_of(b.words.begin(), b.words.end(),
                       [&](const Hit& other) { return overlap(word, other); });
  });
}

/// The mark is part of what was looked for, like the 不 of 不弄虚作假. Doubts have no words.
bool is_meant(const PhraseMatch& mark, const PhraseMatch& saying) {
  return !mark.words.empty() &&
         std::all_of(mark.words.begin(), mark.words.end(), [&](const Hit& word) {
           return std::any_of(saying.words.begin(), saying.words.end(),
                              [&](const Hit& other) { return overlap(word, other); });
         });
}

std::optional<Stance> spoilt_by(const Saying& saying, const PhraseMatch& match,
                                const LetterText& letter, const Stances& stances) {
  std::set<Stance> found;
  for (std::size_t clause = letter.clause_of[match.begin];
       clause <= letter.clause_of[match.end - 1]; ++clause)
    for (const Standing& each : stances.of_clause[clause])
      if (!saying.despite.contains(each.stance) && !is_meant(each.match, match))
        found.insert(each.stance);
  if (match.end < stances.of_tail.size() && stances.of_tail[match.end])
    found.insert(*stances.of_tail[match.end]);
  for (Stance stance : kBySeverity)
    if (found.contains(stance)) return stance;
  return std::nullopt;
}

class Checker {
 public:
  Checker(const RequirementRules& rules, const LetterText& letter, std::span<const TextLine> lines)
      : rules_(rules),
        letter_(letter),
        lines_(lines),
        hits_(rules.lexicon.find(letter, rules.look_alikes, rules.stances.negation_signs)),
        stances_(find_stances(rules.stances, letter, hits_, rules.look_alikes, denials())) {}

  Requirement check(const RequirementRule& rule) const {
    const std::vector<Said> said = all_said(rule);
    for (Verdict verdict : {Verdict::contradicted, Verdict::met, Verdict::unsure, Verdict::partial,
                            Verdict::missing}) {
      const auto is_so = [&](const Said& each) { return each.verdict == verdict; };
      const auto first = std::find_if(said.begin(), said.end(), is_so);
      if (first == said.end()) continue;
      return {verdict, evidence(said, verdict), advice(rule, verdict, first->spoilt_by)};
    }
    return {Verdict::missing, {}, advice(rule, Verdict::missing, std::nullopt)};
  }

 private:
  std::vector<PhraseMatch> denials() const {
    std::vector<PhraseMatch> all;
    for (const RequirementRule& rule : rules_.requirements)
      for (const Saying& saying : rule.sayings)
        if (saying.verdict == Verdict::contradicted)
          for (const Phrase& phrase : saying.phrases)
            for (PhraseMatch& match : find_phrase(phrase, letter_, hits_))
              all.push_back(std::move(match));
    return all;
  }

  std::vector<Said> all_said(const RequirementRule& rule) const {
    const Exceptions exceptions = exceptions_of(rule);
    std::vector<Said> said;
    for (const Saying& saying : rule.sayings) {
      for (const Phrase& phrase : saying.phrases) {
        for (const PhraseMatch& match : find_phrase(phrase, letter_, hits_)) {
          if (saying.verdict == Verdict::contradicted ? is_harmless(match)
                                                      : is_excepted(match, exceptions))
            continue;
          said.push_back(judged(saying, match));
        }
      }
    }
    drop_poorer_readings(said);
    std::stable_sort(said.begin(), said.end(),
                     [](const Said& a, const Said& b) { return a.match.begin < b.match.begin; });
    return said;
  }

  /// Of two ways to read the same words, the one that nothing speaks against is meant.
  static void drop_poorer_readings(std::vector<Said>& said) {
    std::vector<PhraseMatch> plain;
    for (const Said& each : said)
      if (each.verdict == Verdict::met) plain.push_back(each.match);
    std::erase_if(said, [&](const Said& each) {
      return each.spoilt_by &&
             std::any_of(plain.begin(), plain.end(), [&](const PhraseMatch& better) {
               return shares_a_word(better, each.match);
             });
    });
  }

  /// 不断提高 begins like 不提高 and denies nothing.
  bool is_harmless(const PhraseMatch& denial) const {
    return is_covered(denial.head, stances_.harmless) ||
           is_covered(denial.words.back(), stances_.harmless);
  }

  struct Exceptions {
    std::vector<bool> characters;
    std::vector<bool> clauses;
  };

  Exceptions exceptions_of(const RequirementRule& rule) const {
    Exceptions exceptions{std::vector<bool>(letter_.text.size()),
                          std::vector<bool>(letter_.clauses.size())};
    for (const Phrase& phrase : rule.unless_within)
      for (const PhraseMatch& match : find_phrase(phrase, letter_, hits_))
        std::fill(exceptions.characters.begin() + static_cast<std::ptrdiff_t>(match.begin),
                  exceptions.characters.begin() + static_cast<std::ptrdiff_t>(match.end), true);
    for (const Phrase& phrase : rule.unless_beside)
      for (const PhraseMatch& match : find_phrase(phrase, letter_, hits_))
        exceptions.clauses[letter_.clause_of[match.begin]] = true;
    return exceptions;
  }

  bool is_excepted(const PhraseMatch& match, const Exceptions& exceptions) const {
    const auto within = [&](const Hit& word) {
      return std::any_of(exceptions.characters.begin() + static_cast<std::ptrdiff_t>(word.begin),
                         exceptions.characters.begin() + static_cast<std::ptrdiff_t>(word.end),
                         [](bool each) { return each; });
    };
    return exceptions.clauses[letter_.clause_of[match.begin]] ||
           exceptions.clauses[letter_.clause_of[match.end - 1]] ||
           std::any_of(match.words.begin(), match.words.end(), within);
  }

  Said judged(const Saying& saying, const PhraseMatch& match) const {
    std::optional<Stance> spoilt = spoilt_by(saying, match, letter_, stances_);
    if (saying.verdict == Verdict::contradicted && match.guesses > 0 && !spoilt)
      return {match, Verdict::unsure, Stance::doubtful};
    if (!spoilt) return {match, saying.verdict, std::nullopt};
    if (saying.verdict == Verdict::contradicted)  // a denial by others, or one of the past, is none
      return {match,
              *spoilt == Stance::others || *spoilt == Stance::past ? Verdict::missing
                                                                   : Verdict::contradicted,
              spoilt};
    const Verdict verdict = verdict_when(*spoilt);
    return {match,
            saying.verdict == Verdict::partial && verdict == Verdict::unsure ? Verdict::partial
                                                                             : verdict,
            spoilt};
  }

  std::vector<pipeline::Evidence> evidence(const std::vector<Said>& said, Verdict verdict) const {
    std::vector<pipeline::Evidence> all;
    for (const Said& each : said)
      if (each.verdict == verdict) add_evidence(all, letter_, lines_, each.match);
    return all;
  }

  Message advice(const RequirementRule& rule, Verdict verdict, std::optional<Stance> spoilt) const {
    if (verdict == Verdict::met) return {};
    Message reason;
    if (spoilt) reason = rules_.reasons[static_cast<std::size_t>(*spoilt)];
    if (reason.empty() && verdict == Verdict::contradicted)
      reason = {"所写内容与该项承诺相反", "What is written is the opposite"};
    if (reason.empty() && verdict == Verdict::partial)
      reason = {"只写到该项承诺的一部分", "Only a part of it is promised"};
    if (reason.empty()) reason = {"未见该项承诺", "It is not promised"};
    return {rule.name.zh + "：" + reason.zh + "。请写明：“" + rule.wording + "”",
            rule.name.en + ": " + reason.en + ". Write, for instance: \"" + rule.wording + "\""};
  }

  const RequirementRules& rules_;
  const LetterText& letter_;
  std::span<const TextLine> lines_;
  Hits hits_;
  Stances stances_;
};

}  // namespace

std::map<std::string, Requirement> check_requirements(const RequirementRules& rules,
                                                      std::span<const TextLine> letter,
                                                      const std::string& enterprise) {
  Strikes strikes = rules.strikes;
  const std::u32string name = normal_form(enterprise);
  if (!name.empty()) strikes.names.push_back({name, rules.enterprise_stands_in});
  const LetterText text = letter_text(letter, strikes);
  const Checker checker(rules, text, letter);
  std::map<std::string, Requirement> findings;
  for (const RequirementRule& rule : rules.requirements) findings[rule.id] = checker.check(rule);
  return findings;
}

}  // namespace chengnuo::templates
