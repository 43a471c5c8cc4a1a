#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace chengnuo::pipeline {

/// A character of one text beside the character of another that stands in its place; one of the
/// two is absent where the other text has more.
struct Beside {
  std::optional<std::size_t> first;   ///< code point of the first text
  std::optional<std::size_t> second;  ///< of the second
};

/// Lays two texts beside each other so that as few characters as possible differ (Wagner and
/// Fischer, 1974), in order. Takes time and memory by the product of the lengths: for lines and
/// pages, not for books.
std::vector<Beside> align(std::u32string_view first, std::u32string_view second);

}  // namespace chengnuo::pipeline
