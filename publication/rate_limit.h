#pragma once

#include <deque>
#include <map>
#include <mutex>
#include <string>

#include "pipeline/submission.h"

namespace chengnuo::publication {

/// At most `each` events of one sender and `all` of all senders within `window`. Any thread.
class RateLimit {
 public:
  RateLimit(int each, int all, std::chrono::seconds window)
      : each_(each), all_(all), window_(window) {}

  /// Counts the event if there is room for it.
  bool admits(const std::string& sender, pipeline::Time now);

 private:
  const int each_;
  const int all_;
  const std::chrono::seconds window_;
  std::mutex mutex_;
  std::deque<std::pair<pipeline::Time, std::string>> events_;  ///< of the window, oldest first
  std::map<std::string, int> counts_;                          ///< of events_, by sender
};

}  // namespace chengnuo::publication
