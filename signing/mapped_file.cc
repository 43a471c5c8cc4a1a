#include "signing/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "pipeline/error.h"

namespace chengnuo::signing {
namespace {

[[noreturn]] void fail(const std::filesystem::path& path) {
  const std::string why = std::generic_category().message(errno);
  throw pipeline::Error(
      pipeline::Remedy::retry,
      {"无法读取文件（" + why + "）。", "The file could not be read (" + why + ")."},
      {"请检查文件是否存在、是否可读。", "Check that it is there and readable."}, path);
}

}  // namespace

MappedFile::MappedFile(const std::filesystem::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) fail(path);
  struct stat facts {};
  const bool regular = ::fstat(descriptor, &facts) == 0 && S_ISREG(facts.st_mode);
  void* address = nullptr;
  if (regular && facts.st_size > 0)
    address = ::mmap(nullptr, static_cast<std::size_t>(facts.st_size), PROT_READ, MAP_PRIVATE,
                     descriptor, 0);
  ::close(descriptor);
  if (!regular) errno = EINVAL;
  if (!regular || address == MAP_FAILED) fail(path);
  if (address != nullptr)
    bytes_ = {static_cast<const char*>(address), static_cast<std::size_t>(facts.st_size)};
}

MappedFile::~MappedFile() {
  if (!bytes_.empty()) ::munmap(const_cast<char*>(bytes_.data()), bytes_.size());
}

std::vector<std::size_t> MappedFile::places_of(std::string_view text) const {
  constexpr std::size_t kPiece = std::size_t{8} << 20;
  std::vector<std::size_t> places;
  for (std::size_t begin = 0; begin < bytes_.size(); begin += kPiece) {
    // A piece reaches into the next one, so that a text across the border is seen, once.
    const std::string_view piece = bytes_.substr(begin, kPiece + text.size() - 1);
    for (std::size_t at = piece.find(text); at != std::string_view::npos;
         at = piece.find(text, at + 1))
      places.push_back(begin + at);
    forget();
  }
  return places;
}

void MappedFile::forget() const {
  if (!bytes_.empty()) ::madvise(const_cast<char*>(bytes_.data()), bytes_.size(), MADV_DONTNEED);
}

}  // namespace chengnuo::signing
