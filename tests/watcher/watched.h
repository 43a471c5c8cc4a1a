#pragma once

#include <condition_variable>
#include <mutex>
#include <vector>

#include "tests/watcher/home.h"
#include "watcher/watcher.h"

namespace chengnuo::watcher {

inline constexpr const char* kPdf = "%PDF-1.4\n%%EOF\n";

/// A clock that only the test moves.
struct HandClock {
  SteadyTime now{};
  Clock clock() {
    return [this] { return now; };
  }
};

/// What the watcher told; may be waited for from another thread.
class Told {
 public:
  IntakeObserver observer() {
    return [this](const Report& report) {
      const std::lock_guard lock(mutex_);
      reports_.push_back(report);
      changed_.notify_all();
    };
  }
  bool wait_for(std::size_t count) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(20),
                             [&] { return reports_.size() >= count; });
  }
  std::vector<Report> reports() {
    const std::lock_guard lock(mutex_);
    return reports_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Report> reports_;
};

struct Watched {
  tests::Home home;
  tests::OpenHome open{home};
  Told told;
  HandClock hand;

  WatcherSettings settings() const {
    WatcherSettings settings;
    settings.inbox = home.inbox;
    settings.default_unit = "HDB";
    return settings;
  }
  Watcher by_hand() { return {settings(), open.intake, told.observer(), hand.clock()}; }
};

}  // namespace chengnuo::watcher
