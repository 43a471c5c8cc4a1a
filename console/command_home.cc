#include <nlohmann/json.hpp>

#include "console/backup.h"
#include "console/command.h"
#include "console/doctor.h"
#include "console/time_now.h"

namespace chengnuo::console {
namespace {

void init(Context& context, const std::filesystem::path& folder) {
  init_home(folder, find_data_files(), time_now());
  context.terminal.line({"工作目录已建立：" + folder.string(), "Home: " + folder.string()});
  context.terminal.line(
      {"签名密钥是开发测试用的，正式使用前请更换（见 chengnuo.toml）。",
       "Its signing key is for development only; replace it before real use (see chengnuo.toml)."});
  context.terminal.line({"下一步：chengnuo run --home " + folder.string() + "，然后把扫描件放入 " +
                             (folder / "inbox").string() + " 下的单位文件夹。",
                         "Next: chengnuo run --home " + folder.string() +
                             ", then drop scans into the unit's folder in " +
                             (folder / "inbox").string() + "."});
}

void doctor(Context& context) {
  nlohmann::json list = nlohmann::json::array();
  for (const Diagnosis& each : diagnose(context.home)) {
    const char* sign = "✓";
    if (each.grade == Diagnosis::Grade::warning) sign = "!";
    if (each.grade == Diagnosis::Grade::fault) sign = "✗";
    if (each.grade == Diagnosis::Grade::fault) context.exit = kBadSetup;
    list.push_back({{"grade", sign},
                    {"what", context.terminal.say(each.what)},
                    {"advice", context.terminal.say(each.advice)}});
    if (context.terminal.json) continue;
    context.terminal.line({std::string(sign) + " " + context.terminal.say(each.what), {}});
    if (!each.advice.empty())
      context.terminal.line({"    " + context.terminal.say(each.advice), {}});
  }
  if (context.terminal.json) context.terminal.print({{"diagnoses", list}});
}

void save(Context& context, const std::filesystem::path& folder) {
  const BackupReport report = back_up(context.config(), folder);
  if (context.terminal.json)
    return context.terminal.print(
        {{"copied", report.files}, {"kept", report.kept}, {"register", report.register_too}});
  context.terminal.line({"已备份到 " + folder.string() + "：新复制 " +
                             std::to_string(report.files) + " 个文件，已有 " +
                             std::to_string(report.kept) + " 个。",
                         "Saved to " + folder.string() + ": " + std::to_string(report.files) +
                             " files copied, " + std::to_string(report.kept) + " were there."});
  if (!report.register_too)
    context.terminal.note({"登记库在 PostgreSQL 中，请另用 pg_dump 备份。",
                           "The register is a PostgreSQL: save it with pg_dump."});
}

}  // namespace

void add_home_commands(CLI::App& app, Context& context) {
  auto folder = std::make_shared<std::filesystem::path>();
  CLI::App* initialise = app.add_subcommand("init", "建立工作目录 / make a home");
  initialise->add_option("folder", *folder, "目录 / folder");
  initialise->callback(
      [&context, folder] { init(context, folder->empty() ? context.home : *folder); });

  auto target = std::make_shared<std::filesystem::path>();
  CLI::App* saving = app.add_subcommand("backup", "备份到文件夹，服务可照常运行 / save the home");
  saving->add_option("folder", *target, "文件夹 / folder")->required();
  saving->callback([&context, target] { save(context, *target); });

  app.add_subcommand("doctor", "检查安装和设置 / look whether all is in order")
      ->callback([&context] { doctor(context); });
}

}  // namespace chengnuo::console
