#pragma once

#include <chrono>
#include <functional>
#include <stop_token>
#include <string>

namespace chengnuo::console {

/// Tells systemd how the service is (sd_notify(3): a datagram to $NOTIFY_SOCKET). Does nothing
/// where nobody asked to be told.
void notify_supervisor(const std::string& state);  ///< "READY=1", "STOPPING=1", …

/// Tells it again and again that the service lives, twice in each $WATCHDOG_USEC, as long as
/// `alive` says so; a service that stops saying it is started anew. Until asked to stop.
void keep_watchdog(const std::function<bool()>& alive, std::stop_token stop);

}  // namespace chengnuo::console
