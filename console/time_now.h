#pragma once

#include <chrono>

#include "pipeline/submission.h"

namespace chengnuo::console {

/// By this machine's clock: what every door hands to the rooms, which look at no clock themselves.
inline pipeline::Time time_now() {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

}  // namespace chengnuo::console
