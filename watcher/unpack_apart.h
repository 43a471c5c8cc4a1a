#pragma once

#include <chrono>
#include <filesystem>

#include "watcher/unpack.h"

namespace chengnuo::watcher {

/// unpack() in a child process of its own, without network or other programs, with limits on
/// memory, time and file size: a zip made to break libzip costs that zip, not the service. A child
/// that dies or takes longer than `patience` makes the zip damaged. Throws Error: retry (disk full,
/// no process to be had), fix_setup.
Unpacking unpack_apart(int zip, const std::filesystem::path& folder, const UnpackLimits& limits,
                       std::chrono::seconds patience = std::chrono::minutes(10));

}  // namespace chengnuo::watcher
