#include "pipeline/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <optional>
#include <span>
#include <system_error>
#include <vector>

#include "pipeline/digest.h"
#include "pipeline/error.h"

namespace chengnuo::pipeline {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kPiece = std::size_t{1} << 20;  // bytes copied at a time
constexpr std::string_view kPartial = ".partial";

/// `what` in both languages and errno's words; the remedy follows from errno.
[[noreturn]] void throw_system_error(const Message& what, const fs::path& file) {
  const int code = errno;
  const std::string why = std::generic_category().message(code);
  const Message message{what.zh + "：" + file.string() + "（" + why + "）",
                        what.en + ": " + file.string() + " (" + why + ")"};
  switch (code) {
    case EACCES:
    case EPERM:
    case EROFS:
    case ENOTDIR:
    case EISDIR:
    case ELOOP:
    case ENAMETOOLONG:
    case EXDEV:
      throw Error(Remedy::fix_setup, message,
                  {"请检查该文件夹的权限、路径和挂载方式。",
                   "Check the folder's permissions, its path and how it is mounted."},
                  file);
    default:
      throw Error(Remedy::retry, message,
                  {"程序会自动重试；如反复出现，请检查磁盘空间和存储设备。",
                   "It is tried again; if it keeps happening, check disk space and storage."},
                  file);
  }
}

/// An open file, closed with its scope.
class Descriptor {
 public:
  Descriptor(const fs::path& path, int flags, const Message& problem)
      : number_(::open(path.c_str(), flags | O_CLOEXEC, 0666)), path_(path) {
    if (number_ < 0) throw_system_error(problem, path);
  }
  ~Descriptor() { ::close(number_); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  void write(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t written = ::write(number_, bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) throw_system_error({"写文件失败", "Could not write"}, path_);
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
  }

  /// 0 at the end of the file.
  std::size_t read(std::span<char> into) const {
    for (;;) {
      const ssize_t got = ::read(number_, into.data(), into.size());
      if (got >= 0) return static_cast<std::size_t>(got);
      if (errno != EINTR) throw_system_error({"读文件失败", "Could not read"}, path_);
    }
  }

  void sync() const {
    if (::fsync(number_) == 0) return;
    // Some network file systems cannot sync a folder; they are durable by themselves.
    if (errno == EINVAL || errno == ENOTSUP) return;
    throw_system_error({"数据未能确认写入磁盘", "Could not make sure that it is on disk"}, path_);
  }

 private:
  int number_;
  fs::path path_;
};

fs::path folder_of(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

void sync_folder(const fs::path& folder) {
  Descriptor(folder, O_RDONLY | O_DIRECTORY, {"无法打开文件夹", "Could not open the folder"})
      .sync();
}

/// Each new folder's name is durable only once its parent is synced.
void make_folders(const fs::path& folder) {
  struct stat facts {};
  if (::stat(folder.c_str(), &facts) == 0 && S_ISDIR(facts.st_mode)) return;
  const fs::path parent = folder_of(folder);
  if (parent != folder) make_folders(parent);
  if (::mkdir(folder.c_str(), 0777) != 0) {
    const int code = errno;
    if (code == EEXIST && fs::is_directory(folder)) return;  // another process was faster
    errno = code == EEXIST ? ENOTDIR : code;
    throw_system_error({"无法建立文件夹", "Could not make the folder"}, folder);
  }
  sync_folder(parent);
}

void rename_file(const fs::path& from, const fs::path& to) {
  if (::rename(from.c_str(), to.c_str()) != 0)
    throw_system_error({"无法将文件改名为", "Could not rename the file to"}, to);
}

/// A file that takes its final name only when all is on disk; taken away if something fails first.
class Partial {
 public:
  explicit Partial(const fs::path& path) : path_(path) {
    make_folders(folder_of(path));
    partial_ = path;
    partial_ += "." + random_hex(4) + std::string(kPartial);
    file_.emplace(partial_, O_WRONLY | O_CREAT | O_EXCL,
                  Message{"无法建立文件", "Could not make the file"});
  }
  ~Partial() {
    if (file_) ::unlink(partial_.c_str());
  }
  Partial(const Partial&) = delete;
  Partial& operator=(const Partial&) = delete;

  const Descriptor& file() const { return *file_; }

  void finish() {
    file_->sync();
    rename_file(partial_, path_);
    file_.reset();
    sync_folder(folder_of(path_));
  }

 private:
  fs::path path_;
  fs::path partial_;
  std::optional<Descriptor> file_;
};

}  // namespace

void write_durably(const fs::path& path, std::string_view bytes) {
  Partial partial(path);
  partial.file().write(bytes);
  partial.finish();
}

void copy_durably(const fs::path& from, const fs::path& to) {
  const Descriptor source(from, O_RDONLY, {"无法打开文件", "Could not open the file"});
  Partial partial(to);
  std::vector<char> piece(kPiece);
  while (const std::size_t size = source.read(piece)) partial.file().write({piece.data(), size});
  partial.finish();
}

void move_durably(const fs::path& from, const fs::path& to) {
  make_folders(folder_of(to));
  rename_file(from, to);
  sync_folder(folder_of(to));
  if (folder_of(from) != folder_of(to)) sync_folder(folder_of(from));
}

int remove_partials(const fs::path& folder, std::chrono::seconds age) {
  std::error_code ignored;  // what vanishes under our eyes was somebody's finished file
  if (!fs::is_directory(folder, ignored)) return 0;
  const auto oldest = fs::file_time_type::clock::now() - age;
  int removed = 0;
  for (auto entry = fs::recursive_directory_iterator(
           folder, fs::directory_options::skip_permission_denied, ignored);
       entry != fs::recursive_directory_iterator(); entry.increment(ignored)) {
    if (entry->is_symlink(ignored) || !entry->is_regular_file(ignored)) continue;
    if (!entry->path().native().ends_with(kPartial)) continue;
    if (entry->last_write_time(ignored) <= oldest && fs::remove(entry->path(), ignored)) ++removed;
  }
  return removed;
}

std::string read_file(const fs::path& path) {
  const Descriptor file(path, O_RDONLY, {"无法打开文件", "Could not open the file"});
  std::string bytes;
  std::vector<char> piece(kPiece);
  while (const std::size_t size = file.read(piece)) bytes.append(piece.data(), size);
  return bytes;
}

}  // namespace chengnuo::pipeline
