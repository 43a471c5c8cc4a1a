#pragma once

#ifdef CHENGNUO_CRASH_POINTS
#include <csignal>
#include <cstdlib>
#include <string_view>
#endif

namespace chengnuo::pipeline {

/// Marks a place where a power cut would be worst. In test builds the process kills itself there
/// when CHENGNUO_CRASH_AT names the place; in what is shipped this is nothing.
inline void crash_point([[maybe_unused]] const char* place) {
#ifdef CHENGNUO_CRASH_POINTS
  const char* wanted = std::getenv("CHENGNUO_CRASH_AT");
  if (wanted != nullptr && std::string_view(wanted) == place) std::raise(SIGKILL);
#endif
}

}  // namespace chengnuo::pipeline
