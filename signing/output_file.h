#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

namespace chengnuo::signing {

/// A file that has its name only once it is whole: bytes go to NAME.partial, commit() makes them
/// durable and renames; without commit nothing stays. For files too big to be held in memory, else
/// use pipeline::write_durably. Two processes that write the same file exclude each other.
/// Throws Error: retry (disk full, another writer), fix_setup (no permission).
class OutputFile {
 public:
  /// `permissions`: of a new file, less the umask.
  explicit OutputFile(std::filesystem::path target, unsigned permissions = 0640);
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  void write(std::string_view bytes);
  /// A part of another file, in pieces. Throws Error: retry if it is shorter than that.
  void write_file(const std::filesystem::path& source, std::uint64_t offset, std::uint64_t length);
  /// Replaces bytes already written.
  void write_at(std::uint64_t offset, std::string_view bytes);
  /// Forgets all that was written.
  void restart();
  std::uint64_t size() const { return size_; }
  /// Where the bytes are before commit(): for reading them back.
  const std::filesystem::path& partial() const { return partial_; }

  void commit();

 private:
  std::filesystem::path target_;
  std::filesystem::path partial_;
  int descriptor_ = -1;
  std::uint64_t size_ = 0;
};

}  // namespace chengnuo::signing
