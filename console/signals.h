#pragma once

#include <csignal>

namespace chengnuo::console {

/// SIGINT and SIGTERM as something to wait for. Made in the main thread before any other thread is
/// started, so that all of them leave the signals to it.
class StopSignals {
 public:
  StopSignals() {
    sigemptyset(&set_);
    sigaddset(&set_, SIGINT);
    sigaddset(&set_, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &set_, nullptr);
    std::signal(SIGPIPE, SIG_IGN);  // a peer that hangs up is an error code, not our end
  }
  /// Returns when the process is asked to stop.
  void wait() const {
    int signal = 0;
    sigwait(&set_, &signal);
  }

 private:
  sigset_t set_{};
};

}  // namespace chengnuo::console
