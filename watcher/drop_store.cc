#include "watcher/drop_store.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>
#include <vector>

#include "pipeline/digest.h"
#include "watcher/descriptor.h"
#include "watcher/inbox_file.h"
#include "watcher/system_error.h"

namespace chengnuo::watcher {

namespace {

constexpr std::size_t kPiece = 256 * 1024;

/// Removes the half-made file unless it was given its final name.
class Partial {
 public:
  explicit Partial(std::filesystem::path path) : path_(std::move(path)) {
    file_ = Descriptor(
        ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0640));
    if (!file_) throw system_error(errno, {"写入", "Writing"}, path_);
  }
  ~Partial() {
    if (!path_.empty()) ::unlink(path_.c_str());
  }
  Partial(const Partial&) = delete;
  Partial& operator=(const Partial&) = delete;

  void write(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t count = ::write(file_.get(), bytes.data(), bytes.size());
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) throw system_error(errno, {"写入", "Writing"}, path_);
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
  }
  void finish(const std::filesystem::path& final_path) {
    if (::fchmod(file_.get(), 0440) != 0 || ::fsync(file_.get()) != 0 ||
        ::rename(path_.c_str(), final_path.c_str()) != 0) {
      throw system_error(errno, {"写入", "Writing"}, path_);
    }
    path_.clear();
    const std::filesystem::path parent = final_path.parent_path();
    const Descriptor folder(::open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!folder || (::fsync(folder.get()) != 0 && errno != EINVAL)) {
      throw system_error(errno, {"写入文件夹", "Writing the folder"}, parent);
    }
  }

 private:
  std::filesystem::path path_;
  Descriptor file_;
};

void make_folders(const std::filesystem::path& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (error) throw system_error(error.value(), {"建立文件夹", "Making the folder"}, path);
}

}  // namespace

std::optional<StoredBytes> store_drop(int file, const std::filesystem::path& named,
                                      const pipeline::WorkFolder& work) {
  struct stat before {};
  if (::fstat(file, &before) != 0) throw system_error(errno, {"读取", "Reading"}, named);
  make_folders(work.drops());
  Partial copy(work.drops() / (pipeline::random_hex(8) + ".partial"));
  pipeline::Digest digest;
  StoredBytes stored;
  std::vector<char> piece(kPiece);
  while (true) {
    const ssize_t count = ::pread(file, piece.data(), piece.size(), stored.size);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw system_error(errno, {"读取", "Reading"}, named);
    if (count == 0) break;
    const std::string_view bytes(piece.data(), static_cast<std::size_t>(count));
    digest.add(bytes);
    copy.write(bytes);
    stored.size += count;
  }
  if (!is_unchanged(file, before)) return {};
  stored.sha256 = digest.hex();
  copy.finish(work.drop(stored.sha256));
  return stored;
}

ScratchFolder::ScratchFolder(const pipeline::WorkFolder& work)
    : path_(work.unpacking() / pipeline::random_hex(8)) {
  make_folders(path_);
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace chengnuo::watcher
