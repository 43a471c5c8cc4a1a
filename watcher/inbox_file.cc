#include "watcher/inbox_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>

#include "watcher/name_rules.h"
#include "watcher/system_error.h"

namespace chengnuo::watcher {

using pipeline::Message;

namespace {

constexpr int kFolderFlags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;

enum class Missing { fail, make };

/// Opens the folder `relative` beneath `root`, one component after the other.
Descriptor open_folder(const std::filesystem::path& root, const std::filesystem::path& relative,
                       Missing missing) {
  Descriptor folder(::open(root.c_str(), kFolderFlags));
  std::filesystem::path so_far = root;
  if (!folder) throw system_error(errno, {"打开文件夹", "Opening the folder"}, root);
  for (const std::filesystem::path& component : relative) {
    if (component.empty() || component == ".") continue;
    so_far /= component;
    if (missing == Missing::make && ::mkdirat(folder.get(), component.c_str(), 0777) == 0) {
      ::fsync(folder.get());
    }
    Descriptor next(component == ".." ? -1
                                      : ::openat(folder.get(), component.c_str(), kFolderFlags));
    if (!next) throw system_error(errno, {"打开文件夹", "Opening the folder"}, so_far);
    folder = std::move(next);
  }
  return folder;
}

Message not_a_file() {
  return {
      "这是文件夹、管道、设备或套接字，不是普通文件。请放入扫描件文件。",
      "This is a folder, a pipe, a device or a socket, not a regular file. Please give the scan."};
}

Message unreadable() {
  return {"服务账户没有读取该文件的权限。请修改文件权限后重新放入。",
          "The service may not read this file. Please change its permissions and drop it again."};
}

std::optional<Message> refusal_of(const struct stat& facts) {
  if (S_ISLNK(facts.st_mode)) {
    return Message{"这是一个符号链接（快捷方式），不是扫描件本身。请放入文件本身。",
                   "This is a symbolic link, not the scan itself. Please drop the file itself."};
  }
  if (!S_ISREG(facts.st_mode)) {
    return not_a_file();
  }
  if (facts.st_nlink > 1) {
    return Message{
        "该文件还有别的名称（硬链接），内容可能在接收后被更改。请放入一份复制件。",
        "This file has another name too (a hard link), so it could be changed after it was "
        "taken in. Please drop a copy of it."};
  }
  return {};
}

bool same_file(const struct stat& a, const struct stat& b) {
  return a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

/// renameat2 without overwriting. Some network file systems do not know the flag; there the target
/// is looked for first, which is enough as only we write to these folders.
int rename_to_free(int from_folder, const char* from, int to_folder, const char* to) {
  if (::renameat2(from_folder, from, to_folder, to, RENAME_NOREPLACE) == 0) return 0;
  if (errno != EINVAL && errno != ENOSYS) return errno;
  struct stat there {};
  if (::fstatat(to_folder, to, &there, AT_SYMLINK_NOFOLLOW) == 0) return EEXIST;
  return ::renameat(from_folder, from, to_folder, to) == 0 ? 0 : errno;
}

void sync_folder(const Descriptor& folder, const std::filesystem::path& path) {
  // EINVAL: the file system has no fsync for folders; there is nothing more to be had.
  if (::fsync(folder.get()) != 0 && errno != EINVAL) {
    throw system_error(errno, {"写入文件夹", "Writing the folder"}, path);
  }
}

}  // namespace

InboxFile open_inbox_file(const std::filesystem::path& unit_folder,
                          const std::filesystem::path& relative) {
  InboxFile found;
  found.folder = open_folder(unit_folder, relative.parent_path(), Missing::fail);
  const std::string name = relative.filename().native();

  // Looked at before it is opened, since opening a device may set it in motion, and again after.
  if (::fstatat(found.folder.get(), name.c_str(), &found.facts, AT_SYMLINK_NOFOLLOW) != 0) {
    if (errno == ENOENT) return found;
    throw system_error(errno, {"读取文件", "Looking at the file"}, unit_folder / relative);
  }
  found.refusal = refusal_of(found.facts);
  if (found.refusal) return found;

  Descriptor file(::openat(found.folder.get(), name.c_str(),
                           O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
  if (!file) {
    if (errno == ENOENT || errno == ELOOP)
      return found;  // replaced at this moment: see it next time
    if (errno == EACCES || errno == EPERM) {
      found.refusal = unreadable();
      return found;
    }
    throw system_error(errno, {"打开文件", "Opening the file"}, unit_folder / relative);
  }
  if (::fstat(file.get(), &found.facts) != 0) {
    throw system_error(errno, {"读取文件", "Looking at the file"}, unit_folder / relative);
  }
  found.refusal = refusal_of(found.facts);
  if (!found.refusal) found.file = std::move(file);
  return found;
}

InboxFile open_own_file(const std::filesystem::path& path) {
  InboxFile found;
  Descriptor file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
  if (!file && errno == ENOENT) return found;
  if (!file && (errno == EACCES || errno == EPERM)) {
    found.refusal = unreadable();
    return found;
  }
  if (!file || ::fstat(file.get(), &found.facts) != 0) {
    throw system_error(errno, {"打开文件", "Opening the file"}, path);
  }
  if (!S_ISREG(found.facts.st_mode)) {
    found.refusal = not_a_file();
    return found;
  }
  found.file = std::move(file);
  return found;
}

bool is_being_written(int file) {
  // A read lease is refused with EAGAIN while anyone has the file open for writing (fcntl(2)). The
  // signal for a broken lease is set to one that is ignored by default: SIGIO would end the
  // process.
  ::fcntl(file, F_SETSIG, SIGURG);
  if (::fcntl(file, F_SETLEASE, F_RDLCK) == 0) {
    ::fcntl(file, F_SETLEASE, F_UNLCK);
    return false;
  }
  return errno == EAGAIN;
}

bool is_unchanged(int file, const struct stat& before) {
  struct stat now {};
  return ::fstat(file, &now) == 0 && now.st_size == before.st_size &&
         now.st_mtim.tv_sec == before.st_mtim.tv_sec &&
         now.st_mtim.tv_nsec == before.st_mtim.tv_nsec;
}

std::filesystem::path free_place(const std::filesystem::path& unit_folder, const char* folder,
                                 const std::filesystem::path& relative) {
  const std::filesystem::path parent = folder / relative.parent_path();
  for (int number = 1;; ++number) {
    std::filesystem::path place = parent / numbered_name(relative.filename().native(), number);
    std::error_code ignored;
    if (!std::filesystem::exists(std::filesystem::symlink_status(unit_folder / place, ignored))) {
      return place;
    }
  }
}

bool move_in_inbox(const std::filesystem::path& unit_folder, const std::filesystem::path& relative,
                   const struct stat& facts, const std::filesystem::path& to) {
  const Descriptor from_folder = open_folder(unit_folder, relative.parent_path(), Missing::fail);
  const Descriptor to_folder = open_folder(unit_folder, to.parent_path(), Missing::make);
  const std::string from_name = relative.filename().native();
  const std::string to_name = to.filename().native();

  struct stat now {};
  if (::fstatat(from_folder.get(), from_name.c_str(), &now, AT_SYMLINK_NOFOLLOW) != 0 ||
      !same_file(now, facts)) {
    return false;
  }
  const int failed =
      rename_to_free(from_folder.get(), from_name.c_str(), to_folder.get(), to_name.c_str());
  if (failed == EEXIST || failed == ENOENT) return false;
  if (failed != 0) {
    throw system_error(failed, {"移动文件", "Moving the file"}, unit_folder / relative);
  }
  if (::fstatat(to_folder.get(), to_name.c_str(), &now, AT_SYMLINK_NOFOLLOW) == 0 &&
      !same_file(now, facts)) {
    // Another file took the name between the look and the move: it goes back to be taken in itself.
    rename_to_free(to_folder.get(), to_name.c_str(), from_folder.get(), from_name.c_str());
    return false;
  }
  // Only the target: if a power cut brings the file back into the inbox, its bytes are known.
  sync_folder(to_folder, unit_folder / to);
  return true;
}

void write_in_inbox(const std::filesystem::path& unit_folder, const std::filesystem::path& place,
                    const std::string& text) {
  const Descriptor folder = open_folder(unit_folder, place.parent_path(), Missing::make);
  const std::string name = place.filename().native();
  const auto fail = [&] {
    return system_error(errno, {"写入说明", "Writing the explanation"}, unit_folder / place);
  };
  const Descriptor file(::openat(folder.get(), name.c_str(),
                                 O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0666));
  if (!file) throw fail();
  std::size_t written = 0;
  while (written < text.size()) {
    const ssize_t count = ::write(file.get(), text.data() + written, text.size() - written);
    if (count < 0 && errno != EINTR) throw fail();
    written += static_cast<std::size_t>(std::max<ssize_t>(count, 0));
  }
  if (::fsync(file.get()) != 0) throw fail();
}

void require_movable(const InboxFile& file, const std::filesystem::path& path) {
  if (::faccessat(file.folder.get(), ".", W_OK | X_OK, AT_EACCESS) != 0) {
    throw system_error(errno,
                       {"移走已接收的文件（其所在文件夹不可写）",
                        "Moving a received file (its folder is not writable)"},
                       path);
  }
}

}  // namespace chengnuo::watcher
