#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <functional>

namespace chengnuo::tests {

/// Does `work` in a child process whose power is cut at `place` (crash_point.h). True if it came to
/// that place. `work` opens its own database: a connection must not be carried through a fork.
inline bool dies_at(const char* place, const std::function<void()>& work) {
  const pid_t child = ::fork();
  if (child == 0) {
    ::setenv("CHENGNUO_CRASH_AT", place, 1);
    work();
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

}  // namespace chengnuo::tests
