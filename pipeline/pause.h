#pragma once

#include <chrono>
#include <stop_token>

namespace chengnuo::pipeline {

/// Waits, but not past a request to stop.
void pause(const std::stop_token& stop, std::chrono::microseconds time);

}  // namespace chengnuo::pipeline
