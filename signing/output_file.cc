#include "signing/output_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <utility>

#include "pipeline/crash_point.h"
#include "pipeline/error.h"

namespace chengnuo::signing {
namespace {

[[noreturn]] void fail(const std::filesystem::path& file) {
  const std::string why = std::strerror(errno);
  const bool setup = errno == EACCES || errno == EPERM || errno == EROFS || errno == ENOTDIR;
  throw pipeline::Error(
      setup ? pipeline::Remedy::fix_setup : pipeline::Remedy::retry,
      {"无法写入文件：" + why, "A file could not be written: " + why},
      {"请检查磁盘空间和文件夹权限。", "Check the free space and the folder's permissions."}, file);
}

[[noreturn]] void fail_locked(const std::filesystem::path& file) {
  throw pipeline::Error(pipeline::Remedy::retry,
                        {"另一进程正在写同一文件。", "Another process is writing the same file."},
                        {"稍后会自动重试。", "It will be tried again."}, file);
}

/// Locked before it is emptied: otherwise a second writer would cut the first one's bytes.
int open_exclusively(const std::filesystem::path& partial, unsigned permissions) {
  const int descriptor = ::open(partial.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, permissions);
  if (descriptor < 0) fail(partial);
  struct stat opened {};
  struct stat named {};
  // The first writer may have renamed the file between our open and our lock.
  const bool ours = ::flock(descriptor, LOCK_EX | LOCK_NB) == 0 &&
                    ::fstat(descriptor, &opened) == 0 && ::stat(partial.c_str(), &named) == 0 &&
                    opened.st_ino == named.st_ino;
  if (!ours) {
    ::close(descriptor);
    fail_locked(partial);
  }
  if (::ftruncate(descriptor, 0) != 0) {
    ::close(descriptor);
    fail(partial);
  }
  return descriptor;
}

void sync_folder(const std::filesystem::path& folder) {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) fail(folder);
  const int result = ::fsync(descriptor);
  ::close(descriptor);
  if (result != 0) fail(folder);
}

}  // namespace

OutputFile::OutputFile(std::filesystem::path target, unsigned permissions)
    : target_(std::filesystem::absolute(target)), partial_(target_.native() + ".partial") {
  std::error_code ignored;  // open() tells what is wrong
  std::filesystem::create_directories(target_.parent_path(), ignored);
  descriptor_ = open_exclusively(partial_, permissions);
}

OutputFile::~OutputFile() {
  if (descriptor_ < 0) return;
  ::unlink(partial_.c_str());
  ::close(descriptor_);
}

void OutputFile::write(std::string_view bytes) {
  write_at(size_, bytes);
  size_ += bytes.size();
}

void OutputFile::write_at(std::uint64_t offset, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written =
        ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail(partial_);
    bytes.remove_prefix(static_cast<std::size_t>(written));
    offset += static_cast<std::uint64_t>(written);
  }
}

void OutputFile::write_file(const std::filesystem::path& source, std::uint64_t offset,
                            std::uint64_t length) {
  std::ifstream in(source, std::ios::binary);
  in.seekg(static_cast<std::streamoff>(offset));
  std::array<char, 1 << 16> buffer;
  while (length > 0) {
    const std::uint64_t part = std::min<std::uint64_t>(length, buffer.size());
    if (!in.read(buffer.data(), static_cast<std::streamsize>(part))) {
      throw pipeline::Error(
          pipeline::Remedy::retry, {"无法读取文件。", "A file could not be read."},
          {"请检查文件是否存在、是否完整。", "Check that it is there and whole."}, source);
    }
    write({buffer.data(), static_cast<std::size_t>(part)});
    length -= part;
  }
}

void OutputFile::restart() {
  if (::ftruncate(descriptor_, 0) != 0) fail(partial_);
  size_ = 0;
}

void OutputFile::commit() {
  if (::fsync(descriptor_) != 0) fail(partial_);
  pipeline::crash_point("signing: before the file gets its name");
  if (::rename(partial_.c_str(), target_.c_str()) != 0) fail(target_);
  ::close(std::exchange(descriptor_, -1));
  sync_folder(target_.parent_path());
}

}  // namespace chengnuo::signing
