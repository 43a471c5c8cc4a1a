#include "console/home_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "pipeline/error.h"

namespace chengnuo::console {

using pipeline::Error;
using pipeline::Remedy;

HomeLock::HomeLock(const std::filesystem::path& home)
    : file_(open((home / ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
  if (file_ < 0)
    throw Error(Remedy::fix_setup, {"工作目录不可写。", "The home cannot be written to."},
                {"请检查目录的权限。", "Check the folder's permissions."}, home);
  if (flock(file_, LOCK_EX | LOCK_NB) == 0) return;
  close(file_);
  throw Error(Remedy::fix_setup,
              {"这个工作目录已有一个服务在运行。", "Another service is running on this home."},
              {"请先停止它，或让它继续工作；查看进度用 chengnuo status。",
               "Stop it first, or let it work; chengnuo status shows how far it is."},
              home);
}

HomeLock::~HomeLock() { close(file_); }

}  // namespace chengnuo::console
