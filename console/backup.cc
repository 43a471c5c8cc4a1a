#include "console/backup.h"

#include <soci/soci.h>

#include "pipeline/error.h"
#include "pipeline/file.h"
#include "pipeline/sql.h"

namespace chengnuo::console {
namespace {

namespace fs = std::filesystem;
using pipeline::Error;
using pipeline::Remedy;

constexpr const char* kMark = ".chengnuo-backup";

enum class Copying { once, again };

void copy_below(const fs::path& from, const fs::path& to, Copying copying, BackupReport& report) {
  if (!fs::exists(from)) return;
  for (const auto& entry : fs::recursive_directory_iterator(from)) {
    if (!entry.is_regular_file() || entry.path().extension() == ".partial") continue;
    const fs::path target = to / fs::relative(entry.path(), from);
    std::error_code gone;
    const bool there =
        fs::exists(target) && fs::file_size(target) == fs::file_size(entry.path(), gone);
    if (there && copying == Copying::once) {
      ++report.kept;
      continue;
    }
    pipeline::copy_durably(entry.path(), target);
    fs::permissions(target, fs::status(entry.path()).permissions());
    ++report.files;
  }
}

void prepare(const Config& config, const fs::path& folder) {
  const std::string inside = fs::relative(fs::absolute(folder), fs::absolute(config.home)).string();
  if (!inside.starts_with(".."))
    throw Error(Remedy::fix_setup,
                {"备份不能放在工作目录里面。", "A backup cannot lie in the home itself."},
                {"请指定另一个磁盘上的文件夹。", "Name a folder on another disk."}, folder);
  if (fs::exists(folder) && !fs::is_empty(folder) && !fs::exists(folder / kMark))
    throw Error(
        Remedy::fix_setup,
        {"该文件夹不是空的，也不是以前的备份。", "The folder is neither empty nor a backup."},
        {"请指定空文件夹或上次的备份文件夹。", "Name an empty one, or the last backup's."}, folder);
  fs::create_directories(folder);
  fs::permissions(folder, fs::perms::owner_all);  // it holds the keys
  pipeline::write_durably(folder / kMark, "");
}

/// False if it is not ours to copy.
bool copy_register(const Config& config, const fs::path& folder) {
  const std::string scheme = "sqlite:";
  if (!config.database.starts_with(scheme)) return false;
  const fs::path target = folder / fs::path(config.database.substr(scheme.size())).filename();
  fs::remove(target);
  const std::string to = target.string();
  pipeline::Database database(config.database);
  database.sessions().read([&](soci::session& sql) {
    sql << "VACUUM INTO :target", soci::use(to);
    return true;
  });
  return true;
}

}  // namespace

BackupReport back_up(const Config& config, const fs::path& folder) {
  prepare(config, folder);
  BackupReport report;
  report.register_too = copy_register(config, folder);
  // Under their usual names, wherever the configuration has them now: the copy is a home by itself.
  copy_below(config.work / "drops", folder / "work" / "drops", Copying::once, report);
  copy_below(config.work / "read", folder / "work" / "read", Copying::once, report);
  copy_below(config.work / "made", folder / "work" / "made", Copying::again, report);
  copy_below(config.archive, folder / "archive", Copying::once, report);
  copy_below(config.home / "keys", folder / "keys", Copying::again, report);
  copy_below(config.templates, folder / "templates", Copying::again, report);
  pipeline::copy_durably(config.home / "chengnuo.toml", folder / "chengnuo.toml");
  return report;
}

}  // namespace chengnuo::console
