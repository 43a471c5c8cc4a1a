#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "watcher/intake.h"

namespace chengnuo::watcher {

using SteadyTime = std::chrono::steady_clock::time_point;

/// What a file looks like from outside; any change means that someone is at work on it.
struct Appearance {
  std::uint64_t inode = 0;
  std::int64_t size = 0;
  std::int64_t modified_ns = 0;
  bool operator==(const Appearance&) const = default;
};

/// A file of an inbox, with how long it has looked the same.
struct Sighting {
  InboxPlace place;
  Appearance appearance;
  SteadyTime unchanged_since;
};

/// Everything that lies in the inboxes at one moment.
struct Scan {
  std::vector<Sighting>
      files;  ///< in the order in which they should be taken: by name, 2 before 10
  std::vector<std::filesystem::path> folders;  ///< that were looked into
  std::vector<std::filesystem::path> closed;   ///< that could not be looked into
};

/// Looks through inbox/<unit>/[<batch>/…] again and again and remembers how long each file has
/// been as it is. The first folder beneath the unit's names the batch. Not thread-safe.
class InboxScanner {
 public:
  /// `units`: the folders in `inbox` that are units'; all are if it is empty. What lies beside them
  /// is `default_unit`'s: a file, or a folder that someone dropped, which is then a batch.
  InboxScanner(std::filesystem::path inbox, std::set<std::string> units, std::string default_unit)
      : inbox_(std::move(inbox)),
        units_(std::move(units)),
        default_unit_(std::move(default_unit)) {}

  /// Throws Error: fix_setup if the inbox itself is not there.
  Scan scan(SteadyTime now);

 private:
  void look_into(const std::filesystem::path& unit_folder, const std::filesystem::path& relative,
                 const std::string& unit, SteadyTime now, Scan& scan);
  void see(InboxPlace place, const Appearance& appearance, SteadyTime now, Scan& scan);

  struct Memory {
    Appearance appearance;
    SteadyTime since;
  };
  std::filesystem::path inbox_;
  std::set<std::string> units_;
  std::string default_unit_;
  std::map<std::filesystem::path, Memory> before_;
  std::map<std::filesystem::path, Memory> now_;
};

}  // namespace chengnuo::watcher
