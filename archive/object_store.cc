#include "archive/object_store.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <set>
#include <utility>

#include "pipeline/digest.h"
#include "pipeline/error.h"
#include "pipeline/file.h"

namespace chengnuo::archive {

using pipeline::Digest;
using pipeline::Error;
using pipeline::Message;
using pipeline::Remedy;

namespace {

constexpr std::size_t kPiece = 256 * 1024;
constexpr ::mode_t kReadOnly = 0440;

/// Both digests in one pass. Throws Error: retry.
StoredObject digest_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  Digest sha256(Digest::Algorithm::sha256);
  Digest sm3(Digest::Algorithm::sm3);
  StoredObject object;
  std::vector<char> piece(kPiece);
  while (in) {
    in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    const std::string_view bytes(piece.data(), static_cast<std::size_t>(in.gcount()));
    sha256.add(bytes);
    sm3.add(bytes);
    object.size += in.gcount();
  }
  if (!in.eof()) {
    throw Error(Remedy::retry, {"无法读取文件。", "A file could not be read."},
                {"系统会自动重试；如反复出现，请检查磁盘。",
                 "It is tried again by itself; if this repeats, check the disk."},
                file);
  }
  object.sha256 = sha256.hex();
  object.sm3 = sm3.hex();
  return object;
}

/// Drops what the kernel holds of a file in memory, so that it is the disk that is read next.
void forget_cached(const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return;
  ::posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED);
  ::close(descriptor);
}

Error not_whole(Fixity fixity, const std::filesystem::path& file) {
  if (fixity == Fixity::missing) {
    return Error(Remedy::fix_setup, {"档案库中缺少文件。", "A file is missing from the archive."},
                 {"请管理员检查档案库是否已挂载，或从备份恢复该文件。",
                  "Check that the archive is mounted, or restore the file from a backup."},
                 file);
  }
  return Error(Remedy::fix_setup,
               {"档案文件已损坏：内容与登记的摘要不符。",
                "A file of the archive is damaged: its bytes do not have its digest."},
               {"请管理员从备份恢复该文件，并检查磁盘。",
                "Restore the file from a backup, and check the disk."},
               file);
}

Fixity fixity_of(const std::filesystem::path& file, const std::string& sha256) {
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(file, ignored)) return Fixity::missing;
  forget_cached(file);
  try {
    return pipeline::sha256_of_file(file) == sha256 ? Fixity::whole : Fixity::damaged;
  } catch (const Error&) {  // a bad sector
    return Fixity::damaged;
  }
}

bool is_half_made(const std::filesystem::path& file) { return file.extension() == ".partial"; }

}  // namespace

ObjectStore::ObjectStore(std::filesystem::path root, std::vector<std::filesystem::path> further)
    : locations_{std::move(root)} {
  std::ranges::move(further, std::back_inserter(locations_));
}

std::filesystem::path ObjectStore::relative_path(const std::string& sha256) {
  return std::filesystem::path("objects") / sha256.substr(0, 2) / sha256.substr(2);
}

bool ObjectStore::has(const std::string& sha256) const {
  std::error_code ignored;
  return std::filesystem::is_regular_file(path_of(sha256), ignored);
}

Fixity ObjectStore::verify(const std::string& sha256) const {
  return fixity_of(path_of(sha256), sha256);
}

std::vector<std::string> ObjectStore::list() const {
  constexpr std::size_t kNameLength = 62;  // the digest without its first two digits
  std::vector<std::string> digests;
  std::error_code ignored;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(root() / "objects", ignored)) {
    const std::string name = entry.path().filename().string();
    if (name.size() != kNameLength || !entry.is_regular_file(ignored)) continue;  // half-made
    digests.push_back(entry.path().parent_path().filename().string() + name);
  }
  return digests;
}

StoredObject ObjectStore::put(const std::filesystem::path& file) {
  const StoredObject object = digest_file(file);
  for (auto location = locations_.rbegin(); location != locations_.rend(); ++location) {
    const auto to = *location / relative_path(object.sha256);
    if (fixity_of(to, object.sha256) == Fixity::whole) continue;
    pipeline::copy_durably(file, to);
    seal(to, object.sha256);
  }
  return object;
}

StoredObject ObjectStore::put_bytes(std::string_view bytes) {
  Digest sm3(Digest::Algorithm::sm3);
  sm3.add(bytes);
  const StoredObject object{pipeline::sha256_hex(bytes), sm3.hex(),
                            static_cast<std::int64_t>(bytes.size())};
  for (auto location = locations_.rbegin(); location != locations_.rend(); ++location) {
    const auto to = *location / relative_path(object.sha256);
    if (fixity_of(to, object.sha256) == Fixity::whole) continue;
    pipeline::write_durably(to, bytes);
    seal(to, object.sha256);
  }
  return object;
}

/// Makes what was just written read-only and reads it back.
void ObjectStore::seal(const std::filesystem::path& file, const std::string& sha256) const {
  ::chmod(file.c_str(), kReadOnly);  // where a share has no modes, the digest alone must do
  if (fixity_of(file, sha256) == Fixity::whole) return;
  ::unlink(file.c_str());
  throw Error(Remedy::retry,
              {"写入档案库后读回的内容不一致，已放弃该次写入。",
               "What was written to the archive was not what was read back; it was dropped."},
              {"系统会自动重试；如反复出现，请管理员检查档案库所在磁盘。",
               "It is tried again by itself; if this repeats, check the archive's disk."},
              file);
}

