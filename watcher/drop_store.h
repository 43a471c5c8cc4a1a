#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "pipeline/work_folder.h"

namespace chengnuo::watcher {

/// Bytes that lie safely in the work folder under their digest.
struct StoredBytes {
  std::string sha256;
  std::int64_t size = 0;
};

/// Copies an open file to work.drop(sha256): hashed while it is copied, fsync, rename, fsync of the
/// folder; read-only. Bytes that are there already are replaced by the same bytes. Nothing is
/// stored of a file that changes meanwhile. `named` is for messages. Throws Error: retry (disk
/// full), fix_setup; leaves nothing half-made.
std::optional<StoredBytes> store_drop(int file, const std::filesystem::path& named,
                                      const pipeline::WorkFolder& work);

/// A new folder of its own in the work folder, removed with all in it at the end.
class ScratchFolder {
 public:
  /// Throws Error: retry, fix_setup.
  explicit ScratchFolder(const pipeline::WorkFolder& work);
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace chengnuo::watcher
