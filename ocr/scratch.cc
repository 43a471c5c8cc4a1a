#include "ocr/scratch.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <cstdlib>
#include <optional>
#include <string>

#include "pipeline/error.h"

namespace chengnuo::ocr {
namespace {

constexpr const char* kPrefix = "chengnuo-reader-";

/// The folder, held; nothing if it is none of ours, or cannot be held (`how`: flock's operation).
std::optional<pipeline::Descriptor> hold(const std::filesystem::path& folder, int how) {
  pipeline::Descriptor file(
      ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  struct stat facts {};
  if (!file || ::flock(file.get(), how) != 0) return std::nullopt;
  // A folder that was removed while we waited for it has no link left.
  if (::fstat(file.get(), &facts) != 0 || facts.st_nlink == 0 || facts.st_uid != ::geteuid())
    return std::nullopt;
  return file;
}

}  // namespace

Scratch::Scratch() {
  // Between making and holding it another service may take it for abandoned: then once more.
  for (int attempt = 0; attempt < 10; ++attempt) {
    std::string name = std::filesystem::temp_directory_path() / (std::string(kPrefix) + "XXXXXX");
    if (::mkdtemp(name.data()) == nullptr) break;
    if (auto held = hold(name, LOCK_EX)) {
      path_ = name;
      lock_ = std::move(*held);
      return;
    }
  }
  throw pipeline::Error(
      pipeline::Remedy::retry,
      {"无法在临时目录中建立文件夹", "No folder can be made among the temporary files"},
      {"请检查临时目录的空间和权限", "Check the temporary folder's space and permissions"},
      std::filesystem::temp_directory_path());
}

Scratch::~Scratch() {
  if (path_.empty()) return;
  std::error_code ignored;  // what is left over goes at the next start
  std::filesystem::remove_all(path_, ignored);
}

void remove_abandoned_scratch() {
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(
           std::filesystem::temp_directory_path(ignored), ignored)) {
    if (!entry.path().filename().string().starts_with(kPrefix)) continue;
    const auto held = hold(entry.path(), LOCK_EX | LOCK_NB);
    if (held) std::filesystem::remove_all(entry.path(), ignored);
  }
}

}  // namespace chengnuo::ocr
