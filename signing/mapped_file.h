#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

namespace chengnuo::signing {

/// A file's bytes, read-only, without a copy of them in memory. The file must not be cut short
/// meanwhile (the process would get SIGBUS): what we map is ours, or inside a reader process.
class MappedFile {
 public:
  /// Throws Error: retry if it cannot be opened.
  explicit MappedFile(const std::filesystem::path& path);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  std::string_view bytes() const { return bytes_; }
  /// Every place where `text` stands; memory does not grow with the file.
  std::vector<std::size_t> places_of(std::string_view text) const;
  /// Tells the system that pages read so far need not stay in memory.
  void forget() const;

 private:
  std::string_view bytes_;
};

}  // namespace chengnuo::signing
