#include "archive/object_store.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>

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

}  // namespace

std::filesystem::path ObjectStore::relative_path(const std::string& sha256) {
  return std::filesystem::path("objects") / sha256.substr(0, 2) / sha256.substr(2);
}

bool ObjectStore::has(const std::string& sha256) const {
  std::error_code ignored;
  return std::filesystem::is_regular_file(path_of(sha256), ignored);
}

Fixity ObjectStore::verify(const std::string& sha256) const {
  if (!has(sha256)) return Fixity::missing;
  forget_cached(path_of(sha256));
  return pipeline::sha256_of_file(path_of(sha256)) == sha256 ? Fixity::whole : Fixity::damaged;
}

std::vector<std::string> ObjectStore::list() const {
  constexpr std::size_t kNameLength = 62;  // the digest without its first two digits
  std::vector<std::string> digests;
  std::error_code ignored;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(root_ / "objects", ignored)) {
    const std::string name = entry.path().filename().string();
    if (name.size() != kNameLength || !entry.is_regular_file(ignored)) continue;  // half-made
    digests.push_back(entry.path().parent_path().filename().string() + name);
  }
  return digests;
}

StoredObject ObjectStore::put(const std::filesystem::path& file) {
  const StoredObject object = digest_file(file);
  if (verify(object.sha256) == Fixity::whole) return object;
  pipeline::copy_durably(file, path_of(object.sha256));
  seal(object);
  return object;
}

StoredObject ObjectStore::put_bytes(std::string_view bytes) {
  Digest sm3(Digest::Algorithm::sm3);
  sm3.add(bytes);
  const StoredObject object{pipeline::sha256_hex(bytes), sm3.hex(),
                            static_cast<std::int64_t>(bytes.size())};
  if (verify(object.sha256) == Fixity::whole) return object;
  pipeline::write_durably(path_of(object.sha256), bytes);
  seal(object);
  return object;
}

/// Makes what was just written read-only and reads it back.
void ObjectStore::seal(const StoredObject& object) const {
  const std::filesystem::path path = path_of(object.sha256);
  ::chmod(path.c_str(), kReadOnly);  // where a share has no modes, the digest alone must do
  if (verify(object.sha256) == Fixity::whole) return;
  ::unlink(path.c_str());
  throw Error(Remedy::retry,
              {"写入档案库后读回的内容不一致，已放弃该次写入。",
               "What was written to the archive was not what was read back; it was dropped."},
              {"系统会自动重试；如反复出现，请管理员检查档案库所在磁盘。",
               "It is tried again by itself; if this repeats, check the archive's disk."},
              path);
}

std::string ObjectStore::read(const std::string& sha256) const {
  if (!has(sha256)) throw not_whole(Fixity::missing, path_of(sha256));
  std::string bytes = pipeline::read_file(path_of(sha256));
  if (pipeline::sha256_hex(bytes) != sha256) throw not_whole(Fixity::damaged, path_of(sha256));
  return bytes;
}

void ObjectStore::copy_out(const std::string& sha256, const std::filesystem::path& to) const {
  if (!has(sha256)) throw not_whole(Fixity::missing, path_of(sha256));
  pipeline::copy_durably(path_of(sha256), to);
  if (pipeline::sha256_of_file(to) == sha256) return;
  std::error_code ignored;
  std::filesystem::remove(to, ignored);
  throw not_whole(Fixity::damaged, path_of(sha256));
}

}  // namespace chengnuo::archive
