#include "ocr/child_process.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>

#include "pipeline/error.h"

namespace chengnuo::ocr {
namespace {

struct EndActions {
  void operator()(posix_spawn_file_actions_t* actions) const noexcept {
    posix_spawn_file_actions_destroy(actions);
  }
};
struct EndAttributes {
  void operator()(posix_spawnattr_t* attributes) const noexcept {
    posix_spawnattr_destroy(attributes);
  }
};

int spawn(pid_t& process, std::string program, int standard_input) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  const std::unique_ptr<posix_spawn_file_actions_t, EndActions> end_actions(&actions);
  posix_spawn_file_actions_adddup2(&actions, standard_input, STDIN_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);

  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  const std::unique_ptr<posix_spawnattr_t, EndAttributes> end_attributes(&attributes);
  sigset_t none;
  sigset_t all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setflags(&attributes,
                           POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);

  std::array<char*, 2> arguments{program.data(), nullptr};
  // Tesseract would start threads of its own; one process reads one page on one core.
  std::array<std::string, 4> environment{"PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8",
                                         "OMP_THREAD_LIMIT=1", "HOME=/nonexistent"};
  std::array<char*, 5> variables{environment[0].data(), environment[1].data(),
                                 environment[2].data(), environment[3].data(), nullptr};
  return ::posix_spawn(&process, program.c_str(), &actions, &attributes, arguments.data(),
                       variables.data());
}

}  // namespace

ChildProcess::ChildProcess(const std::filesystem::path& program, int standard_input) {
  const int error = spawn(process_, program, standard_input);
  if (error == 0) return;
  const std::string reason = std::strerror(error);
  throw pipeline::Error(
      pipeline::Remedy::fix_setup,
      {"程序无法启动：" + reason, "A program cannot be started: " + reason},
      {"请检查 chengnuo-reader 是否与 chengnuo 安装在同一目录并可执行",
       "Check that chengnuo-reader is installed beside chengnuo and can be executed"},
      program);
}

ChildProcess::~ChildProcess() {
  // Before it is waited for, so that its number cannot have become another group's.
  ::kill(-process_, SIGKILL);
  while (::waitpid(process_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

long ChildProcess::memory_mb() const {
  std::ifstream facts("/proc/" + std::to_string(process_) + "/statm");
  long reserved = 0;
  long in_use = 0;
  if (!(facts >> reserved >> in_use)) return 0;
  return in_use * ::sysconf(_SC_PAGESIZE) / (1 << 20);
}

std::chrono::milliseconds ChildProcess::processor_time() const {
  // proc_pid_stat(5): fields 14 and 15, counted from the state, which follows the name in brackets.
  std::ifstream facts("/proc/" + std::to_string(process_) + "/stat");
  std::string text;
  std::getline(facts, text);
  std::istringstream fields(text.substr(std::min(text.rfind(')') + 1, text.size())));
  std::string skipped;
  for (int field = 3; field < 14; ++field) fields >> skipped;
  long user = 0;
  long system = 0;
  if (!(fields >> user >> system)) return {};
  return std::chrono::milliseconds((user + system) * 1000 / ::sysconf(_SC_CLK_TCK));
}

}  // namespace chengnuo::ocr
