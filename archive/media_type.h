#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace chengnuo::archive {

/// The media type that a file's first bytes say; "application/octet-stream" if they say none.
std::string media_type_of(const std::filesystem::path& file);
std::string media_type_of_bytes(std::string_view bytes);

}  // namespace chengnuo::archive
