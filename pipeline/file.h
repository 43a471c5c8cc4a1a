#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>

namespace chengnuo::pipeline {

/// Writes `bytes` so that after a power cut `path` holds either its old content or all of the new:
/// a file `path`.<random>.partial beside it, fsync, rename, fsync of the folder. Makes missing
/// folders. Several writers of one path do not disturb each other; the last one stays. What a power
/// cut leaves behind ends in ".partial" (remove_partials).
/// Throws Error: retry (disk full), fix_setup (no permission, read-only file system).
void write_durably(const std::filesystem::path& path, std::string_view bytes);

/// The same, with the bytes of another file, copied in pieces.
void copy_durably(const std::filesystem::path& from, const std::filesystem::path& to);

/// Renames within one file system and makes both folders durable.
void move_durably(const std::filesystem::path& from, const std::filesystem::path& to);

/// Takes away files ending in ".partial" in `folder` and below that are older than `age`, which a
/// power cut left behind; returns how many. For start-up. A missing folder has none.
int remove_partials(const std::filesystem::path& folder, std::chrono::seconds age);

/// All bytes of a file. Throws Error: retry if it cannot be opened or read.
std::string read_file(const std::filesystem::path& path);

}  // namespace chengnuo::pipeline
