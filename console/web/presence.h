#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "pipeline/submission.h"

namespace chengnuo::console {

/// Who looks at which submission just now, so that two people on one case are told of each other.
/// In memory: what it forgets at a restart comes back with the next sign of life. May be used from
/// any thread.
class Presence {
 public:
  /// `who` looks at it. Returns the others who gave a sign of life within the last 40 seconds.
  std::vector<std::string> look(const std::string& submission, const std::string& who,
                                pipeline::Time now);
  void leave(const std::string& submission, const std::string& who);

 private:
  std::mutex mutex_;
  std::map<std::string, std::map<std::string, pipeline::Time>> seen_;
};

}  // namespace chengnuo::console
