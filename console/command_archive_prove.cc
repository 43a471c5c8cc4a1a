#include <nlohmann/json.hpp>

#include "archive/proof.h"
#include "archive/recovery.h"
#include "archive/retrieve.h"
#include "console/command_archive.h"
#include "console/home_lock.h"
#include "pipeline/json.h"
#include "pipeline/register.h"

namespace chengnuo::console {
namespace {

void seal(Context& context) {
  OpenedArchive archive(context);
  const bool made = archive.parts.heads.seal(notary(archive.config)).has_value();
  const auto head = archive.parts.heads.last();
  if (context.terminal.json)
    return context.terminal.print(
        {{"head", head ? head_json(*head) : nlohmann::json()}, {"new", made}});
  if (!made)
    context.terminal.line({"上一个日志头之后没有新内容。", "Nothing came since the last head."});
  if (head) tell_head(context.terminal, *head);
}

void prove(Context& context, const std::string& what, const std::filesystem::path& folder) {
  OpenedArchive archive(context);
  ArchiveParts& parts = archive.parts;
  const auto record = archive::find_one(parts.records, what);
  parts.heads.seal(notary(archive.config));
  const auto files = archive::write_proof(parts.store, parts.log, parts.heads, record, folder);
  nlohmann::json list = nlohmann::json::array();
  for (const auto& file : files) {
    list.push_back(file.string());
    if (!context.terminal.json) context.terminal.line({file.string(), {}});
  }
  if (context.terminal.json)
    return context.terminal.print({{"record", record_json(record)}, {"files", list}});
  context.terminal.line({"核对：在该文件夹中执行 sh check.sh 信任的根证书.pem",
                         "To check, in that folder: sh check.sh TRUSTED-ROOT.pem"});
}

void rebuild(Context& context) {
  OpenedArchive archive(context, Opening::rebuild);
  const HomeLock lock(archive.config.home);  // no service may write meanwhile
  ArchiveParts& parts = archive.parts;
  pipeline::AuditLog audit(archive.database);
  pipeline::Register reg(archive.database);

  const auto log = archive::restore_log(parts.store, parts.log, parts.heads, audit);
  const auto unreadable = archive::rebuild_catalogue(parts.store, parts.codes, parts.records);
  int restored = 0;
  archive::for_each_record(parts.store, parts.records, [&](const archive::Record& record) {
    std::vector<pipeline::Outgoing> outgoing;
    for (const auto& dispatch : dispatches())
      outgoing.push_back({archive::message_id(archive.config.house, record.submission.id, dispatch),
                          dispatch.receiver, dispatch.kind});
    if (reg.restore(record.submission, outgoing)) ++restored;
  });

  nlohmann::json list = nlohmann::json::array();
  for (const auto& each : unreadable) {
    context.exit = kPersonNeeded;
    list.push_back({{"archive_code", each.code}, {"reason", context.terminal.say(each.reason)}});
    context.terminal.note({each.code + "：" + each.reason.zh, each.code + ": " + each.reason.en});
  }
  if (context.terminal.json)
    return context.terminal.print({{"submissions", restored},
                                   {"log_heads", log.heads},
                                   {"audit_entries", log.audit_entries},
                                   {"unreadable", list}});
  context.terminal.line({"已由档案库恢复：申报件 " + std::to_string(restored) + " 件，审计记录 " +
                             std::to_string(log.audit_entries) + " 条，日志头 " +
                             std::to_string(log.heads) + " 个。",
                         "Made again from the archive: " + std::to_string(restored) +
                             " submissions, " + std::to_string(log.audit_entries) +
                             " audit entries, " + std::to_string(log.heads) + " heads."});
}

}  // namespace

nlohmann::json head_json(const archive::LogHead& head) {
  return {{"number", head.number},
          {"size", head.size},
          {"root", head.root},
          {"at", pipeline::rfc3339(head.at)}};
}

void tell_head(const Terminal& terminal, const archive::LogHead& head) {
  const std::string number = std::to_string(head.number);
  const std::string size = std::to_string(head.size);
  terminal.line({"日志头第 " + number + " 号，覆盖 " + size + " 条，树根 " + head.root,
                 "Head " + number + " over " + size + " leaves, root " + head.root});
}

void add_archive_proving(CLI::App& archive, Context& context) {
  archive.add_subcommand("seal", "签署日志头 / sign the head of the archive's log")
      ->callback([&context] { seal(context); });

  struct Proof {
    std::string what;
    std::filesystem::path folder;
  };
  auto proof = std::make_shared<Proof>();
  CLI::App* proving =
      archive.add_subcommand("prove", "导出一份档案的证明 / the proof of one record, for others");
  proving->add_option("what", proof->what, "编号、档号或名称 / id, archive code or name")
      ->required();
  proving->add_option("-o,--out", proof->folder, "目标文件夹 / folder")->required();
  proving->callback([&context, proof] { prove(context, proof->what, proof->folder); });

  archive
      .add_subcommand("rebuild",
                      "数据库丢失后由档案库恢复 / make a lost database again from the archive")
      ->callback([&context] { rebuild(context); });
}

}  // namespace chengnuo::console
