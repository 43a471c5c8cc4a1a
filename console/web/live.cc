#include "console/web/live.h"

#include "pipeline/error.h"

namespace chengnuo::console {

using namespace std::chrono_literals;

void Live::run(std::stop_token stop) {
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    lock.unlock();
    std::int64_t last = 0;
    try {
      last = log_.last();
    } catch (const pipeline::Error&) {
      // Away for a moment; those who need it now are told so themselves.
    }
    lock.lock();
    if (last > latest_) {
      latest_ = last;
      changed_.notify_all();
    }
    changed_.wait_for(lock, stop, 500ms, [] { return false; });
  }
  ended_ = true;
  changed_.notify_all();
}

std::optional<std::int64_t> Live::wait(std::int64_t seen, std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, patience, [&] { return ended_ || latest_ > seen; });
  if (ended_) return std::nullopt;
  return std::max(latest_, seen);
}

std::int64_t Live::latest() const {
  const std::lock_guard lock(mutex_);
  return latest_;
}

}  // namespace chengnuo::console
