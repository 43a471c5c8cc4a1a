#include "ocr/seal_votes.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "ocr/seal_ring.h"
#include "pipeline/alignment.h"
#include "pipeline/text.h"

namespace chengnuo::ocr {
namespace {

constexpr std::size_t kShortestName = 4;

bool is_bracket(char32_t c) { return c == U'（' || c == U'）'; }

char32_t full_width(char32_t c) {
  if (c == U'(') return U'（';
  return c == U')' ? U'）' : c;
}

/// Votes for what stands at one place of a name; 0: nothing.
using Place = std::map<char32_t, double>;

std::pair<char32_t, double> most_voted(const Place& place) {
  return *std::max_element(place.begin(), place.end(),
                           [](const auto& a, const auto& b) { return a.second < b.second; });
}

}  // namespace

/// Without what the strip caught of the number, the rim and the print, and nothing added.
SealVotes::Ballot SealVotes::ballot_of(const pipeline::Line& line) {
  const std::u32string read = pipeline::code_points(line.text);
  std::vector<double> sure(read.size(), pipeline::kUndoubted);
  for (const pipeline::Doubt& doubt : line.doubts) {
    const auto at = static_cast<std::size_t>(doubt.at);
    if (!doubt.before && at < sure.size()) sure[at] = std::min(sure[at], doubt.confidence);
  }
  const auto ends = [&](std::size_t at) {
    return is_han(read[at]) || full_width(read[at]) == U'）';
  };
  std::size_t from = 0, to = read.size();
  while (from < to && !is_han(read[from])) ++from;
  while (from < to && !ends(to - 1)) --to;
  Ballot ballot;
  for (std::size_t at = from; at < to; ++at) {
    const char32_t c = full_width(read[at]);
    const bool letter = (c >= U'0' && c <= U'9') || (c >= U'A' && c <= U'Z') || c == U'·';
    if (!is_han(c) && !is_bracket(c) && !letter) continue;
    ballot.name.push_back(c);
    ballot.sure.push_back(sure[at]);
  }
  return ballot;
}

void SealVotes::add(const pipeline::Line& line, double confidence) {
  ++strips_;
  Ballot ballot = ballot_of(line);
  if (ballot.name.size() < kShortestName) return;
  weights_[ballot.name] += confidence;
  ballots_.push_back(std::move(ballot));
}

bool SealVotes::agreed() const {
  return strips_ >= 3 && weights_.size() == 1 && confidence() > 0.95;
}

SealVotes::Result SealVotes::count() const {
  if (weights_.empty()) return {};
  const std::u32string& likeliest =
      std::max_element(weights_.begin(), weights_.end(), [](const auto& a, const auto& b) {
        return a.second < b.second;
      })->first;
  // Places of the likeliest name, and between them: 2 i is before its character i, 2 i + 1 is i.
  std::vector<Place> places(2 * likeliest.size() + 1);
  for (const Ballot& ballot : ballots_) {
    std::vector<bool> named(places.size());
    std::size_t behind = 0;
    const auto vote = [&](std::size_t place, char32_t c, double weight) {
      if (named[place]) return;  // of two characters in one gap the first counts
      places[place][c] += weight;
      named[place] = true;
    };
    for (const pipeline::Beside& pair : pipeline::align(likeliest, ballot.name)) {
      if (pair.first) behind = 2 * *pair.first + 2;
      const std::size_t place = pair.first ? behind - 1 : behind;
      if (pair.second)
        vote(place, ballot.name[*pair.second], ballot.sure[*pair.second]);
      else
        vote(place, 0, 0.5);
    }
    for (std::size_t gap = 0; gap < places.size(); gap += 2) vote(gap, 0, pipeline::kUndoubted);
  }
  Result result;
  result.weakest = strips_;
  for (const Place& place : places) {
    const auto [c, votes] = most_voted(place);
    if (c != 0) result.name.push_back(c);
    result.weakest = std::min(result.weakest, votes);
  }
  result.weakest /= strips_;
  return result;
}

std::u32string SealVotes::winner() const { return count().name; }

std::vector<std::string> SealVotes::others() const {
  const std::u32string chosen = winner();
  std::vector<std::pair<double, std::u32string>> sorted;
  for (const auto& [name, weight] : weights_)
    if (name != chosen) sorted.emplace_back(weight, name);
  std::ranges::sort(sorted, std::greater<>());
  std::vector<std::string> names;
  for (const auto& [weight, name] : sorted) names.push_back(pipeline::utf8(name));
  return names;
}

double SealVotes::confidence() const {
  const Result result = count();
  const auto whole = weights_.find(result.name);
  return whole == weights_.end() ? result.weakest / 2 : whole->second / strips_;
}

}  // namespace chengnuo::ocr
