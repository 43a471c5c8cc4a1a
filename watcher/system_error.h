#pragma once

#include <filesystem>

#include "pipeline/error.h"

namespace chengnuo::watcher {

/// An Error for a failed system call: retry for what may pass (full disk, interrupted share, too
/// many open files), fix_setup for rights, read-only file systems and missing folders. `doing` says
/// what was being done, without a full stop.
pipeline::Error system_error(int code, const pipeline::Message& doing,
                             const std::filesystem::path& file);

}  // namespace chengnuo::watcher
