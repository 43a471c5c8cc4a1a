#pragma once

#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>

namespace chengnuo::tests {

/// Puts a disk of 128 kB at `folder` for this process. False where the system does not allow it.
inline bool mount_small_disk(const std::filesystem::path& folder) {
  const uid_t me = ::geteuid();
  if (::unshare(me == 0 ? CLONE_NEWNS : CLONE_NEWNS | CLONE_NEWUSER) != 0) return false;
  if (me != 0) std::ofstream("/proc/self/uid_map") << "0 " << me << " 1";
  return ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
         ::mount("tmpfs", folder.c_str(), "tmpfs", 0, "size=128k") == 0;
}

/// Runs `work` in a child process that finds a small disk at `folder`. Nothing if there can be
/// none; else what `work` said, false also if it threw.
inline std::optional<bool> on_small_disk(const std::filesystem::path& folder,
                                         const std::function<bool()>& work) {
  constexpr int kNoDisk = 2;
  std::filesystem::create_directories(folder);
  const pid_t child = ::fork();
  if (child == 0) {
    if (!mount_small_disk(folder)) ::_exit(kNoDisk);
    try {
      ::_exit(work() ? 0 : 1);
    } catch (...) {
      ::_exit(1);
    }
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  if (WIFEXITED(status) && WEXITSTATUS(status) == kNoDisk) return {};
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace chengnuo::tests
