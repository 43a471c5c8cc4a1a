#include "pipeline/pause.h"

#include <condition_variable>
#include <mutex>

namespace chengnuo::pipeline {

void pause(const std::stop_token& stop, std::chrono::microseconds time) {
  std::mutex mutex;
  std::unique_lock lock(mutex);
  std::condition_variable_any never;
  never.wait_for(lock, stop, time, [] { return false; });
}

}  // namespace chengnuo::pipeline
