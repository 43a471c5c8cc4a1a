#include "ocr/channel.h"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string>

#include "pipeline/error.h"

namespace chengnuo::ocr {
namespace {

using nlohmann::json;

constexpr std::size_t kControlBytes = CMSG_SPACE(Channel::kMostFiles * sizeof(int));

/// Milliseconds for poll(2): rounded up, so that we do not wake just before the deadline.
int time_left(Deadline deadline) {
  const auto left =
      std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
  return static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, 1'000'000));
}

bool send_all(int socket, std::string_view bytes, std::span<const int> files) {
  alignas(cmsghdr) std::array<char, kControlBytes> control{};
  while (!bytes.empty()) {
    iovec part{const_cast<char*>(bytes.data()), bytes.size()};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    if (!files.empty()) {
      message.msg_control = control.data();
      message.msg_controllen = CMSG_SPACE(files.size_bytes());
      cmsghdr* header = CMSG_FIRSTHDR(&message);
      header->cmsg_level = SOL_SOCKET;
      header->cmsg_type = SCM_RIGHTS;
      header->cmsg_len = CMSG_LEN(files.size_bytes());
      std::memcpy(CMSG_DATA(header), files.data(), files.size_bytes());
    }
    const ssize_t sent = ::sendmsg(socket, &message, MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
    files = {};
  }
  return true;
}

void take_files(msghdr& message, std::vector<Descriptor>& files) {
  for (cmsghdr* header = CMSG_FIRSTHDR(&message); header != nullptr;
       header = CMSG_NXTHDR(&message, header)) {
    if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS) continue;
    const std::size_t count = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (std::size_t i = 0; i < count; ++i) {
      int file = -1;
      std::memcpy(&file, CMSG_DATA(header) + i * sizeof(int), sizeof file);
      files.emplace_back(file);
    }
  }
}

}  // namespace

std::pair<Descriptor, Descriptor> Channel::make_ends() {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    const std::string reason = std::strerror(errno);
    throw pipeline::Error(
        pipeline::Remedy::retry,
        {"无法与阅读程序建立连接：" + reason, "No line to the reader could be made: " + reason},
        {"系统资源不足，稍后会自动重试", "The system is short of resources; it is tried again"});
  }
  return {Descriptor(ends[0]), Descriptor(ends[1])};
}

bool Channel::send(const json& content, std::span<const int> files) {
  // Recognised text may hold ill-formed UTF-8; it must not end the conversation.
  const std::string text = content.dump(-1, ' ', false, json::error_handler_t::replace);
  if (text.size() > kMostBytes || files.size() > kMostFiles) return false;
  const auto length = static_cast<std::uint32_t>(text.size());
  std::string bytes(sizeof length, '\0');
  std::memcpy(bytes.data(), &length, sizeof length);
  return send_all(socket_.get(), bytes + text, files);
}

bool Channel::wait(Deadline deadline) const {
  pollfd wait{socket_.get(), POLLIN, 0};
  int ready = -1;
  do {
    ready = ::poll(&wait, 1, time_left(deadline));
  } while (ready < 0 && errno == EINTR);
  return ready > 0;
}

std::optional<Parcel> Channel::receive(std::optional<Deadline> deadline) {
  Parcel parcel;
  std::uint32_t length = 0;
  std::array<char, sizeof length> prefix{};
  if (!receive_bytes(prefix, parcel.files, deadline)) return std::nullopt;
  std::memcpy(&length, prefix.data(), sizeof length);
  if (length > kMostBytes) return std::nullopt;
  std::string text(length, '\0');
  if (!receive_bytes(text, parcel.files, deadline)) return std::nullopt;
  parcel.content = json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!parcel.content.is_object()) return std::nullopt;
  return parcel;
}

bool Channel::receive_bytes(std::span<char> into, std::vector<Descriptor>& files,
                            std::optional<Deadline> deadline) {
  alignas(cmsghdr) std::array<char, kControlBytes> control{};
  while (!into.empty()) {
    if (deadline && !wait(*deadline)) return false;
    iovec part{into.data(), into.size()};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    const ssize_t got = ::recvmsg(socket_.get(), &message, MSG_CMSG_CLOEXEC);
    if (got < 0 && errno == EINTR) continue;
    take_files(message, files);
    if (got <= 0) return false;
    into = into.subspan(static_cast<std::size_t>(got));
  }
  return true;
}

}  // namespace chengnuo::ocr
