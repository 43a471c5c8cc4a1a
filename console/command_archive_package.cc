#include <nlohmann/json.hpp>

#include "archive/package.h"
#include "archive/recovery.h"
#include "archive/retrieve.h"
#include "console/command_archive.h"
#include "console/time_now.h"
#include "console/user_name.h"
#include "pipeline/audit.h"
#include "pipeline/json.h"
#include "pipeline/register.h"

namespace chengnuo::console {
namespace {

struct Export {
  std::shared_ptr<Search> wanted;
  std::filesystem::path folder;
  std::string receiver;  ///< empty: nothing is handed over
};

void tell(OpenedArchive& archive, const char* action, const std::string& subject,
          const nlohmann::json& detail) {
  pipeline::AuditLog(archive.database).append(user_name(), action, subject, detail.dump());
}

void export_found(Context& context, const Export& wish) {
  OpenedArchive archive(context);
  const auto records = find_records(archive.parts.records, *wish.wanted);
  if (records.empty())
    throw pipeline::Error(pipeline::Remedy::fix_document,
                          {"没有符合条件的档案，未导出。", "Nothing was found, nothing exported."},
                          {"请用 chengnuo archive search 试查。", "Try chengnuo archive search."});
  const archive::HandOver hand_over{archive_settings(archive.config).fonds_name, wish.receiver,
                                    time_now()};
  const auto packed =
      archive::export_package(archive.parts.store, records, hand_over,
                              outside_checks(archive.config, archive.parts), wish.folder);
  tell(archive, wish.receiver.empty() ? "export" : "hand_over", wish.folder.filename().string(),
       {{"records", packed.records},
        {"failed", packed.failed},
        {"digest", packed.digest},
        {"receiver", wish.receiver}});
  if (packed.failed != 0) {
    context.exit = kPersonNeeded;
    const std::string failed = std::to_string(packed.failed);
    context.terminal.note({failed + " 件四性检测未通过，见 data/四性检测报告.csv",
                           failed + " records failed an examination, see data/四性检测报告.csv"});
  }
  if (context.terminal.json)
    return context.terminal.print({{"folder", wish.folder.string()},
                                   {"failed", packed.failed},
                                   {"records", packed.records},
                                   {"files", packed.files},
                                   {"bytes", packed.bytes},
                                   {"digest", packed.digest}});
  const std::string records_text = std::to_string(packed.records);
  const std::string bytes = std::to_string(packed.bytes);
  context.terminal.line(
      {"已导出 " + records_text + " 件、" + bytes + " 字节：" + wish.folder.string(),
       records_text + " records, " + bytes + " bytes: " + wish.folder.string()});
  context.terminal.line(
      {"整包摘要（tagmanifest-sha256.txt 的 SHA-256）：" + packed.digest,
       "The package's digest (SHA-256 of tagmanifest-sha256.txt): " + packed.digest});
}

/// The submissions stand in the register as their records have them; nothing is sent out again.
int restore_submissions(OpenedArchive& archive, const std::vector<std::string>& codes) {
  pipeline::Register reg(archive.database);
  int restored = 0;
  for (const std::string& code : codes) {
    const auto listed = archive.parts.records.find(code);
    if (!listed) continue;
    const auto record = archive::read_record(archive.parts.store, listed->record);
    if (reg.restore(record.submission, {})) ++restored;
  }
  return restored;
}

void import(Context& context, const std::filesystem::path& folder) {
  // An empty archive may begin with a package.
  OpenedArchive archive(context);
  ArchiveParts& parts = archive.parts;
  if (!parts.records.empty()) parts.store.require_mounted();
  const auto taken = archive::import_package(folder, parts.store, parts.codes, parts.records);
  nlohmann::json faults = nlohmann::json::array();
  for (const auto& fault : taken.faults) {
    context.exit = kPersonNeeded;
    faults.push_back({{"path", fault.path}, {"fault", context.terminal.say(fault.what)}});
    context.terminal.note({fault.path + "：" + fault.what.zh, fault.path + ": " + fault.what.en});
  }
  int submissions = 0;
  if (taken.faults.empty()) {
    submissions = restore_submissions(archive, taken.codes);
    tell(archive, "import", folder.filename().string(),
         {{"records", taken.codes.size()}, {"versions", taken.versions}});
  }
  if (context.terminal.json)
    return context.terminal.print({{"records", taken.codes.size()},
                                   {"versions", taken.versions},
                                   {"submissions", submissions},
                                   {"faults", faults}});
  if (!taken.faults.empty())
    return context.terminal.line(
        {"包有问题，未接收任何内容。", "The package has faults; nothing of it was taken."});
  context.terminal.line({"已接收 " + std::to_string(taken.codes.size()) + " 件，其中新版本 " +
                             std::to_string(taken.versions) + " 个。",
                         std::to_string(taken.codes.size()) + " records are here, " +
                             std::to_string(taken.versions) + " versions of them new."});
}

CLI::App* add_export(CLI::App& archive, const char* name, const char* help,
                     const std::shared_ptr<Export>& wish) {
  CLI::App* command = archive.add_subcommand(name, help);
  wish->wanted = add_search_options(*command);
  wish->wanted->query.limit = kEverything;
  command->add_option("-o,--out", wish->folder, "新建的文件夹 / a new folder")->required();
  return command;
}

}  // namespace

void add_archive_packing(CLI::App& archive, Context& context) {
  auto found = std::make_shared<Export>();
  add_export(archive, "export",
             "导出查到的全部档案（BagIt 包） / what a search finds, as a package", found)
      ->callback([&context, found] { export_found(context, *found); });

  auto handed = std::make_shared<Export>();
  CLI::App* handing = add_export(
      archive, "hand-over", "移交：导出并登记接收单位 / a package for another archive", handed);
  handing->add_option("--receiver", handed->receiver, "接收单位 / who takes it over")->required();
  handing->callback([&context, handed] { export_found(context, *handed); });

  auto folder = std::make_shared<std::filesystem::path>();
  CLI::App* taking = archive.add_subcommand("import", "接收移交包 / take over a package");
  taking->add_option("folder", *folder, "包所在的文件夹 / the package's folder")
      ->required()
      ->check(CLI::ExistingDirectory);
  taking->callback([&context, folder] { import(context, *folder); });
}

}  // namespace chengnuo::console
