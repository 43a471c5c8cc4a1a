#pragma once

#include <string_view>

namespace chengnuo::ocr {

/// The bytes of an open file, in memory for as long as this lives. Only for reader processes: a
/// file that shrinks meanwhile ends the process.
class MappedFile {
 public:
  /// Throws Error: fix_document if the file has more than 1 GB, retry if it cannot be mapped.
  explicit MappedFile(int file);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  std::string_view bytes() const { return bytes_; }

 private:
  std::string_view bytes_;
};

}  // namespace chengnuo::ocr
