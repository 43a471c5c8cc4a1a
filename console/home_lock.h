#pragma once

#include <filesystem>

namespace chengnuo::console {

/// One service for a home: a second one would fight over its inbox. Held until destroyed, and let
/// go by the system if the process dies.
class HomeLock {
 public:
  /// Throws Error: fix_setup if another service has the home.
  explicit HomeLock(const std::filesystem::path& home);
  ~HomeLock();
  HomeLock(const HomeLock&) = delete;
  HomeLock& operator=(const HomeLock&) = delete;

 private:
  int file_;
};

}  // namespace chengnuo::console
