#include <nlohmann/json.hpp>

#include "archive/copy_state.h"
#include "archive/inspection.h"
#include "archive/retrieve.h"
#include "console/command_archive.h"
#include "console/time_now.h"
#include "console/user_name.h"
#include "pipeline/csv.h"
#include "pipeline/file.h"
#include "pipeline/json.h"
#include "pipeline/register.h"

namespace chengnuo::console {
namespace {

using nlohmann::json;
using pipeline::Message;

/// A decision about one archived submission, in the register and in its record.
void decide(Context& context, const std::string& what, const pipeline::Decision& decision,
            const Message& done) {
  OpenedArchive archive(context);
  const auto listed = archive::find_one(archive.parts.records, what);
  archive.parts.store.require_mounted();  // what cannot be put in the record is not decided
  pipeline::Register reg(archive.database);
  const auto decided = reg.decide(listed.submission, decision, [](pipeline::Submission&) {});
  refile(archive.config, archive.parts, decided);
  const auto now = *archive.parts.records.find(listed.submission);
  if (context.terminal.json) return context.terminal.print({{"record", record_json(now)}});
  context.terminal.line({now.code + "：" + done.zh, now.code + ": " + done.en});
}

json delivery_json(const pipeline::Submission& submission) {
  const auto delivery = archive::delivery_of(submission);
  if (!delivery) return nullptr;
  return {{"on", delivery->on}, {"receipt", delivery->receipt}, {"who", delivery->who}};
}

/// Both copies with their states (组织单位存: filed; 企业存: handed over), and the hold.
void show_copies(Context& context, const std::string& what) {
  OpenedArchive archive(context);
  const auto listed = archive::find_one(archive.parts.records, what);
  const auto record = archive::read_record(archive.parts.store, listed.record);
  const auto outside = outside_checks(archive.config, archive.parts);
  json copies = json::array();
  std::vector<std::vector<std::string>> rows;
  for (const auto& copy : record.submission.copies) {
    const bool unit = copy.holder == pipeline::Holder::unit;
    const auto file = archive.parts.store.whole_copy(copy.sha256);
    const auto problem = file ? outside.signature(*file)
                              : std::optional(Message{"缺失或已损坏", "missing or damaged"});
    const auto delivery = archive::delivery_of(record.submission);
    const Message state = unit ? Message{"已归档", "filed"}
                          : delivery
                              ? Message{"已移交 " + delivery->on + " " + delivery->receipt,
                                        "handed over " + delivery->on + " " + delivery->receipt}
                              : Message{"未登记移交", "not handed over"};
    if (problem) context.exit = kPersonNeeded;
    copies.push_back({{"holder", pipeline::name_of(copy.holder)},
                      {"sha256", copy.sha256},
                      {"state", unit       ? "filed"
                                : delivery ? "handed_over"
                                           : "waiting"},
                      {"delivery", unit ? json() : delivery_json(record.submission)},
                      {"problem", problem ? json(context.terminal.say(*problem)) : json()}});
    rows.push_back({unit ? "组织单位存" : "企业存", context.terminal.say(state), copy.level,
                    problem ? context.terminal.say(*problem) : "✓"});
  }
  const auto hold = archive::hold_of(record.submission);
  if (context.terminal.json)
    return context.terminal.print({{"record", record_json(listed)},
                                   {"copies", copies},
                                   {"hold", hold ? json(*hold) : json()}});
  context.terminal.table({{"份", "copy"}, {"状态", "state"}, {"级别", "level"}, {"核对", "check"}},
                         rows);
  if (hold) context.terminal.line({"冻结：" + *hold, "held: " + *hold});
}

void list_expired(Context& context, const std::string& day) {
  OpenedArchive archive(context);
  const std::string by = day.empty() ? pipeline::rfc3339(time_now()).substr(0, 10) : day;
  json list = json::array();
  std::vector<std::vector<std::string>> rows;
  for (const auto& listed : archive.parts.records.expired(by)) {
    const auto hold =
        archive::hold_of(archive::read_record(archive.parts.store, listed.record).submission);
    json each = record_json(listed);
    each["hold"] = hold ? json(*hold) : json();
    list.push_back(each);
    rows.push_back({listed.code, listed.title, listed.expires, hold.value_or("")});
  }
  if (context.terminal.json) return context.terminal.print({{"records", list}});
  context.terminal.table({{"档号", "archive code"},
                          {"题名", "title"},
                          {"保管期满", "expires"},
                          {"冻结", "held because"}},
                         rows);
  context.terminal.line(
      {"仅供鉴定：本程序从不删除档案。", "For appraisal only: this program deletes no record."});
}

struct Report {
  std::shared_ptr<Search> wanted;
  std::string occasion = "长期保存";
  std::filesystem::path file;  ///< CSV
};

/// 四性检测报告, item by item.
void report(Context& context, const Report& wish) {
  OpenedArchive archive(context);
  const auto outside = outside_checks(archive.config, archive.parts);
  archive.parts.store.require_mounted();
  archive::Inspections inspections(archive.database);
  const auto now = time_now();
  std::vector<std::vector<std::string>> rows{archive::report_head()};
  json list = json::array();
  int failed = 0;
  for (const auto& listed : find_records(archive.parts.records, *wish.wanted)) {
    const auto done = archive::inspect(archive.parts.store, listed, outside);
    inspections.note(done);
    const bool passed = archive::all_passed(done.items);
    if (!passed) ++failed;
    json items = json::array();
    for (const auto& item : done.items)
      items.push_back({{"code", item.code},
                       {"result", archive::word_for(item.result).en},
                       {"memo", context.terminal.say(item.memo)}});
    for (auto& row : archive::report_rows(wish.occasion, listed.code, now, done.items)) {
      if (row[5] == archive::word_for(archive::Result::failed).zh)
        context.terminal.note({row[1] + " " + row[3] + "：" + row[6], row[1] + " " + row[4]});
      rows.push_back(std::move(row));
    }
    list.push_back({{"archive_code", listed.code}, {"passed", passed}, {"items", items}});
  }
  if (failed != 0) context.exit = kPersonNeeded;
  if (!wish.file.empty()) pipeline::write_durably(wish.file, pipeline::csv_text(rows));
  if (context.terminal.json)
    return context.terminal.print(
        {{"occasion", wish.occasion}, {"failed", failed}, {"records", list}});
  context.terminal.line(
      {"四性检测（" + wish.occasion + "）：" + std::to_string(list.size()) + " 件，未通过 " +
           std::to_string(failed) + " 件。",
       std::to_string(list.size()) + " records examined, " + std::to_string(failed) + " failed."});
}

void add_deciding(CLI::App& archive, Context& context) {
  struct Wish {
    std::string what, on, text, who = user_name();
  };
  auto wish = std::make_shared<Wish>();
  const auto add = [&](const char* name, const char* help, const char* option) {
    CLI::App* command = archive.add_subcommand(name, help);
    command->add_option("what", wish->what, "编号、档号或名称 / id, archive code or name")
        ->required();
    command->add_option(option, wish->text)->required();
    command->add_option("--who", wish->who, "经办人 / who decides")->capture_default_str();
    return command;
  };
  CLI::App* delivered =
      add("delivered", "登记企业存一份已移交 / the enterprise has its copy", "--receipt");
  delivered->add_option("--on", wish->on, "移交日期 YYYY-MM-DD / the day")->required();
  delivered->callback([&context, wish] {
    decide(context, wish->what, archive::decision_of({wish->on, wish->text, wish->who}, time_now()),
           {"已登记企业存移交", "the delivery is recorded"});
  });
  add("hold", "冻结：保管期满也不得处置 / keep it beyond its retention", "--reason")
      ->callback([&context, wish] {
        decide(context, wish->what, archive::hold_decision(wish->who, wish->text),
               {"已冻结", "held"});
      });
  add("release", "解除冻结 / end the hold", "--reason")->callback([&context, wish] {
    decide(context, wish->what, archive::release_decision(wish->who, wish->text),
           {"已解除冻结", "released"});
  });
}

}  // namespace

void add_archive_keeping(CLI::App& archive, Context& context) {
  add_deciding(archive, context);

  auto what = std::make_shared<std::string>();
  CLI::App* copies = archive.add_subcommand("copies", "两份副本的状态 / how both copies stand");
  copies->add_option("what", *what, "编号、档号或名称 / id, archive code or name")->required();
  copies->callback([&context, what] { show_copies(context, *what); });

  auto day = std::make_shared<std::string>();
  CLI::App* expired =
      archive.add_subcommand("expired", "保管期满的档案，供鉴定 / whose retention ended");
  expired->add_option("--day", *day, "截至日期 YYYY-MM-DD / by which day");
  expired->callback([&context, day] { list_expired(context, *day); });

  auto wish = std::make_shared<Report>();
  CLI::App* reporting =
      archive.add_subcommand("report", "四性检测报告 / authentic, complete, usable, safe?");
  wish->wanted = add_search_options(*reporting);
  wish->wanted->query.limit = kEverything;
  reporting->add_option("--occasion", wish->occasion, "环节：归档、移交接收、长期保存 / occasion")
      ->capture_default_str();
  reporting->add_option("-o,--out", wish->file, "写成 CSV / as CSV");
  reporting->callback([&context, wish] { report(context, *wish); });
}

}  // namespace chengnuo::console
