#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace chengnuo::signing {

/// PAdES baseline levels (ETSI EN 319 142-1, 6): each adds to the one before.
enum class Level {
  b_b,    ///< a signature
  b_t,    ///< and a time stamp that proves when it was there
  b_lt,   ///< and all that it takes to judge its certificates without a network
  b_lta,  ///< and a time stamp over all of that, which may be renewed for ever
};

inline constexpr std::array<std::string_view, 4> kLevelNames = {"B-B", "B-T", "B-LT", "B-LTA"};

inline std::string_view name_of(Level level) {
  return kLevelNames[static_cast<std::size_t>(level)];
}

inline std::optional<Level> level_named(std::string_view name) {
  for (std::size_t i = 0; i < kLevelNames.size(); ++i)
    if (kLevelNames[i] == name) return static_cast<Level>(i);
  return std::nullopt;
}

}  // namespace chengnuo::signing
