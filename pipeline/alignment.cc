#include "pipeline/alignment.h"

#include <algorithm>
#include <cstdint>

namespace chengnuo::pipeline {
namespace {

/// Least edits between the first i characters of one text and the first j of the other.
class Edits {
 public:
  Edits(std::u32string_view first, std::u32string_view second)
      : width_(second.size() + 1), table_((first.size() + 1) * width_) {
    for (std::size_t i = 0; i <= first.size(); ++i) {
      for (std::size_t j = 0; j <= second.size(); ++j) {
        if (i == 0 || j == 0) {
          at(i, j) = static_cast<std::uint32_t>(i + j);
          continue;
        }
        const std::uint32_t differs = first[i - 1] == second[j - 1] ? 0 : 1;
        at(i, j) = std::min({at(i - 1, j - 1) + differs, at(i - 1, j) + 1, at(i, j - 1) + 1});
      }
    }
  }

  std::uint32_t& at(std::size_t i, std::size_t j) { return table_[i * width_ + j]; }

 private:
  std::size_t width_;
  std::vector<std::uint32_t> table_;
};

}  // namespace

std::vector<Beside> align(std::u32string_view first, std::u32string_view second) {
  Edits edits(first, second);
  std::vector<Beside> pairs;
  std::size_t i = first.size();
  std::size_t j = second.size();
  while (i > 0 || j > 0) {
    const std::uint32_t here = edits.at(i, j);
    const bool paired =
        i > 0 && j > 0 && here == edits.at(i - 1, j - 1) + (first[i - 1] == second[j - 1] ? 0 : 1);
    Beside pair;
    if (paired || j == 0 || (i > 0 && here == edits.at(i - 1, j) + 1)) pair.first = --i;
    if (paired || !pair.first) pair.second = --j;
    pairs.push_back(pair);
  }
  std::ranges::reverse(pairs);
  return pairs;
}

}  // namespace chengnuo::pipeline
