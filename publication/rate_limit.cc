#include "publication/rate_limit.h"

namespace chengnuo::publication {

bool RateLimit::admits(const std::string& sender, pipeline::Time now) {
  const std::lock_guard lock(mutex_);
  while (!events_.empty() && events_.front().first + window_ <= now) {
    const auto count = counts_.find(events_.front().second);
    if (--count->second == 0) counts_.erase(count);
    events_.pop_front();
  }
  if (static_cast<int>(events_.size()) >= all_) return false;
  int& count = counts_[sender];
  if (count >= each_) return false;
  ++count;
  events_.emplace_back(now, sender);
  return true;
}

}  // namespace chengnuo::publication
