#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <vector>

#include "watcher/descriptor.h"

namespace chengnuo::watcher {

/// Rings when something happens in the watched folders, by inotify(7). Only a doorbell: what
/// happened is found out by looking, so a lost event costs time and nothing else.
class FolderEvents {
 public:
  /// Works without inotify too (none left, not supported): it then only waits.
  FolderEvents();

  /// Watches exactly these folders from now on. Those that cannot be watched are left out. True if
  /// one is new: what came to it before it was watched has rung no bell.
  bool watch(const std::vector<std::filesystem::path>& folders);

  /// Waits for an event in a watched folder, for `wake_up`, or for `most` to pass; takes all events
  /// that wait. Events of the first `least` are saved up, so that a busy folder rings seldom. True
  /// if there was one.
  bool wait(std::chrono::milliseconds least, std::chrono::milliseconds most);

  /// Ends a wait of another thread, now or when it next begins.
  void wake_up();

  /// Do events tell of everything that happens in `folder`? Asked by making a file there and
  /// waiting for its event. Network and shared file systems are never trusted: events tell of what
  /// this host does there, not of what the others do.
  bool can_be_trusted_in(const std::filesystem::path& folder);

 private:
  Descriptor inotify_;
  Descriptor doorbell_;
  std::map<std::filesystem::path, int> watches_;
};

}  // namespace chengnuo::watcher
