#pragma once

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "pipeline/file.h"
#include "pipeline/register.h"
#include "tests/pipeline/temporary_folder.h"
#include "watcher/intake.h"

namespace chengnuo::tests {

/// An inbox, a work folder and a register as the service has them.
struct Home {
  TemporaryFolder folder;
  std::filesystem::path inbox = folder / "inbox";
  std::filesystem::path unit = inbox / "KJS";
  pipeline::WorkFolder work{folder / "work"};

  Home() { std::filesystem::create_directories(unit); }

  std::string database_url() const { return "sqlite:" + (folder / "register.db").string(); }
  std::filesystem::path drop(const std::filesystem::path& relative, const std::string& bytes) {
    pipeline::write_durably(unit / relative, bytes);
    return unit / relative;
  }
  watcher::InboxPlace place(const std::filesystem::path& relative) const {
    return {unit, relative, "KJS", {}};
  }
  /// Every regular file beneath the unit's folder, relative, sorted.
  std::vector<std::string> files() const {
    std::vector<std::string> found;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(unit)) {
      if (entry.is_directory() && !entry.is_symlink()) continue;
      found.push_back(entry.path().lexically_relative(unit).string());
    }
    std::ranges::sort(found);
    return found;
  }
};

/// A Home with the register open and an intake on it.
struct OpenHome {
  explicit OpenHome(const Home& home, watcher::UnpackLimits limits = {})
      : database(home.database_url()), reg(database), intake(reg, home.work, "read", limits) {}

  std::vector<pipeline::Submission> submissions() const { return reg.list({}); }

  pipeline::Database database;
  pipeline::Register reg;
  watcher::Intake intake;
};

}  // namespace chengnuo::tests
