#include <nlohmann/json.hpp>

#include "archive/agreement.h"
#include "archive/recovery.h"
#include "archive/retrieve.h"
#include "console/command_archive.h"

namespace chengnuo::console {
namespace {

struct Defects {
  nlohmann::json list = nlohmann::json::array();

  void add(Context& context, const std::string& where, const pipeline::Message& what) {
    context.exit = kPersonNeeded;
    list.push_back({{"where", where}, {"fault", context.terminal.say(what)}});
    context.terminal.note({where + "：" + what.zh, where + ": " + what.en});
  }
};

pipeline::Message word_for(archive::Fixity fixity) {
  if (fixity == archive::Fixity::missing) return {"缺失", "missing"};
  return {"已损坏", "damaged"};
}

/// Both copies are there, as they were signed, and with valid signatures.
void verify_copies(Context& context, const ArchiveParts& parts,
                   const archive::OutsideChecks& outside, const archive::Listed& listed,
                   Defects& defects) {
  const auto record = archive::read_record(parts.store, listed.record);
  for (const char* role : {archive::kUnitCopyRole, archive::kEnterpriseCopyRole}) {
    const auto copies = archive::objects_of(record, role);
    if (copies.empty())
      defects.add(context, listed.code + " " + role, {"缺少这一份", "the copy is missing"});
    for (const auto& copy : copies) {
      const auto file = parts.store.whole_copy(copy.bytes.sha256);
      if (!file) continue;  // said already
      if (const auto problem = outside.signature(*file))
        defects.add(context, listed.code + " " + copy.name, *problem);
    }
  }
}

void verify_records(Context& context, const OpenedArchive& archive,
                    const std::vector<archive::Listed>& records, Defects& defects) {
  Progress progress(context.terminal.say({"核对", "verifying"}));
  const auto outside = outside_checks(archive.config, archive.parts);
  std::size_t done = 0;
  for (const auto& listed : records) {
    for (const auto& fault : archive::verify_versions(archive.parts.store, listed))
      defects.add(context, listed.code + " " + fault.file.string(), word_for(fault.fixity));
    try {
      verify_copies(context, archive.parts, outside, listed, defects);
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

/// The archive as a whole: its log, what lies there unlisted, and what register and archive do not
/// agree on.
archive::LogReport verify_whole(Context& context, OpenedArchive& archive, Defects& defects) {
  const ArchiveParts& parts = archive.parts;
  const auto report =
      archive::check_log(parts.store, parts.log, parts.heads, head_signature_check(archive.config));
  for (const auto& fault : report.faults) defects.add(context, fault.file.string(), fault.what);
  for (const std::string& sha256 : archive::unlisted_objects(parts.store, parts.records))
    defects.add(context, parts.store.path_of(sha256).string(),
                {"没有档案记录提到这个文件", "no record names this file"});
  for (const auto& each : archive::compare_with_register(archive.database))
    defects.add(context, each.subject, each.what);
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
  verify_records(context, archive, records, defects);
  std::optional<archive::LogReport> log;
  if (what.empty()) log = verify_whole(context, archive, defects);

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
  if (log && log->last) tell_head(context.terminal, *log->last);
}

}  // namespace

void add_archive_verifying(CLI::App& archive, Context& context) {
  auto wanted = std::make_shared<Verify>();
  CLI::App* verifying =
      archive.add_subcommand("verify", "核对档案和日志是否完好 / are archive and log whole");
  verifying->add_option("what", wanted->what, "编号、档号或名称；不写则全部 / default: everything");
  verifying->add_flag("--repair", wanted->repair,
                      "用完好的存放处修复 / repair from the location that is whole");
  verifying->callback([&context, wanted] { verify(context, *wanted); });
}

}  // namespace chengnuo::console
