#include "program.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

#include "pipeline/digest.h"
#include "pipeline/file.h"

namespace chengnuo::console {
namespace {

namespace fs = std::filesystem;

struct Pipe {
  int read = -1;
  int write = -1;
  Pipe() {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("pipe");
    read = ends[0];
    write = ends[1];
  }
};

pid_t start(const std::vector<std::string>& command, const Environment& environment, int out,
            int err) {
  std::vector<char*> arguments;
  arguments.reserve(command.size() + 1);
  for (const std::string& each : command) arguments.push_back(const_cast<char*>(each.c_str()));
  arguments.push_back(nullptr);
  const pid_t child = fork();
  if (child != 0) return child;
  for (const auto& [name, value] : environment) setenv(name.c_str(), value.c_str(), 1);
  if (out >= 0) dup2(out, STDOUT_FILENO);
  dup2(err, STDERR_FILENO);
  execvp(arguments[0], arguments.data());
  _exit(127);
}

/// Reads both to their ends, so that neither fills up.
void drain(int out, int err, Ended& ended) {
  std::array<pollfd, 2> waiting{pollfd{out, POLLIN, 0}, pollfd{err, POLLIN, 0}};
  int open = 2;
  std::array<char, 65536> buffer{};
  while (open > 0 && poll(waiting.data(), waiting.size(), -1) > 0)
    for (std::size_t i = 0; i < waiting.size(); ++i) {
      if (waiting[i].fd < 0 || waiting[i].revents == 0) continue;
      const ssize_t size = read(waiting[i].fd, buffer.data(), buffer.size());
      if (size > 0) {
        (i == 0 ? ended.out : ended.err).append(buffer.data(), static_cast<std::size_t>(size));
      } else {
        close(waiting[i].fd);
        waiting[i].fd = -1;
        --open;
      }
    }
}

}  // namespace

Ended run(const std::vector<std::string>& command, const Environment& environment) {
  const Pipe out;
  const Pipe err;
  const pid_t child = start(command, environment, out.write, err.write);
  close(out.write);
  close(err.write);
  Ended ended;
  drain(out.read, err.read, ended);
  int status = 0;
  waitpid(child, &status, 0);
  if (WIFEXITED(status)) ended.exit = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) ended.signal = WTERMSIG(status);
  return ended;
}

std::string program() { return CHENGNUO_BIN_DIR "/chengnuo"; }

Ended chengnuo(std::vector<std::string> arguments, const Environment& environment) {
  arguments.insert(arguments.begin(), program());
  return run(arguments, environment);
}

Running::Running(const std::vector<std::string>& arguments, const std::string& awaited,
                 std::vector<std::string> command) {
  command.push_back(program());
  command.insert(command.end(), arguments.begin(), arguments.end());
  const Pipe err;
  process_ = start(command, {}, -1, err.write);
  close(err.write);
  errors_ = err.read;
  std::string text;
  std::array<char, 4096> buffer{};
  for (;;) {
    const ssize_t size = read(errors_, buffer.data(), buffer.size());
    if (size <= 0) throw std::runtime_error("the program ended early: " + text);
    text.append(buffer.data(), static_cast<std::size_t>(size));
    const auto found = text.find(awaited);
    const auto end = found == std::string::npos ? found : text.find('\n', found);
    if (end == std::string::npos) continue;
    const auto begin = text.rfind('\n', found);
    const auto from = begin == std::string::npos ? 0 : begin + 1;
    line_ = text.substr(from, end - from);
    return;
  }
}

Running::~Running() {
  if (process_ > 0) stop();
  close(errors_);
}

int Running::stop() {
  kill(process_, SIGTERM);
  int status = 0;
  waitpid(process_, &status, 0);
  process_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TemporaryHome::TemporaryHome()
    : root_(fs::temp_directory_path() / ("chengnuo-home-" + pipeline::random_hex(8))),
      path_(root_ / "home") {
  fs::create_directories(root_);
  const Ended made = chengnuo({"init", path_.string()});
  if (made.exit != 0) throw std::runtime_error("init failed: " + made.err);
  configure("inbox", "quiet_seconds = 0.2");
}

TemporaryHome::~TemporaryHome() {
  std::error_code ignored;
  fs::remove_all(root_, ignored);
}

void TemporaryHome::drop(const fs::path& file, const std::string& name) const {
  fs::copy_file(file, inbox() / name);
}

void TemporaryHome::drop_bytes(const std::string& bytes, const std::string& name) const {
  std::ofstream(inbox() / name, std::ios::binary) << bytes;
}

void TemporaryHome::configure(const std::string& section, const std::string& lines) const {
  std::string text = pipeline::read_file(path_ / "chengnuo.toml");
  const std::string head = "\n[" + section + "]\n";
  const auto at = text.find(head);
  if (at == std::string::npos) throw std::runtime_error("no section " + section);
  text.insert(at + head.size(), lines + "\n");
  pipeline::write_durably(path_ / "chengnuo.toml", text);
}

Ended TemporaryHome::command(std::vector<std::string> arguments,
                             const Environment& environment) const {
  arguments.insert(arguments.end(), {"--home", path_.string()});
  return chengnuo(std::move(arguments), environment);
}

nlohmann::json TemporaryHome::submissions() const {
  return command({"status", "--json"}).json().at("submissions");
}

}  // namespace chengnuo::console
