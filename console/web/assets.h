#pragma once

#include <httplib.h>

#include <filesystem>

namespace chengnuo::console {

/// Serves the files of the page's folder: each is read once, at start, and found by its name in a
/// table, so that no path from a request reaches the disk. "/" is index.html. Throws Error:
/// fix_setup if the folder is missing.
void serve_assets(httplib::Server& server, const std::filesystem::path& folder);

}  // namespace chengnuo::console
