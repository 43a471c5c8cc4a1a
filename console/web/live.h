#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <stop_token>

#include "pipeline/audit.h"

namespace chengnuo::console {

/// Tells those who wait that the register changed, whoever changed it, on whichever host: every
/// change has its audit entry. One thread looks; any number wait.
class Live {
 public:
  explicit Live(pipeline::Database& database) : log_(database) {}

  /// Looks twice a second until asked to stop; a register that is away is looked for again.
  void run(std::stop_token stop);

  /// The number of the latest change once it is greater than `seen`; `seen` after `patience`;
  /// nothing once run() has ended.
  std::optional<std::int64_t> wait(std::int64_t seen, std::chrono::milliseconds patience);
  std::int64_t latest() const;

 private:
  pipeline::AuditLog log_;
  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  std::int64_t latest_ = 0;
  bool ended_ = false;
};

}  // namespace chengnuo::console
