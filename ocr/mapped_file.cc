#include "ocr/mapped_file.h"

#include <sys/mman.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <string>

#include "pipeline/error.h"

namespace chengnuo::ocr {
namespace {

constexpr off_t kMostBytes = off_t{1} << 30;

[[noreturn]] void cannot_map() {
  const std::string reason = std::strerror(errno);
  throw pipeline::Error(pipeline::Remedy::retry,
                        {"无法读取文件：" + reason, "The file cannot be read: " + reason},
                        {"稍后会自动重试", "It is tried again by itself"});
}

}  // namespace

MappedFile::MappedFile(int file) {
  struct stat facts {};
  if (::fstat(file, &facts) != 0) cannot_map();
  if (facts.st_size == 0) return;
  if (facts.st_size > kMostBytes) {
    throw pipeline::Error(
        pipeline::Remedy::fix_document,
        {"文件超过 1 GB，没有打开", "The file has more than 1 GB and was not opened"},
        {"请以 300 dpi 重新扫描", "Scan it again at 300 dpi"});
  }
  const auto size = static_cast<std::size_t>(facts.st_size);
  void* start = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
  if (start == MAP_FAILED) cannot_map();
  bytes_ = {static_cast<const char*>(start), size};
}

MappedFile::~MappedFile() {
  if (!bytes_.empty()) ::munmap(const_cast<char*>(bytes_.data()), bytes_.size());
}

}  // namespace chengnuo::ocr
