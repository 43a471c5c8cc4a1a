#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace chengnuo::archive {

/// Bytes that the archive keeps, by both digests (GB 18894 asks for one, DA/T 97 names SM3).
struct StoredObject {
  std::string sha256;
  std::string sm3;
  std::int64_t size = 0;
};

enum class Fixity { whole, missing, damaged };

/// Immutable files named by their SHA-256: `root`/objects/ab/cdef…. What has its final name was
/// written, fsynced and read back; files are read-only. May be used from any thread, process and
/// host at once: equal bytes have equal names, and whoever comes second finds them there.
class ObjectStore {
 public:
  explicit ObjectStore(std::filesystem::path root) : root_(std::move(root)) {}

  /// Keeps a file's bytes. Bytes that are there already are checked, and healed if damaged.
  /// Throws Error: retry (disk full, the file changed meanwhile, what was written cannot be read
  /// back), fix_setup (read-only or missing archive folder).
  StoredObject put(const std::filesystem::path& file);
  StoredObject put_bytes(std::string_view bytes);

  bool has(const std::string& sha256) const;
  /// Reads all of the object from the disk.
  Fixity verify(const std::string& sha256) const;

  /// The digests of all objects, in no order.
  std::vector<std::string> list() const;

  /// Within the archive: "objects/ab/cdef…". What registers and records keep.
  static std::filesystem::path relative_path(const std::string& sha256);
  std::filesystem::path path_of(const std::string& sha256) const {
    return root_ / relative_path(sha256);
  }
  /// An object's bytes, checked. Throws Error: fix_setup if it is missing or damaged.
  std::string read(const std::string& sha256) const;
  /// Copies an object out, byte for byte, and checks the copy. Throws as read() does.
  void copy_out(const std::string& sha256, const std::filesystem::path& to) const;

  const std::filesystem::path& root() const { return root_; }

 private:
  void seal(const StoredObject& object) const;

  std::filesystem::path root_;
};

}  // namespace chengnuo::archive
