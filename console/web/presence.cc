#include "console/web/presence.h"

namespace chengnuo::console {
namespace {

// The page gives a sign every 15 seconds: two may be lost.
constexpr std::chrono::seconds kRemembered{40};

}  // namespace

std::vector<std::string> Presence::look(const std::string& submission, const std::string& who,
                                        pipeline::Time now) {
  const std::lock_guard lock(mutex_);
  for (auto& [id, people] : seen_)
    std::erase_if(people, [&](const auto& each) { return now - each.second > kRemembered; });
  std::erase_if(seen_, [](const auto& each) { return each.second.empty(); });
  std::vector<std::string> others;
  for (const auto& [name, at] : seen_[submission])
    if (name != who) others.push_back(name);
  seen_[submission][who] = now;
  return others;
}

void Presence::leave(const std::string& submission, const std::string& who) {
  const std::lock_guard lock(mutex_);
  const auto found = seen_.find(submission);
  if (found != seen_.end()) found->second.erase(who);
}

}  // namespace chengnuo::console
