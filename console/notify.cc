#include "console/notify.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>

#include "pipeline/pause.h"

namespace chengnuo::console {

void notify_supervisor(const std::string& state) {
  const char* path = std::getenv("NOTIFY_SOCKET");
  if (path == nullptr) return;
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string name = path;
  if (name.empty() || name.size() >= sizeof address.sun_path) return;
  std::ranges::copy(name, static_cast<char*>(address.sun_path));
  if (name[0] == '@') address.sun_path[0] = '\0';  // the abstract name space
  const int socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (socket < 0) return;
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size());
  ::sendto(socket, state.data(), state.size(), MSG_NOSIGNAL,
           reinterpret_cast<const sockaddr*>(&address), size);
  ::close(socket);
}

void keep_watchdog(const std::function<bool()>& alive, std::stop_token stop) {
  const char* text = std::getenv("WATCHDOG_USEC");
  const long long period = text == nullptr ? 0 : std::atoll(text);
  if (period <= 0) return;
  while (!stop.stop_requested()) {
    if (alive()) notify_supervisor("WATCHDOG=1");
    pipeline::pause(stop, std::chrono::microseconds(period / 2));
  }
}

}  // namespace chengnuo::console
