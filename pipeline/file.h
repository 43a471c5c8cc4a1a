#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace chengnuo::pipeline {

/// Writes `bytes` so that after a power cut `path` holds either its old content or all of the new:
/// `path`.partial, fsync, rename, fsync of the folder. Makes missing folders.
/// Throws Error: retry (disk full), fix_setup (no permission, read-only file system).
void write_durably(const std::filesystem::path& path, std::string_view bytes);

/// The same, with the bytes of another file, copied in pieces.
void copy_durably(const std::filesystem::path& from, const std::filesystem::path& to);

/// Renames within one file system and makes both folders durable.
void move_durably(const std::filesystem::path& from, const std::filesystem::path& to);

/// All bytes of a file. Throws Error: retry if it cannot be opened or read.
std::string read_file(const std::filesystem::path& path);

}  // namespace chengnuo::pipeline
