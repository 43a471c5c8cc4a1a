#pragma once

#include <filesystem>
#include <string>

namespace chengnuo::archive {

/// The media type that a file's first bytes say; "application/octet-stream" if they say none.
std::string media_type_of(const std::filesystem::path& file);

}  // namespace chengnuo::archive
