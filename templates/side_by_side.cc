#include "templates/side_by_side.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <unordered_map>

#include "templates/approved.h"
#include "templates/match.h"

namespace chengnuo::templates {
namespace {

using Characters = std::span<const Character>;

/// Characters [begin, end) of both texts.
struct Stretch {
  std::size_t approved_begin = 0, approved_end = 0;
  std::size_t read_begin = 0, read_end = 0;

  std::size_t approved_size() const { return approved_end - approved_begin; }
  std::size_t read_size() const { return read_end - read_begin; }
};

constexpr float kPunctuation = 0.3F;
constexpr float kEmptySlot = 0.5F;
constexpr float kFilling = 0.02F;  // for each character that fills a slot

bool ends_sentence(char32_t sign) { return sign == U'。' || sign == U'！' || sign == U'？'; }

float weight(char32_t sign) { return is_punctuation(sign) ? kPunctuation : 1; }

float cost_of_pair(const Character& approved, const Character& read) {
  if (is_slot(approved.sign)) return ends_sentence(read.sign) ? 1 : kFilling;
  if (approved.sign == read.sign) return 0;
  const bool one = is_punctuation(approved.sign);
  const bool other = is_punctuation(read.sign);
  if (one && other) return kPunctuation;
  if (one != other) return 1.5F;
  return may_be(read, approved.sign) ? 0.4F : 1;
}

/// The table of one stretch.
class Table {
 public:
  Table(Characters approved, Characters read, const Stretch& stretch)
      : approved_(approved.subspan(stretch.approved_begin, stretch.approved_size())),
        read_(read.subspan(stretch.read_begin, stretch.read_size())),
        stretch_(stretch),
        steps_((approved_.size() + 1) * (read_.size() + 1)) {
    fill();
  }

  void append_to(std::vector<Pair>& pairs) const {
    std::vector<Pair> backwards;
    std::size_t i = approved_.size();
    std::size_t j = read_.size();
    while (i > 0 || j > 0) {
      const Step step = steps_[at(i, j)];
      Pair pair;
      if (step != Step::only_read) pair.approved = stretch_.approved_begin + i - 1;
      if (step != Step::only_approved) pair.read = stretch_.read_begin + j - 1;
      if (step == Step::both || step == Step::only_approved) --i;
      if (step != Step::only_approved) --j;
      backwards.push_back(pair);
    }
    pairs.insert(pairs.end(), backwards.rbegin(), backwards.rend());
  }

 private:
  /// `filling`: both, and the slot goes on to the left.
  enum class Step : unsigned char { both, filling, only_approved, only_read };

  std::size_t at(std::size_t i, std::size_t j) const { return i * (read_.size() + 1) + j; }

  void fill() {
    std::vector<float> above(read_.size() + 1);
    std::vector<float> row(read_.size() + 1);
    for (std::size_t j = 1; j <= read_.size(); ++j) {
      above[j] = above[j - 1] + weight(read_[j - 1].sign);
      steps_[at(0, j)] = Step::only_read;
    }
    for (std::size_t i = 1; i <= approved_.size(); ++i) {
      const Character& wanted = approved_[i - 1];
      const bool slot = is_slot(wanted.sign);
      const float absent = slot ? kEmptySlot : weight(wanted.sign);
      row[0] = above[0] + absent;
      steps_[at(i, 0)] = Step::only_approved;
      for (std::size_t j = 1; j <= read_.size(); ++j) {
        const float pair = cost_of_pair(wanted, read_[j - 1]);
        row[j] = above[j - 1] + pair;
        Step step = Step::both;
        const auto consider = [&](float cost, Step other) {
          if (cost >= row[j]) return;
          row[j] = cost;
          step = other;
        };
        // Only what the slot has begun to hold can go on.
        if (slot && steps_[at(i, j - 1)] <= Step::filling)
          consider(row[j - 1] + pair, Step::filling);
        consider(above[j] + absent, Step::only_approved);
        consider(row[j - 1] + weight(read_[j - 1].sign), Step::only_read);
        steps_[at(i, j)] = step;
      }
      std::swap(above, row);
    }
  }

