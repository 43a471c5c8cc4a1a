#include "signing/isolated_verify.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "pipeline/descriptor.h"
#include "pipeline/error.h"
#include "pipeline/json.h"
#include "pipeline/sandbox.h"
#include "signing/report_record.h"
#include "signing/verify_mapped.h"

namespace chengnuo::signing {
namespace {

using pipeline::Descriptor;
using pipeline::Message;
using Clock = std::chrono::steady_clock;

/// More than any report has: 200 signatures with some kilobytes each.
constexpr std::size_t kMostAnswer = std::size_t{16} << 20;

/// The fork. Killed and waited for with its scope.
class Child {
 public:
  explicit Child(pid_t process) : process_(process) {}
  ~Child() {
    ::kill(process_, SIGKILL);
    while (::waitpid(process_, nullptr, 0) < 0 && errno == EINTR) {
    }
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

 private:
  pid_t process_;
};

void lock_up(const Isolation& isolation, std::size_t file_size) {
  constexpr std::size_t kMegabyte = std::size_t{1} << 20;
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  pipeline::offer_for_sacrifice();
  pipeline::restrict_files({});
  const auto for_file = static_cast<long>(file_size / kMegabyte + 1);
  pipeline::limit_resources(
      {isolation.memory_mb + for_file, static_cast<long>(isolation.time.count()), 0});
  pipeline::filter_system_calls(pipeline::Profile::decoder);
}

/// RLIMIT_FSIZE does not count pipes. A reader that is gone ends the child by SIGPIPE.
void write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

/// Until the other end is closed or time is up; nothing then.
std::optional<std::string> read_all(int file, Clock::time_point deadline) {
  std::string bytes;
  char buffer[65536];
  while (bytes.size() < kMostAnswer) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
    pollfd ready{file, POLLIN, 0};
    const int polled = left.count() > 0 ? ::poll(&ready, 1, static_cast<int>(left.count())) : 0;
    if (polled < 0 && errno == EINTR) continue;
    if (polled <= 0) return std::nullopt;
    const ssize_t size = ::read(file, buffer, sizeof buffer);
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) break;
    bytes.append(buffer, static_cast<std::size_t>(size));
  }
  return bytes;
}

VerificationReport failed(const char* code, Message what) {
  VerificationReport report;
  report.verdict = Validity::indeterminate;
  report.code = code;
  report.reason = std::move(what);
  return report;
}

VerificationReport answer_in(const std::optional<std::string>& bytes) {
  if (!bytes)
    return failed("READER_TOO_SLOW",
                  {"核验该文件超过了时间限制。", "The file takes too long to verify."});
  try {
    const nlohmann::json record = nlohmann::json::parse(*bytes);
    if (!record.contains("error")) return report_of(record);
    throw pipeline::Error(pipeline::Remedy::fix_setup, record.at("error").get<Message>(),
                          record.at("advice").get<Message>());
  } catch (const nlohmann::json::exception&) {
    return failed("READER_FAILED", {"核验程序在读取该文件时异常终止。",
                                    "The process that read the file died of it."});
  }
}

[[noreturn]] void work(int out, const MappedFile& file, const TrustAnchors& anchors,
                       pipeline::Time at, const VerifyOptions& options,
                       const Isolation& isolation) {
  std::string answer;
  try {
    lock_up(isolation, file.bytes().size());
    answer = record_of(verify_mapped(file, anchors, at, options))
                 .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  } catch (const pipeline::Error& error) {
    answer = nlohmann::json{{"error", error.message()}, {"advice", error.advice()}}.dump();
  } catch (const std::exception&) {
    std::_Exit(1);  // out of memory, most likely: as if it had died
  }
  write_all(out, answer);
  std::_Exit(0);
}

}  // namespace

VerificationReport verify_isolated(const std::filesystem::path& pdf, const TrustAnchors& anchors,
                                   pipeline::Time at, const VerifyOptions& options,
                                   const Isolation& isolation) {
  const MappedFile file(pdf);
  int ends[2];
  const bool piped = ::pipe2(ends, O_CLOEXEC) == 0;
  const pid_t process = piped ? ::fork() : -1;
  if (process == 0) {
    ::dup2(ends[1], 3);
    ::close_range(4, ~0U, 0);
    work(3, file, anchors, at, options, isolation);
  }
  const Descriptor in(piped ? ends[0] : -1);
  Descriptor out(piped ? ends[1] : -1);
  if (process < 0)
    throw pipeline::Error(
        pipeline::Remedy::retry,
        {"无法启动核验进程。", "No process could be started for verifying."},
        {"系统资源不足，请稍后再试。", "The system is short of resources; try later."});
  const Child child(process);
  out = Descriptor();  // or we would not notice when the child's end closes
  VerificationReport report = answer_in(read_all(in.get(), Clock::now() + isolation.time));
  report.file = pdf;
  report.checked_at = at;
  return report;
}

}  // namespace chengnuo::signing
