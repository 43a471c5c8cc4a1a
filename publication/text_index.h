#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace chengnuo::publication {

/// Finds parts of texts: each pair of neighbouring characters leads to the texts that have it, and
/// only the texts of the rarest pair are looked at. A part of one character is looked for in all.
class TextIndex {
 public:
  /// Texts are numbered from 0 in the order in which they are added.
  void add(std::string_view text);
  /// The numbers of the texts that contain `part` (not empty), ascending.
  std::vector<std::uint32_t> find(std::string_view part) const;

 private:
  using Pair = std::uint64_t;
  bool has(std::uint32_t number, std::string_view part) const;

  std::string all_;  ///< one behind the other
  std::vector<std::size_t> begins_{0};
  std::unordered_map<Pair, std::vector<std::uint32_t>> having_;
};

}  // namespace chengnuo::publication
