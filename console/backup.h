#pragma once

#include <filesystem>

#include "console/config.h"

namespace chengnuo::console {

/// What a backup holds.
struct BackupReport {
  std::size_t files = 0;     ///< copied now
  std::size_t kept = 0;      ///< there already from the last time
  bool register_too = true;  ///< false: the register is a PostgreSQL, which pg_dump saves
};

/// Copies a home to `folder` while the service runs: first a consistent copy of the register, then
/// the files that it speaks of (a file is always there before the register says so, so the copy
/// lacks nothing). Files whose name is their content (archive, drops) are copied once: a backup to
/// the same folder again is quick. The folder is a home itself: `chengnuo status --home FOLDER`.
/// Throws Error: fix_setup if the folder lies in the home or is not empty and no backup; retry.
BackupReport back_up(const Config& config, const std::filesystem::path& folder);

}  // namespace chengnuo::console
