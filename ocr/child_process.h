#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>

namespace chengnuo::ocr {

/// A program that runs beside us, in a process group of its own: what it starts ends with it, and a
/// Ctrl-C meant for us does not reach it. It gets none of our environment, which may hold secrets,
/// and none of our files but `standard_input`; what it says on stderr goes to ours.
class ChildProcess {
 public:
  /// Throws Error: fix_setup if the program is missing or cannot be started.
  ChildProcess(const std::filesystem::path& program, int standard_input);
  /// Kills the group.
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  pid_t id() const { return process_; }
  /// Memory that it has in use (not only reserved), megabytes; 0 if it is gone.
  long memory_mb() const;
  /// Processor time that it has used in its life, all threads; zero if it is gone.
  std::chrono::milliseconds processor_time() const;

 private:
  pid_t process_ = -1;
};

}  // namespace chengnuo::ocr
