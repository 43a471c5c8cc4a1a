#include "templates/phrases.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace chengnuo::templates {
namespace {

using Hits = std::vector<std::vector<Hit>>;

/// The words of one sequence, and which of them is the head.
struct Found {
  std::vector<Hit> words;
  std::size_t head = 0;
};

/// The ways to go on from one first word that are of interest. A letter may say a thing any number
/// of times, so there is no limit to them all.
constexpr std::size_t kWaysFromOneWord = 16;

/// Tries one sequence from each of its first words. Takes time by the letter's length, the number
/// of steps and the longest gap, whatever the phrase: dead ends are remembered.
class Search {
 public:
  Search(const Phrase::Sequence& sequence, const LetterText& letter, const Hits& hits,
         std::vector<Found>& found)
      : sequence_(sequence), letter_(letter), hits_(hits), found_(found) {}

  void run() {
    for (const Hit& first : hits_[sequence_.front().words]) {
      if (!fits(sequence_.front(), first)) continue;
      limit_ = found_.size() + kWaysFromOneWord;
      words_.push_back(first);
      extend(1);
      words_.pop_back();
    }
  }

 private:
  void extend(std::size_t step_number) {
    if (found_.size() >= limit_) return;
    if (step_number == sequence_.size()) {
      found_.push_back({words_, head()});
      return;
    }
    const Step& step = sequence_[step_number];
    const std::size_t from = words_.back().end;
    if (dead_ends_.contains({step_number, from})) return;
    const std::size_t before = found_.size();
    const std::vector<Hit>& candidates = hits_[step.words];
    auto candidate =
        std::lower_bound(candidates.begin(), candidates.end(), from,
                         [](const Hit& hit, std::size_t place) { return hit.begin < place; });
    for (; candidate != candidates.end() && candidate->begin <= from + step.most_between;
         ++candidate) {
      if (!fits(step, *candidate) || !near(step, from, candidate->begin)) continue;
      words_.push_back(*candidate);
      extend(step_number + 1);
      words_.pop_back();
    }
    if (found_.size() == before) dead_ends_.emplace(step_number, from);
  }

  std::size_t head() const {
    const auto required = [](const Step& step) { return !step.optional; };
    const auto first = std::find_if(sequence_.begin(), sequence_.end(), required);
    return first == sequence_.end() ? 0 : static_cast<std::size_t>(first - sequence_.begin());
  }

  bool fits(const Step& step, const Hit& hit) const {
    const Clause& clause = letter_.clause_at(hit.begin);
    if (step.at_clause_begin && hit.begin != clause.begin) return false;
    // The clause's last character is the mark that ends it.
    return !step.at_clause_end || hit.end + 1 >= letter_.clause_at(hit.end - 1).end;
  }

  /// The gap [from, begin) crosses no boundary that the step forbids.
  bool near(const Step& step, std::size_t from, std::size_t begin) const {
    if (from == begin) return true;
    const Clause& a = letter_.clause_at(from - 1);
    const Clause& b = letter_.clause_at(begin);
    switch (step.across) {
      case Across::nothing:
        return letter_.clause_of[from - 1] == letter_.clause_of[begin];
      case Across::clauses:
        return a.part == b.part;
      case Across::parts:
        return a.sentence == b.sentence;
    }
    return false;
  }

  const Phrase::Sequence& sequence_;
  const LetterText& letter_;
  const Hits& hits_;
  std::vector<Found>& found_;
  std::size_t limit_ = 0;
  std::vector<Hit> words_;
  std::set<std::pair<std::size_t, std::size_t>> dead_ends_;  ///< step, and where it would begin
};

std::vector<Found> find_sequence(const std::vector<Phrase::Sequence>& ways,
                                 const LetterText& letter, const Hits& hits) {
  std::vector<Found> found;
  for (const Phrase::Sequence& way : ways) Search(way, letter, hits, found).run();
  return found;
}

/// The pairs of finds that stand in one clause.
std::vector<Found> joined(const std::vector<Found>& some, const std::vector<Found>& more,
                          const LetterText& letter) {
  std::multimap<std::size_t, const Found*> by_clause;
  for (const Found& b : more) by_clause.emplace(letter.clause_of[b.words.front().begin], &b);
  std::vector<Found> both;
  for (const Found& a : some) {
    const auto [from, to] = by_clause.equal_range(letter.clause_of[a.words.front().begin]);
    std::size_t ways = 0;
    for (auto b = from; b != to && ways < kWaysFromOneWord; ++b, ++ways) {
      both.push_back(a);
      both.back().words.insert(both.back().words.end(), b->second->words.begin(),
                               b->second->words.end());
    }
  }
  return both;
}

PhraseMatch match_of(Found found) {
  PhraseMatch match;
  match.head = found.words[found.head];
  match.begin = found.words.front().begin;
  for (const Hit& word : found.words) {
    match.begin = std::min(match.begin, word.begin);
    match.end = std::max(match.end, word.end);
    match.guesses += word.guesses;
  }
  match.words = std::move(found.words);
  return match;
}

}  // namespace

std::vector<PhraseMatch> find_phrase(const Phrase& phrase, const LetterText& letter,
                                     const Hits& hits) {
  std::vector<Found> found = find_sequence(phrase.all_of.front(), letter, hits);
  for (std::size_t i = 1; i < phrase.all_of.size() && !found.empty(); ++i)
    found = joined(found, find_sequence(phrase.all_of[i], letter, hits), letter);
  std::vector<PhraseMatch> matches;
  for (Found& each : found) matches.push_back(match_of(std::move(each)));
  std::sort(matches.begin(), matches.end(),
            [](const PhraseMatch& a, const PhraseMatch& b) { return a.begin < b.begin; });
  return matches;
}

}  // namespace chengnuo::templates
