#include "watcher/inbox_scan.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "watcher/name_rules.h"
#include "watcher/system_error.h"

namespace chengnuo::watcher {

namespace {

constexpr int kDeepest = 32;  // folders; a loop of mounts must not hold us

struct CloseFolder {
  void operator()(DIR* folder) const noexcept { ::closedir(folder); }
};
using FolderPtr = std::unique_ptr<DIR, CloseFolder>;

struct Entry {
  std::string name;
  struct stat facts {};
};

/// What a folder holds, ignored names left out, in natural order. Nothing if it cannot be opened.
std::optional<std::vector<Entry>> entries_of(const std::filesystem::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (descriptor < 0) return {};
  const FolderPtr folder(::fdopendir(descriptor));
  if (!folder) {
    ::close(descriptor);
    return {};
  }
  std::vector<Entry> entries;
  while (const dirent* found = ::readdir(folder.get())) {
    Entry entry{found->d_name, {}};
    if (is_ignored_name(entry.name)) continue;
    if (::fstatat(descriptor, found->d_name, &entry.facts, AT_SYMLINK_NOFOLLOW) != 0) continue;
    entries.push_back(std::move(entry));
  }
  std::ranges::sort(entries,
                    [](const Entry& a, const Entry& b) { return comes_before(a.name, b.name); });
  return entries;
}

Appearance appearance_of(const struct stat& facts) {
  return {facts.st_ino, facts.st_size,
          std::int64_t{facts.st_mtim.tv_sec} * 1'000'000'000 + facts.st_mtim.tv_nsec};
}

}  // namespace

Scan InboxScanner::scan(SteadyTime now) {
  const auto entries = entries_of(inbox_);
  if (!entries) throw system_error(errno, {"打开收件文件夹", "Opening the inbox"}, inbox_);
  now_.clear();
  Scan scan;
  scan.folders.push_back(inbox_);
  for (const Entry& entry : *entries) {
    const std::string name = name_in_utf8(entry.name);
    if (S_ISDIR(entry.facts.st_mode) && (units_.empty() || units_.contains(name))) {
      look_into(inbox_ / entry.name, {}, name, now, scan);
    } else if (S_ISDIR(entry.facts.st_mode)) {
      look_into(inbox_, entry.name, default_unit_, now, scan);
    } else {
      see({inbox_, entry.name, default_unit_, {}}, appearance_of(entry.facts), now, scan);
    }
  }
  before_ = std::exchange(now_, {});
  return scan;
}

void InboxScanner::look_into(const std::filesystem::path& unit_folder,
                             const std::filesystem::path& relative, const std::string& unit,
                             SteadyTime now, Scan& scan) {
  const std::filesystem::path folder = relative.empty() ? unit_folder : unit_folder / relative;
  const auto entries = entries_of(folder);
  if (!entries) {
    scan.closed.push_back(folder);
    return;
  }
  scan.folders.push_back(folder);
  const bool too_deep = std::distance(relative.begin(), relative.end()) >= kDeepest;
  for (const Entry& entry : *entries) {
    if (!S_ISDIR(entry.facts.st_mode)) {
      const bool has_batch = !relative.empty();
      see({unit_folder, relative / entry.name, unit,
           has_batch ? name_in_utf8(relative.begin()->native()) : std::string()},
          appearance_of(entry.facts), now, scan);
    } else if (!too_deep) {
      look_into(unit_folder, relative / entry.name, unit, now, scan);
    } else {
      scan.closed.push_back(folder / entry.name);
    }
  }
}

void InboxScanner::see(InboxPlace place, const Appearance& appearance, SteadyTime now, Scan& scan) {
  const std::filesystem::path path = place.unit_folder / place.relative;
  const auto known = before_.find(path);
  const bool same = known != before_.end() && known->second.appearance == appearance;
  const SteadyTime since = same ? known->second.since : now;
  now_[path] = {appearance, since};
  scan.files.push_back({std::move(place), appearance, since});
}

}  // namespace chengnuo::watcher
