#include "watcher/unpack_apart.h"

#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <optional>

#include "watcher/descriptor.h"
#include "watcher/system_error.h"

namespace chengnuo::watcher {

namespace {

constexpr rlim_t kMemory = 1U << 30;  // libzip needs some megabytes, and 100 bytes for each entry
constexpr rlim_t kProcessorSeconds = 600;

// The manifest goes through a pipe between two halves of one program: never stored.
std::string to_bytes(const Unpacking& unpacking) {
  nlohmann::json files = nlohmann::json::array();
  for (const UnpackedFile& file : unpacking.files) {
    nlohmann::json path = nlohmann::json::array();
    for (const PackedName& name : file.path) {
      path.push_back(
          {std::vector<std::uint8_t>(name.bytes.begin(), name.bytes.end()), name.is_utf8});
    }
    files.push_back({std::move(path), file.spoiled, file.number});
  }
  const auto bytes = nlohmann::json::to_cbor(
      {unpacking.spoiled, unpacking.is_document, unpacking.failed, std::move(files)});
  return {bytes.begin(), bytes.end()};
}

std::optional<Unpacking> from_bytes(const std::string& bytes) {
  // A child that was taken over may write anything here: whatever does not parse is a damaged zip.
  const auto json = nlohmann::json::from_cbor(bytes, /*strict=*/true, /*allow_exceptions=*/false);
  if (json.is_discarded()) return {};
  try {
    Unpacking unpacking{
        json.at(0).get<Spoiled>(), json.at(1).get<bool>(), json.at(2).get<int>(), {}};
    for (const auto& entry : json.at(3)) {
      UnpackedFile file{{}, entry.at(1).get<Spoiled>(), entry.at(2).get<int>()};
      for (const auto& part : entry.at(0)) {
        const auto name = part.at(0).get<std::vector<std::uint8_t>>();
        file.path.push_back({std::string(name.begin(), name.end()), part.at(1).get<bool>()});
      }
      if (!file.path.empty()) unpacking.files.push_back(std::move(file));
    }
    return unpacking;
  } catch (const nlohmann::json::exception&) {
    return {};
  }
}

void limit(__rlimit_resource what, rlim_t most) {
  const rlimit value{most, most};
  ::setrlimit(what, &value);
}

/// Kills the process at calls that unpacking never makes: network, other programs, other processes.
void forbid_calls() {
  constexpr auto number_at = static_cast<std::uint32_t>(offsetof(seccomp_data, nr));
  constexpr std::array forbidden = {
      SYS_socket,        SYS_connect, SYS_bind,     SYS_sendto,
      SYS_sendmsg,       SYS_execve,  SYS_execveat, SYS_ptrace,
      SYS_kill,          SYS_tgkill,  SYS_clone,    SYS_clone3,
      SYS_mount,         SYS_setuid,  SYS_bpf,      SYS_process_vm_writev,
      SYS_io_uring_setup};
  std::array<sock_filter, 2 * forbidden.size() + 2> program{};
  std::size_t at = 0;
  program[at++] = BPF_STMT(BPF_LD | BPF_W | BPF_ABS, number_at);
  for (const auto call : forbidden) {
    program[at++] = BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(call), 0, 1);
    program[at++] = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);
  }
  program[at++] = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
  const sock_fprog filter{static_cast<unsigned short>(at), program.data()};
  ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter);
}

[[noreturn]] void run_child(int zip, const std::filesystem::path& folder,
                            const UnpackLimits& limits, int answer) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
#ifndef __SANITIZE_ADDRESS__  // which reserves terabytes
  limit(RLIMIT_AS, kMemory);
#endif
  limit(RLIMIT_CPU, kProcessorSeconds);
  limit(RLIMIT_FSIZE, limits.file_bytes + 1);
  limit(RLIMIT_CORE, 0);
  ::signal(SIGXFSZ, SIG_IGN);
  forbid_calls();

  std::string bytes;
  try {
    bytes = to_bytes(unpack(zip, folder, limits));
  } catch (...) {
    ::_exit(1);  // out of memory: the parent calls the zip damaged
  }
  std::size_t written = 0;
  while (written < bytes.size()) {
    const ssize_t count = ::write(answer, bytes.data() + written, bytes.size() - written);
    if (count <= 0) ::_exit(1);
    written += static_cast<std::size_t>(count);
  }
  ::_exit(0);
}

/// All that the child says; nothing if it takes too long.
std::optional<std::string> read_answer(int answer, std::chrono::seconds patience) {
  const auto end = std::chrono::steady_clock::now() + patience;
  std::string bytes;
  std::array<char, 65536> piece{};
  while (true) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        end - std::chrono::steady_clock::now());
    pollfd ready{answer, POLLIN, 0};
    if (left.count() <= 0 || ::poll(&ready, 1, static_cast<int>(left.count())) == 0) return {};
    const ssize_t count = ::read(answer, piece.data(), piece.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return {};
    if (count == 0) return bytes;
    bytes.append(piece.data(), static_cast<std::size_t>(count));
  }
}

}  // namespace

Unpacking unpack_apart(int zip, const std::filesystem::path& folder, const UnpackLimits& limits,
                       std::chrono::seconds patience) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    throw system_error(errno, {"解压", "Unpacking"}, folder);
  }
  const Descriptor answer(ends[0]);
  Descriptor question(ends[1]);
  const pid_t child = ::fork();
  if (child < 0) throw system_error(errno, {"解压", "Unpacking"}, folder);
  if (child == 0) run_child(zip, folder, limits, question.get());
  question.reset();

  const auto said = read_answer(answer.get(), patience);
  if (!said) ::kill(child, SIGKILL);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  const bool ended_well = WIFEXITED(status) && WEXITSTATUS(status) == 0;
  auto unpacking = said && ended_well ? from_bytes(*said) : std::nullopt;
  if (!unpacking) return {Spoiled::damaged, false, 0, {}};
  if (unpacking->failed != 0) {
    throw system_error(unpacking->failed, {"解压", "Unpacking"}, folder);
  }
  return std::move(*unpacking);
}

}  // namespace chengnuo::watcher
