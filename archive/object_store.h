#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
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

/// How an object, or a named file, was found in one location.
struct LocationFault {
  std::filesystem::path file;
  Fixity fixity = Fixity::whole;
  bool repaired = false;  ///< from another location
};

/// Immutable files in one or more locations, all of which hold the same. An object is named by its
/// SHA-256: `root`/objects/ab/cdef…; a named file is what has a place of its own (records/…,
/// log/…). What has its final name was written, fsynced and read back, in every location; files are
/// read-only. May be used from any thread, process and host at once: equal bytes have equal names,
/// and whoever comes second finds them there.
class ObjectStore {
 public:
  /// `further` are the other locations, at best on other disks.
  explicit ObjectStore(std::filesystem::path root, std::vector<std::filesystem::path> further = {});

  /// Keeps a file's bytes in every location, the further ones first. Bytes that are there already
  /// are checked, and healed if damaged.
  /// Throws Error: retry (disk full, the file changed meanwhile, what was written cannot be read
  /// back), fix_setup (read-only or missing archive folder).
  StoredObject put(const std::filesystem::path& file);
  StoredObject put_bytes(std::string_view bytes);

  bool has(const std::string& sha256) const;
  /// Reads all of the object from the disk, in the first location.
  Fixity verify(const std::string& sha256) const;

  /// The digests of all objects of the first location, in no order.
  std::vector<std::string> list() const;

  /// Within a location: "objects/ab/cdef…". What registers and records keep.
  static std::filesystem::path relative_path(const std::string& sha256);
  /// In the first location.
  std::filesystem::path path_of(const std::string& sha256) const {
    return root() / relative_path(sha256);
  }
  /// An object's bytes, checked, from the first location that has them whole.
  /// Throws Error: fix_setup if none has.
  std::string read(const std::string& sha256) const;
  /// Where the object lies whole, read from the disk just now; nothing if nowhere.
  std::optional<std::filesystem::path> whole_copy(const std::string& sha256) const;
  /// Copies an object out, byte for byte, and checks the copy. Throws as read() does.
  void copy_out(const std::string& sha256, const std::filesystem::path& to) const;

  /// Keeps a file under a name of its own, last of all in the first location: what stands there
  /// stands everywhere. Writing the same again changes nothing.
  /// Throws Error: fix_setup if the name holds something else; else as put().
  void put_named(const std::filesystem::path& relative, std::string_view bytes);
  /// From the first location that has it.
  std::optional<std::string> read_named(const std::filesystem::path& relative) const;
  /// The names in a folder, of any location, sorted; half-made files left out.
  std::vector<std::string> names_in(const std::filesystem::path& relative_folder) const;

  /// Looks at an object in every location. Returns what is wrong.
  std::vector<LocationFault> faults(const std::string& sha256) const;
  /// The same for a named file, which must say `bytes`.
  std::vector<LocationFault> faults_named(const std::filesystem::path& relative,
                                          std::string_view bytes) const;
  /// Puts a whole object in the place of those that are not. Returns what was wrong; a fault that
  /// could not be repaired has no whole copy anywhere. Throws as put().
  std::vector<LocationFault> repair(const std::string& sha256);
  std::vector<LocationFault> repair_named(const std::filesystem::path& relative,
                                          std::string_view bytes);
  /// For a named file of which nobody knows what it must say: it is there or missing.
  std::vector<LocationFault> repair_named(const std::filesystem::path& relative);

  /// Throws Error: fix_setup if a location does not look like an archive that has records: its disk
  /// is not mounted. Without this the records would go into the empty folder under the mount.
  void require_mounted() const;

  const std::filesystem::path& root() const { return locations_.front(); }
  std::size_t locations() const { return locations_.size(); }

 private:
  void seal(const std::filesystem::path& file, const std::string& sha256) const;
  std::vector<std::filesystem::path> locations_;
};

}  // namespace chengnuo::archive
