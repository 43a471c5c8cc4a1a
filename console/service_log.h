#pragma once

#include <memory>
#include <string_view>

#include "pipeline/error.h"
#include "pipeline/message.h"

namespace spdlog {
class logger;
}

namespace chengnuo::console {

/// How much the service tells of its work, each including those before it.
enum class LogLevel {
  error,    ///< the administrator has to do something
  warning,  ///< something went wrong and was dealt with
  info,     ///< what came in, and each step of it
  debug,    ///< every call of the page too
};

/// By its name in chengnuo.toml ([service] log). Throws Error: fix_setup if there is none.
LogLevel log_level_named(std::string_view name);

/// The service's account of its work on stderr, a line an event: with its time where a person or a
/// file takes it; under systemd with the priority that journalctl sorts by (sd-daemon(3)).
/// No keys, passwords or contents of papers go in. Any thread may write.
class ServiceLog {
 public:
  ServiceLog(pipeline::Language language, LogLevel level);

  void error(const pipeline::Message& message) const;
  /// What failed and what to do, after what it happened to.
  void error(const pipeline::Message& where, const pipeline::Error& what) const;
  void warning(const pipeline::Message& message) const;
  void info(const pipeline::Message& message) const;
  void debug(const pipeline::Message& message) const;

 private:
  pipeline::Language language_;
  std::shared_ptr<spdlog::logger> logger_;
};

}  // namespace chengnuo::console
