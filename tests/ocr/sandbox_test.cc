#include "pipeline/sandbox.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <fstream>
#include <functional>
#include <new>
#include <thread>

#include "ocr/channel.h"
#include "ocr/child_process.h"
#include "ocr/reader_start.h"
#include "temporary_folder.h"

namespace chengnuo::ocr {
namespace {

using pipeline::Allowance;
using pipeline::Enforced;
using pipeline::filter_system_calls;
using pipeline::limit_resources;
using pipeline::Profile;
using pipeline::restrict_files;
using pipeline::system_allowances;

/// "0" or the errno that `action` returns in a child that `lock` has locked up, "signal 31" if it
/// was killed.
std::string in_child(const std::function<void()>& lock, const std::function<int()>& action) {
  const pid_t child = ::fork();
  if (child == 0) {
    lock();
    std::_Exit(action());
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  if (WIFSIGNALED(status)) return "signal " + std::to_string(WTERMSIG(status));
  return WEXITSTATUS(status) == 0 ? "0" : ::strerrorname_np(WEXITSTATUS(status));
}

int error_of(long result) { return result < 0 ? errno : 0; }

void as_decoder() { filter_system_calls(Profile::decoder); }
void as_program() { filter_system_calls(Profile::program); }

int open_socket() { return error_of(::socket(AF_INET, SOCK_STREAM, 0)); }
int trace_parent() { return error_of(::ptrace(PTRACE_ATTACH, ::getppid(), nullptr, nullptr)); }
int kill_parent() { return error_of(::kill(::getppid(), SIGTERM)); }
int start_process() { return error_of(::fork()); }
int start_program() {
  char name[] = "/bin/true";
  char* arguments[] = {name, nullptr};
  return error_of(::execv(name, arguments));
}
int read_a_secret() { return error_of(::open("/etc/passwd", O_RDONLY)); }
int read_a_font() { return error_of(::open("/usr/share", O_RDONLY)); }

TEST(Decoder, CanOpenNoSocket) { EXPECT_EQ(in_child(as_decoder, open_socket), "EPERM"); }

TEST(Decoder, CanStartNoProcessAndNoProgram) {
  EXPECT_EQ(in_child(as_decoder, start_process), "EPERM");
  EXPECT_EQ(in_child(as_decoder, start_program), "EPERM");
}

TEST(Decoder, CannotTouchOtherProcesses) {
  EXPECT_EQ(in_child(as_decoder, trace_parent), "signal 31");  // SIGSYS
  EXPECT_EQ(in_child(as_decoder, kill_parent), "EPERM");
}

TEST(Decoder, CannotOpenAFileToWriteEvenWithoutLandlock) {
  const TemporaryFolder folder;
  const std::string path = folder / "new";

  EXPECT_EQ(in_child(as_decoder,
                     [&] { return error_of(::open(path.c_str(), O_WRONLY | O_CREAT, 0600)); }),
            "EPERM");
  EXPECT_EQ(in_child(as_decoder, [&] { return error_of(::unlink(path.c_str())); }), "EPERM");
  EXPECT_EQ(in_child(as_decoder, [&] { return error_of(::open("/usr/share", O_RDONLY)); }), "0");
}

TEST(Decoder, CanStillStartThreadsAndTakeMemory) {
  EXPECT_EQ(in_child(as_decoder,
                     [] {
                       std::vector<char> memory(10 << 20);
                       std::jthread([&] { memory.back() = 1; }).join();
                       return memory.back() == 1 ? 0 : EINVAL;
                     }),
            "0");
}

TEST(Decoder, EndsAtOnceWhenACheckFails) {
  EXPECT_EQ(in_child(as_decoder, []() -> int { std::abort(); }), "signal 6");
}

TEST(Program, CanOpenNoSocketAndTouchNoProcessButMayRun) {
  EXPECT_EQ(in_child(as_program, open_socket), "EPERM");
  EXPECT_EQ(in_child(as_program, trace_parent), "signal 31");
  EXPECT_EQ(in_child(as_program, kill_parent), "EPERM");
  EXPECT_EQ(in_child(as_program, start_program), "0");
}

class Files : public testing::Test {
 protected:
  void SetUp() override {
    const auto nothing = [] { std::_Exit(restrict_files({}) == Enforced::yes ? 0 : ENOSYS); };
    if (in_child(nothing, [] { return 0; }) != "0") GTEST_SKIP() << "no Landlock in this kernel";
    std::ofstream(folder_ / "input") << "a scan";
    std::ofstream(folder_ / "other") << "somebody else's scan";
  }

  static void only_system() { restrict_files(system_allowances()); }

  TemporaryFolder folder_;
};

TEST_F(Files, OfTheSystemCanBeReadAndNoOthers) {
  EXPECT_EQ(in_child(only_system, read_a_font), "0");
  EXPECT_EQ(in_child(only_system, read_a_secret), "EACCES");
  EXPECT_EQ(in_child(only_system, start_program), "EACCES");
}

TEST_F(Files, GivenOpenCanBeReopenedButNotItsNeighbours) {
  const Descriptor input(::open((folder_ / "input").c_str(), O_RDONLY));
  const auto only_input = [&] {
    const int files[] = {input.get()};
    restrict_files(system_allowances(), files);
  };
  const std::string reopened = "/proc/self/fd/" + std::to_string(input.get());

  EXPECT_EQ(in_child(only_input, [&] { return error_of(::open(reopened.c_str(), O_RDONLY)); }),
            "0");
  EXPECT_EQ(in_child(only_input, [&] { return error_of(::open(reopened.c_str(), O_RDWR)); }),
            "EACCES");
  EXPECT_EQ(
      in_child(only_input, [&] { return error_of(::open((folder_ / "other").c_str(), O_RDONLY)); }),
      "EACCES");
}

TEST_F(Files, CanBeWrittenOnlyInTheScratchFolder) {
  const TemporaryFolder scratch;
  const auto with_scratch = [&] {
    auto places = system_allowances();
    places.push_back({scratch.path(), Allowance::Access::write});
    restrict_files(places);
  };
  const auto create = [](const std::filesystem::path& path) {
    return error_of(::open(path.c_str(), O_WRONLY | O_CREAT, 0600));
  };

  EXPECT_EQ(in_child(with_scratch, [&] { return create(scratch / "image"); }), "0");
  EXPECT_EQ(in_child(with_scratch, [&] { return create(folder_ / "image"); }), "EACCES");
}

#ifndef __SANITIZE_ADDRESS__
TEST(Resources, EndWhereTheirLimitsAre) {
  const auto lock = [] { limit_resources({.memory_mb = 500, .cpu_seconds = 1, .file_mb = 1}); };
  EXPECT_EQ(in_child(lock,
                     [] {
                       try {
                         return std::vector<char>(600 << 20).empty() ? EINVAL : 0;
                       } catch (const std::bad_alloc&) {
                         return ENOMEM;
                       }
                     }),
            "ENOMEM");
  EXPECT_EQ(in_child(lock,
                     [] {
                       const Descriptor file(::memfd_create("output", 0));
                       const std::vector<char> piece(1 << 20);
                       for (int i = 0; i < 2; ++i)
                         if (::write(file.get(), piece.data(), piece.size()) < 0) return errno;
                       return 0;
                     }),
            "signal 25");  // SIGXFSZ
}
#endif

/// Fields of /proc/PID/status of all processes in the group that `reader` leads.
std::vector<std::string> status_of_group(pid_t reader, const std::string& field) {
  std::vector<std::string> values;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    const std::string name = entry.path().filename();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    if (::getpgid(std::stoi(name)) != reader) continue;
    std::ifstream status(entry.path() / "status");
    for (std::string line; std::getline(status, line);)
      if (line.starts_with(field + ":\t")) values.push_back(line.substr(field.size() + 2));
  }
  return values;
}

TEST(ReaderProgram, IsLockedUpBeforeItIsGivenAFile) {
  const TemporaryFolder scratch;
  auto [ours, theirs] = Channel::make_ends();
  const ChildProcess reader(CHENGNUO_BIN_DIR "/chengnuo-reader", theirs.get());
  theirs = Descriptor();
  Channel line(std::move(ours));
  ReaderStart start;
  start.engine = "tesseract";
  start.scratch = scratch.path();
  start.memory_mb = 3000;
  start.cpu_seconds = start.page_seconds = start.clock_seconds = 60;
  nlohmann::json order = start;
  order["do"] = "start";

  line.send(order);
  const auto answer = line.receive();

  ASSERT_TRUE(answer && answer->content.contains("ready"));
  // The reader and the child that starts poppler's programs.
  EXPECT_EQ(status_of_group(reader.id(), "Seccomp"), (std::vector<std::string>{"2", "2"}));
  EXPECT_EQ(status_of_group(reader.id(), "NoNewPrivs"), (std::vector<std::string>{"1", "1"}));
}

}  // namespace
}  // namespace chengnuo::ocr
