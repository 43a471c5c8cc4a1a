#pragma once

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>

namespace chengnuo::tests {

/// Root may read, move and write everything; a test of permissions goes on as nobody, who is given
/// all that lies in `folder`, with the modes that it has. For anyone else nothing changes.
class AsNobody {
 public:
  explicit AsNobody(const std::filesystem::path& folder) {
    if (me_ != 0) return;
    give(folder);
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) give(entry);
    if (::seteuid(kNobody) != 0) throw std::runtime_error("seteuid");
  }
  ~AsNobody() {
    if (::seteuid(me_) != 0) std::abort();
  }
  AsNobody(const AsNobody&) = delete;
  AsNobody& operator=(const AsNobody&) = delete;

 private:
  static constexpr uid_t kNobody = 65534;
  static void give(const std::filesystem::path& path) {
    if (::lchown(path.c_str(), kNobody, kNobody) != 0) throw std::runtime_error("lchown");
  }
  uid_t me_ = ::geteuid();
};

}  // namespace chengnuo::tests