  Characters approved_, read_;
  Stretch stretch_;
  std::vector<Step> steps_;
};

void pair_equal(std::vector<Pair>& pairs, std::size_t approved, std::size_t read,
                std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) pairs.push_back({approved + i, read + i});
}

void leave_unpaired(std::vector<Pair>& pairs, const Stretch& stretch) {
  for (std::size_t i = stretch.approved_begin; i < stretch.approved_end; ++i)
    pairs.push_back({i, std::nullopt});
  for (std::size_t j = stretch.read_begin; j < stretch.read_end; ++j)
    pairs.push_back({std::nullopt, j});
}

struct Anchor {
  std::size_t approved = 0;
  std::size_t read = 0;
};

constexpr std::size_t kAnchor = 8;  // characters; shorter ones occur twice too often

std::u32string signs(Characters text, std::size_t begin, std::size_t end) {
  std::u32string found;
  for (std::size_t i = begin; i < end; ++i) found += text[i].sign;
  return found;
}

/// Runs of kAnchor characters that occur just once in each text, and without a slot.
std::vector<Anchor> unique_in_both(Characters approved, Characters read, const Stretch& within) {
  struct Places {
    std::size_t place = 0;
    int count = 0;
  };
  const std::u32string wanted = signs(approved, within.approved_begin, within.approved_end);
  const std::u32string given = signs(read, within.read_begin, within.read_end);
  std::unordered_map<std::u32string_view, std::array<Places, 2>> runs;
  const auto count = [&runs](std::u32string_view text, std::size_t which) {
    for (std::size_t i = 0; i + kAnchor <= text.size(); ++i) {
      Places& places = runs[text.substr(i, kAnchor)][which];
      places.place = i;
      ++places.count;
    }
  };
  count(wanted, 0);
  count(given, 1);
  std::vector<Anchor> anchors;
  for (const auto& [run, places] : runs)
    if (places[0].count == 1 && places[1].count == 1 && std::ranges::none_of(run, is_slot))
      anchors.push_back(
          {within.approved_begin + places[0].place, within.read_begin + places[1].place});
  std::ranges::sort(anchors, {}, &Anchor::approved);
  return anchors;
}

/// The most anchors that stand in the same order in both texts.
std::vector<Anchor> in_order(const std::vector<Anchor>& anchors) {
  std::vector<std::size_t> ends;  // of the best chain of each length, the anchor that ends it
  std::vector<std::size_t> before(anchors.size());
  for (std::size_t i = 0; i < anchors.size(); ++i) {
    const auto place = std::ranges::lower_bound(ends, anchors[i].read, {},
                                                [&](std::size_t end) { return anchors[end].read; });
    before[i] = place == ends.begin() ? anchors.size() : *std::prev(place);
    if (place == ends.end())
      ends.push_back(i);
    else
      *place = i;
  }
  std::vector<Anchor> chain;
  for (std::size_t i = ends.empty() ? anchors.size() : ends.back(); i < anchors.size();
       i = before[i])
    chain.push_back(anchors[i]);
  std::ranges::reverse(chain);
  return chain;
}

/// Without anchors.
void lay_directly(Characters approved, Characters read, const Stretch& stretch,
                  std::vector<Pair>& pairs) {
  constexpr std::size_t kMostCells = 4'000'000;  // more would take too long
  if ((stretch.approved_size() + 1) * (stretch.read_size() + 1) > kMostCells)
    return leave_unpaired(pairs, stretch);
  Table(approved, read, stretch).append_to(pairs);
}

}  // namespace

bool is_punctuation(char32_t sign) {
  constexpr std::u32string_view kSigns = U"，。、；：！？（）()《》〈〉.,·—-…_~";
  return kSigns.find(sign) != kSigns.npos;
}

bool may_be(const Character& read, char32_t meant) {
  return misreading_cost(read.sign, meant) < 1 || read.readings.find(meant) != read.readings.npos;
}

std::vector<Pair> side_by_side(std::span<const Character> approved,
                               std::span<const Character> read) {
  std::vector<Pair> pairs;
  Stretch rest{0, approved.size(), 0, read.size()};
  for (const Anchor& anchor : in_order(unique_in_both(approved, read, rest))) {
    // An anchor may overlap what the one before it has paired already.
    if (anchor.approved < rest.approved_begin || anchor.read < rest.read_begin) continue;
    lay_directly(approved, read,
                 {rest.approved_begin, anchor.approved, rest.read_begin, anchor.read}, pairs);
    pair_equal(pairs, anchor.approved, anchor.read, kAnchor);
    rest.approved_begin = anchor.approved + kAnchor;
    rest.read_begin = anchor.read + kAnchor;
  }
  lay_directly(approved, read, rest, pairs);
  return pairs;
}

}  // namespace chengnuo::templates
