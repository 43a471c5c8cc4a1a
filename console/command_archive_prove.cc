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

nlohmann::json head_json(const archive::LogHead& head) {
  return {{"number", head.number},
          {"size", head.size},
          {"root", head.root},
          {"at", pipeline::rfc3339(head.at)}};
}

void tell(const Terminal& terminal, const archive::LogHead& head) {
  const std::string number = std::to_string(head.number);
  const std::string size = std::to_string(head.size);
  terminal.line({"日志头第 " + number + " 号，覆盖 " + size + " 条，树根 " + head.root,
                 "Head " + number + " over " + size + " leaves, root " + head.root});
}

void seal(Context& context) {
  OpenedArchive archive(context);
  const bool made = archive.parts.heads.seal(notary(archive.config)).has_value();
  const auto head = archive.parts.heads.last();
  if (context.terminal.json)
    return context.terminal.print(
        {{"head", head ? head_json(*head) : nlohmann::json()}, {"new", made}});
  if (!made)
    context.terminal.line({"上一个日志头之后没有新内容。", "Nothing came since the last head."});
  if (head) tell(context.terminal, *head);
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

struct Defects {
  nlohmann::json list = nlohmann::json::array();

  void add(Context& context, const std::string& where, const pipeline::Message& what) {
    context.exit = kPersonNeeded;
    list.push_back({{"where", where}, {"fault", context.terminal.say(what)}});
    context.terminal.note({where + "：" + what.zh, where + ": " + what.en});
  }
};

void verify_records(Context& context, const ArchiveParts& parts,
                    const std::vector<archive::Listed>& records, Defects& defects) {
  Progress progress(context.terminal.say({"核对", "verifying"}));
  std::size_t done = 0;
  const auto add = [&](const std::string& where, archive::Fixity fixity) {
    if (fixity == archive::Fixity::missing) defects.add(context, where, {"缺失", "missing"});
    if (fixity == archive::Fixity::damaged) defects.add(context, where, {"已损坏", "damaged"});
  };
  for (const auto& listed : records) {
    add(listed.code + " " + listed.record, parts.store.verify(listed.record));
    try {
      const auto record = archive::read_record(parts.store, listed.record);
      for (const auto& defect : archive::verify(parts.store, record))
        add(listed.code + " " + defect.object.bytes.sha256, defect.fixity);
    } catch (const pipeline::Error& error) {  // the others are looked at all the same
      defects.add(context, listed.code, error.message());
    }
    progress.show(++done, records.size());
  }
}

/// What was put right; what could not be shows up as a defect afterwards.
nlohmann::json repair(Context& context, ArchiveParts& parts,
                      const std::vector<archive::Listed>& records) {
  nlohmann::json list = nlohmann::json::array();
  const auto add = [&](const std::vector<archive::LocationFault>& faults) {
    for (const auto& fault : faults) {
      if (!fault.repaired) continue;
      list.push_back(fault.file.string());
      context.terminal.note({"已修复：" + fault.file.string(), "repaired: " + fault.file.string()});
    }
  };
  for (const auto& record : records) add(archive::repair(parts.store, record));
  add(archive::repair_log(parts.store));
  return list;
}

archive::LogReport verify_log(Context& context, OpenedArchive& archive, Defects& defects) {
  const auto report = archive::check_log(archive.parts.store, archive.parts.log,
                                         archive.parts.heads, head_signature_check(archive.config));
  for (const auto& fault : report.faults) defects.add(context, fault.file.string(), fault.what);
  return report;
}

struct Verify {
  std::string what;
  bool repair = false;
};

void verify(Context& context, const Verify& wanted) {
  const std::string& what = wanted.what;
  OpenedArchive archive(context);
  std::vector<archive::Listed> records;
  if (what.empty()) {
    records = archive.parts.records.list();
  } else {
    records.push_back(archive::find_one(archive.parts.records, what));
  }
  nlohmann::json repaired = nlohmann::json::array();
  if (wanted.repair) repaired = repair(context, archive.parts, records);
  Defects defects;
  verify_records(context, archive.parts, records, defects);
  std::optional<archive::LogReport> log;
  if (what.empty()) log = verify_log(context, archive, defects);

  if (context.terminal.json) {
    nlohmann::json json = {
        {"records", records.size()}, {"defects", defects.list}, {"repaired", repaired}};
    if (log) {
      json["log"] = {{"heads", log->heads}, {"leaves", log->leaves}, {"stamped", log->stamped}};
      if (log->last) json["log"]["last"] = head_json(*log->last);
    }
    return context.terminal.print(json);
  }
  context.terminal.line({"核对 " + std::to_string(records.size()) + " 件，发现问题 " +
                             std::to_string(defects.list.size()) + " 处。",
                         std::to_string(records.size()) + " records verified, " +
                             std::to_string(defects.list.size()) + " defects."});
  if (log && log->last) tell(context.terminal, *log->last);
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

  auto wanted = std::make_shared<Verify>();
  CLI::App* verifying =
      archive.add_subcommand("verify", "核对档案和日志是否完好 / are archive and log whole");
  verifying->add_option("what", wanted->what, "编号、档号或名称；不写则全部 / default: everything");
  verifying->add_flag("--repair", wanted->repair,
                      "用完好的存放处修复 / repair from the location that is whole");
  verifying->callback([&context, wanted] { verify(context, *wanted); });

  archive
      .add_subcommand("rebuild",
                      "数据库丢失后由档案库恢复 / make a lost database again from the archive")
      ->callback([&context] { rebuild(context); });
}

}  // namespace chengnuo::console