std::optional<std::filesystem::path> ObjectStore::whole_copy(const std::string& sha256) const {
  for (const auto& location : locations_) {
    auto file = location / relative_path(sha256);
    if (fixity_of(file, sha256) == Fixity::whole) return file;
  }
  return {};
}

std::string ObjectStore::read(const std::string& sha256) const {
  for (const auto& location : locations_) {
    const auto file = location / relative_path(sha256);
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(file, ignored)) continue;
    std::string bytes = pipeline::read_file(file);
    if (pipeline::sha256_hex(bytes) == sha256) return bytes;
  }
  throw not_whole(has(sha256) ? Fixity::damaged : Fixity::missing, path_of(sha256));
}

void ObjectStore::copy_out(const std::string& sha256, const std::filesystem::path& to) const {
  const auto from = whole_copy(sha256);
  if (!from) throw not_whole(has(sha256) ? Fixity::damaged : Fixity::missing, path_of(sha256));
  pipeline::copy_durably(*from, to);
  if (pipeline::sha256_of_file(to) == sha256) return;
  std::error_code ignored;
  std::filesystem::remove(to, ignored);
  throw not_whole(Fixity::damaged, *from);
}

void ObjectStore::put_named(const std::filesystem::path& relative, std::string_view bytes) {
  for (auto location = locations_.rbegin(); location != locations_.rend(); ++location) {
    const auto to = *location / relative;
    std::error_code ignored;
    if (!std::filesystem::exists(to, ignored)) {
      pipeline::write_durably(to, bytes);
      ::chmod(to.c_str(), kReadOnly);
      continue;
    }
    if (pipeline::read_file(to) == bytes) continue;
    throw Error(Remedy::fix_setup,
                {"档案库中同名文件的内容不同，未覆盖。",
                 "The archive holds something else under this name; it was not overwritten."},
                {"请管理员核对该文件：可能有两个系统写入同一档案库，或文件已损坏。",
                 "Look at the file: two systems may write to one archive, or it is damaged."},
                to);
  }
}

std::optional<std::string> ObjectStore::read_named(const std::filesystem::path& relative) const {
  for (const auto& location : locations_) {
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(location / relative, ignored)) continue;
    return pipeline::read_file(location / relative);
  }
  return {};
}

std::vector<std::string> ObjectStore::names_in(const std::filesystem::path& relative_folder) const {
  std::set<std::string> names;
  for (const auto& location : locations_) {
    std::error_code ignored;
    for (const auto& entry :
         std::filesystem::directory_iterator(location / relative_folder, ignored)) {
      if (!is_half_made(entry.path())) names.insert(entry.path().filename().string());
    }
  }
  return {names.begin(), names.end()};
}

std::vector<LocationFault> ObjectStore::faults(const std::string& sha256) const {
  std::vector<LocationFault> faults;
  for (const auto& location : locations_) {
    const auto file = location / relative_path(sha256);
    const Fixity fixity = fixity_of(file, sha256);
    if (fixity != Fixity::whole) faults.push_back({file, fixity});
  }
  return faults;
}

std::vector<LocationFault> ObjectStore::faults_named(const std::filesystem::path& relative,
                                                     std::string_view bytes) const {
  std::vector<LocationFault> faults;
  for (const auto& location : locations_) {
    const auto file = location / relative;
    const Fixity fixity = fixity_of(file, pipeline::sha256_hex(bytes));
    if (fixity != Fixity::whole) faults.push_back({file, fixity});
  }
  return faults;
}

std::vector<LocationFault> ObjectStore::repair(const std::string& sha256) {
  std::vector<LocationFault> faults = this->faults(sha256);
  if (faults.empty()) return faults;
  const auto whole = whole_copy(sha256);
  if (!whole) return faults;
  for (LocationFault& fault : faults) {
    pipeline::copy_durably(*whole, fault.file);
    seal(fault.file, sha256);
    fault.repaired = true;
  }
  return faults;
}

std::vector<LocationFault> ObjectStore::repair_named(const std::filesystem::path& relative,
                                                     std::string_view bytes) {
  std::vector<LocationFault> faults = faults_named(relative, bytes);
  for (LocationFault& fault : faults) {
    pipeline::write_durably(fault.file, bytes);
    seal(fault.file, pipeline::sha256_hex(bytes));
    fault.repaired = true;
  }
  return faults;
}

std::vector<LocationFault> ObjectStore::repair_named(const std::filesystem::path& relative) {
  std::vector<LocationFault> faults;
  const auto bytes = read_named(relative);
  for (const auto& location : locations_) {
    const auto file = location / relative;
    std::error_code ignored;
    if (std::filesystem::is_regular_file(file, ignored)) {
      if (pipeline::read_file(file) != bytes) faults.push_back({file, Fixity::damaged});
      continue;
    }
    faults.push_back({file, Fixity::missing});
    if (!bytes) continue;
    pipeline::write_durably(file, *bytes);
    ::chmod(file.c_str(), kReadOnly);
    faults.back().repaired = true;
  }
  return faults;
}

void ObjectStore::require_mounted() const {
  for (const auto& location : locations_) {
    std::error_code ignored;
    if (std::filesystem::is_directory(location / "records", ignored)) continue;
    throw Error(
        Remedy::fix_setup,
        {"档案库的存放处没有档案，可能磁盘没有挂载：" + location.string(),
         "A location of the archive holds no records; perhaps its disk is not mounted: " +
             location.string()},
        {"请挂载该磁盘；新增的存放处请先执行 chengnuo archive verify --repair 写入已有档案。",
         "Mount the disk; fill a new location first: chengnuo archive verify --repair"},
        location);
  }
}

}  // namespace chengnuo::archive
