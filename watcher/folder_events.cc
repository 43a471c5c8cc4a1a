#include "watcher/folder_events.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <set>

namespace chengnuo::watcher {

namespace {

constexpr std::uint32_t kEvents = IN_CREATE | IN_CLOSE_WRITE | IN_MODIFY | IN_MOVED_TO | IN_ATTRIB |
                                  IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR | IN_DONT_FOLLOW;
constexpr std::chrono::milliseconds kProbePatience(500);  // an event takes less than one
constexpr const char* kProbeName = ".chengnuo-probe.tmp";

/// linux/magic.h, and the ones that are only in the drivers' sources: NFS, SMB (three versions),
/// FUSE, 9P, VirtualBox shares, Ceph, AFS.
bool is_shared(const std::filesystem::path& folder) {
  constexpr std::array<std::uint32_t, 9> kShared = {0x6969,     0x517B,     0xFF534D42,
                                                    0xFE534D42, 0x65735546, 0x01021997,
                                                    0x786F4256, 0x00C36400, 0x5346414F};
  struct statfs facts {};
  if (::statfs(folder.c_str(), &facts) != 0) return true;
  return std::ranges::find(kShared, static_cast<std::uint32_t>(facts.f_type)) != kShared.end();
}

}  // namespace

FolderEvents::FolderEvents()
    : inotify_(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)),
      doorbell_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {}

bool FolderEvents::watch(const std::vector<std::filesystem::path>& folders) {
  bool any_new = false;
  const std::set<std::filesystem::path> wanted(folders.begin(), folders.end());
  std::erase_if(watches_, [&](const auto& watch) {
    if (wanted.contains(watch.first)) return false;
    ::inotify_rm_watch(inotify_.get(), watch.second);
    return true;
  });
  for (const auto& folder : wanted) {
    // Asked again for known ones too: a folder of this name may be a new one. Costs nothing.
    const int watch = ::inotify_add_watch(inotify_.get(), folder.c_str(), kEvents);
    if (watch < 0) continue;
    const auto known = watches_.find(folder);
    any_new = any_new || known == watches_.end() || known->second != watch;
    watches_[folder] = watch;
  }
  return any_new;
}

bool FolderEvents::wait(std::chrono::milliseconds least, std::chrono::milliseconds most) {
  std::array<pollfd, 2> sources{pollfd{doorbell_.get(), POLLIN, 0},
                                pollfd{inotify_.get(), POLLIN, 0}};
  least = std::min(least, most);
  int ready = ::poll(sources.data(), 1, static_cast<int>(least.count()));
  if (ready == 0) {
    ready = ::poll(sources.data(), sources.size(), static_cast<int>((most - least).count()));
  }
  alignas(inotify_event) std::array<char, 16384> buffer;
  ssize_t taken = ::read(doorbell_.get(), buffer.data(), sizeof(std::uint64_t));
  do {
    taken = ::read(inotify_.get(), buffer.data(), buffer.size());
  } while (taken > 0 || (taken < 0 && errno == EINTR));
  return ready > 0;
}

void FolderEvents::wake_up() {
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = ::write(doorbell_.get(), &one, sizeof one);
}

bool FolderEvents::can_be_trusted_in(const std::filesystem::path& folder) {
  if (!inotify_ || is_shared(folder)) return false;
  const int watch = ::inotify_add_watch(inotify_.get(), folder.c_str(), kEvents);
  if (watch < 0) return false;
  const auto probe = folder / kProbeName;
  const Descriptor file(::open(probe.c_str(), O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600));
  ::unlink(probe.c_str());
  const bool rang = file && wait(std::chrono::milliseconds(0), kProbePatience);
  if (!watches_.contains(folder)) ::inotify_rm_watch(inotify_.get(), watch);
  return rang;
}

}  // namespace chengnuo::watcher
