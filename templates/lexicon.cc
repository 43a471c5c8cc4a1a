#include "templates/lexicon.h"

#include <algorithm>
#include <tuple>

namespace chengnuo::templates {

void LookAlikes::add(std::u32string_view group) {
  for (char32_t c : group) {
    auto entry =
        std::lower_bound(groups_.begin(), groups_.end(), c,
                         [](const auto& each, char32_t sign) { return each.first < sign; });
    if (entry == groups_.end() || entry->first != c) entry = groups_.insert(entry, {c, {}});
    for (char32_t other : group)
      if (other != c && entry->second.find(other) == entry->second.npos) entry->second += other;
  }
}

std::u32string_view LookAlikes::of(char32_t c) const {
  const auto entry =
      std::lower_bound(groups_.begin(), groups_.end(), c,
                       [](const auto& each, char32_t sign) { return each.first < sign; });
  return entry == groups_.end() || entry->first != c ? std::u32string_view() : entry->second;
}

namespace {

std::size_t child(const std::vector<std::pair<char32_t, std::size_t>>& next, char32_t c) {
  const auto entry =
      std::lower_bound(next.begin(), next.end(), c,
                       [](const auto& each, char32_t sign) { return each.first < sign; });
  return entry == next.end() || entry->first != c ? 0 : entry->second;
}

}  // namespace

void Lexicon::add_word(Set set, std::u32string_view word) {
  std::size_t node = 0;
  for (std::size_t i = 0; i < word.size(); ++i) {
    std::size_t next = child(nodes_[node].next, word[i]);
    if (next == 0) {
      next = nodes_.size();
      nodes_.emplace_back();
      auto& siblings = nodes_[node].next;
      siblings.insert(std::lower_bound(siblings.begin(), siblings.end(), std::pair(word[i], next)),
                      {word[i], next});
    }
    node = next;
  }
  auto& ends = nodes_[node].ends;
  if (std::find(ends.begin(), ends.end(), set) == ends.end()) ends.push_back(set);
}

void Lexicon::be_wary_of(Set set) {
  if (wary_.size() <= set) wary_.resize(set + 1, false);
  wary_[set] = true;
}

/// One descent into the tree from each place of the letter.
class Lexicon::Walk {
 public:
  Walk(const Lexicon& lexicon, const LetterText& letter, const LookAlikes& look_alikes,
       std::u32string_view never_guessed)
      : lexicon_(lexicon),
        letter_(letter),
        look_alikes_(look_alikes),
        never_guessed_(never_guessed),
        hits_(lexicon.sets_) {}

  std::vector<std::vector<Hit>> find() {
    for (begin_ = 0; begin_ < letter_.text.size(); ++begin_) descend(0, begin_, 0, false);
    for (std::vector<Hit>& hits : hits_) keep_best(hits);
    return std::move(hits_);
  }

 private:
  static constexpr std::size_t kLongWord = 5;
  static constexpr std::size_t kLongWordOfWarySet = 4;

  /// `free`: the guess so far stood for any character, which only a long word may do.
  void descend(std::size_t node, std::size_t at, int guesses, bool free) {
    const std::size_t length = at - begin_;
    if (guesses == 0 || length >= 2)
      for (Set set : lexicon_.nodes_[node].ends)
        if (!free || length >= long_word(set)) hits_[set].push_back({begin_, at, guesses});
    if (at == letter_.text.size()) return;

    const auto& next = lexicon_.nodes_[node].next;
    const Character& character = letter_.characters[at];
    const std::size_t exact = child(next, character.sign);
    if (exact != 0) descend(exact, at + 1, guesses, free);
    if (guesses > 0 || character.confidence >= kSureSign) return;
    for (char32_t other : character.readings) guess(next, other, at);
    for (char32_t other : look_alikes_.of(character.sign)) guess(next, other, at);
    if (length == 0 || never_guessed_.find(character.sign) != never_guessed_.npos) return;
    for (const auto& [sign, below] : next)
      if (sign != character.sign) descend(below, at + 1, 1, true);
  }

  std::size_t long_word(Set set) const {
    return set < lexicon_.wary_.size() && lexicon_.wary_[set] ? kLongWordOfWarySet : kLongWord;
  }

  void guess(const std::vector<std::pair<char32_t, std::size_t>>& next, char32_t sign,
             std::size_t at) {
    const std::size_t below = child(next, sign);
    if (below != 0) descend(below, at + 1, 1, false);
  }

  /// The longest word is meant: 法律法规, neither 法律 nor 律法 in it. A shorter one stays only
  /// where the longer had to be guessed at.
  static void keep_best(std::vector<Hit>& hits) {
    std::sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) {
      return std::tuple(a.begin, b.end, a.guesses) < std::tuple(b.begin, a.end, b.guesses);
    });
    std::vector<Hit> best;
    for (const Hit& hit : hits) {
      const auto holds = [&](const Hit& other) {
        return other.end >= hit.end && other.guesses <= hit.guesses;
      };
      // Words are short, so that only the last few can reach this far.
      const auto last_few = best.end() - std::min<std::ptrdiff_t>(std::ssize(best), 4);
      if (std::none_of(last_few, best.end(), holds)) best.push_back(hit);
    }
    hits = std::move(best);
  }

  const Lexicon& lexicon_;
  const LetterText& letter_;
  const LookAlikes& look_alikes_;
  std::u32string_view never_guessed_;
  std::vector<std::vector<Hit>> hits_;
  std::size_t begin_ = 0;
};

std::vector<std::vector<Hit>> Lexicon::find(const LetterText& letter, const LookAlikes& look_alikes,
                                            std::u32string_view never_guessed) const {
  return Walk(*this, letter, look_alikes, never_guessed).find();
}

}  // namespace chengnuo::templates
