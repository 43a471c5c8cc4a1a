#include <nlohmann/json.hpp>

#include "console/assembly.h"
#include "console/command.h"
#include "watcher/intake.h"

namespace chengnuo::console {
namespace {

namespace fs = std::filesystem;

/// The files at the paths, folders walked through, in a stable order.
std::vector<fs::path> files_below(const std::vector<fs::path>& paths) {
  std::vector<fs::path> files;
  for (const fs::path& path : paths) {
    if (!fs::is_directory(path)) {
      files.push_back(path);
      continue;
    }
    std::vector<fs::path> inside;
    for (const auto& entry : fs::recursive_directory_iterator(path))
      if (entry.is_regular_file()) inside.push_back(entry.path());
    std::ranges::sort(inside);
    files.insert(files.end(), inside.begin(), inside.end());
  }
  return files;
}

const char* word_for(watcher::Outcome outcome) {
  switch (outcome) {
    case watcher::Outcome::taken:
      return "taken";
    case watcher::Outcome::duplicate:
      return "duplicate";
    case watcher::Outcome::refused:
      return "refused";
    case watcher::Outcome::waiting:
      return "waiting";
    case watcher::Outcome::failed:
      return "failed";
  }
  return "";
}

void submit(Context& context, const std::vector<fs::path>& paths, std::string unit,
            const std::string& batch) {
  const Config config = context.config();
  if (unit.empty()) unit = config.units.front().id;
  if (std::ranges::none_of(config.units, [&](const UnitConfig& u) { return u.id == unit; }))
    throw pipeline::Error(
        pipeline::Remedy::fix_setup,
        {"没有设置组织单位 " + unit + "。", "There is no organising unit " + unit + "."},
        {"请在 chengnuo.toml 中补充，或换一个 --unit。",
         "Add it in chengnuo.toml, or name another --unit."});
  pipeline::Database database(config.database);
  pipeline::Register reg(database);
  watcher::Intake intake(reg, pipeline::WorkFolder(config.work), first_stage());
  nlohmann::json list = nlohmann::json::array();
  const std::vector<fs::path> files = files_below(paths);
  Progress progress(context.terminal.say({"收件", "handing in"}));
  std::size_t done = 0;
  for (const fs::path& file : files) {
    for (const watcher::Report& report : intake.take_copy(file, unit, batch)) {
      const std::string message = context.terminal.say(report.message);
      list.push_back({{"file", report.name},
                      {"outcome", word_for(report.outcome)},
                      {"submission", report.submission},
                      {"sha256", report.sha256},
                      {"message", message}});
      if (!context.terminal.json)
        context.terminal.line({report.name + "  " + word_for(report.outcome) + "  " +
                                   report.submission + "  " + message,
                               {}});
      if (report.outcome == watcher::Outcome::refused || report.outcome == watcher::Outcome::failed)
        context.exit = kPersonNeeded;
    }
    progress.show(++done, files.size());
  }
  if (context.terminal.json) context.terminal.print({{"files", list}});
}

}  // namespace

void add_submit_command(CLI::App& app, Context& context) {
  auto paths = std::make_shared<std::vector<fs::path>>();
  auto unit = std::make_shared<std::string>();
  auto batch = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("submit", "提交文件或文件夹 / hand in files or folders");
  command->add_option("paths", *paths, "文件或文件夹 / files or folders")
      ->required()
      ->check(CLI::ExistingPath);
  command->add_option("--unit", *unit, "组织单位 / organising unit");
  command->add_option("--batch", *batch, "批次 / batch");
  command->callback([&context, paths, unit, batch] { submit(context, *paths, *unit, *batch); });
}

}  // namespace chengnuo::console
