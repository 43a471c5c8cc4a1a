#include <nlohmann/json.hpp>

#include "console/assembly.h"
#include "console/command.h"
#include "console/door_json.h"
#include "console/words.h"
#include "pipeline/audit.h"
#include "pipeline/json.h"

namespace chengnuo::console {
namespace {

using pipeline::Submission;

void tell_all(const Terminal& terminal, const std::vector<Submission>& submissions) {
  std::vector<std::vector<std::string>> rows;
  for (const Submission& each : submissions)
    rows.push_back({each.id, terminal.say(word_for(each.state)),
                    each.enterprise.empty() ? each.drops.front().name : each.enterprise,
                    each.archive_code,
                    each.holds.empty() ? std::string()
                                       : terminal.say(word_for(each.holds.front().for_whom)) +
                                             " · " + terminal.say(each.holds.front().reason)});
  terminal.table({{"编号", "id"},
                  {"状态", "state"},
                  {"企业/文件", "enterprise/file"},
                  {"档号", "archive code"},
                  {"待办", "waits for"}},
                 rows);
  const auto waiting = static_cast<std::size_t>(std::ranges::count_if(
      submissions, [](const Submission& each) { return !each.holds.empty(); }));
  terminal.line(
      {"共 " + std::to_string(submissions.size()) + " 件，待处理 " + std::to_string(waiting) +
           " 件。",
       std::to_string(submissions.size()) + " submissions, " + std::to_string(waiting) + " wait."});
}

void tell_one(const Terminal& terminal, const Submission& submission) {
  const auto row = [&](const pipeline::Message& name, const std::string& value) {
    if (!value.empty()) terminal.line({name.zh + "：" + value, name.en + ": " + value});
  };
  row({"编号", "id"}, submission.id);
  row({"状态", "state"}, terminal.say(word_for(submission.state)));
  row({"企业", "enterprise"}, submission.enterprise);
  row({"代码", "code"}, submission.credit_code);
  row({"档号", "archive code"}, submission.archive_code);
  for (const auto& drop : submission.drops)
    row({"收件", "drop"}, drop.name + "  SHA-256 " + drop.sha256.substr(0, 8));
  for (const auto& document : submission.documents)
    row({"文件", "document"},
        terminal.say(word_for(document.kind)) + "（" + document.template_id + "）");
  for (const auto& hold : submission.holds) {
    row({"待办（" + word_for(hold.for_whom).zh + "）", "waits for " + word_for(hold.for_whom).en},
        terminal.say(hold.reason));
    row({"  处理", "  to do"}, terminal.say(hold.advice));
  }
  for (const auto& copy : submission.copies)
    row({copy.holder == pipeline::Holder::unit ? "组织单位存" : "企业存",
         std::string(pipeline::name_of(copy.holder)) + "'s copy"},
        copy.path + "  " + terminal.say(level_word(submission, copy)));
  for (const auto& receipt : submission.receipts)
    row({"回执", "receipt"},
        receipt.from + " " + receipt.number + " " + pipeline::rfc3339(receipt.at));
}

void status(Context& context, const std::string& id, const pipeline::Filter& filter) {
  const Config config = context.config();
  pipeline::Database database(config.database);
  const pipeline::Register reg(database);
  std::vector<Submission> submissions;
  if (id.empty()) {
    submissions = reg.list(filter);
  } else {
    submissions.push_back(submission_named(reg, id));
  }
  if (context.terminal.json)
    context.terminal.print(status_json(submissions, context.terminal.language, !id.empty()));
  else if (id.empty())
    tell_all(context.terminal, submissions);
  else
    tell_one(context.terminal, submissions.front());
}

void audit(Context& context, int limit) {
  const Config config = context.config();
  pipeline::Database database(config.database);
  const pipeline::AuditLog log(database);
  nlohmann::json list = nlohmann::json::array();
  for (const auto& entry : log.entries(1, limit)) {
    list.push_back({{"number", entry.number},
                    {"at", pipeline::rfc3339(entry.at)},
                    {"who", entry.who},
                    {"action", entry.action},
                    {"subject", entry.subject},
                    {"detail", entry.detail},
                    {"hash", entry.hash}});
    if (!context.terminal.json)
      context.terminal.line({std::to_string(entry.number) + "  " + pipeline::rfc3339(entry.at) +
                                 "  " + entry.who + "  " + entry.action + "  " + entry.subject,
                             {}});
  }
  const std::int64_t broken = log.first_break();
  if (context.terminal.json)
    context.terminal.print({{"entries", list}, {"first_break", broken}});
  else
    context.terminal.line(
        broken == 0
            ? pipeline::Message{"审计链完整。", "The audit chain is whole."}
            : pipeline::Message{"审计链在第 " + std::to_string(broken) + " 条处断开！",
                                "The audit chain breaks at entry " + std::to_string(broken) + "!"});
  if (broken != 0) context.exit = kPersonNeeded;
}

}  // namespace

void add_status_commands(CLI::App& app, Context& context) {
  auto id = std::make_shared<std::string>();
  auto filter = std::make_shared<pipeline::Filter>();
  auto state = std::make_shared<std::string>();
  CLI::App* command =
      app.add_subcommand("status", "申报件及其状态 / submissions and where they stand");
  command->add_option("id", *id, "申报件编号 / one submission's id");
  command->add_option("--unit", filter->unit, "组织单位 / organising unit");
  command->add_option("--batch", filter->batch, "批次 / batch");
  command->add_option("--find", filter->text,
                      "企业名称、代码或文件名的一部分 / part of a name or code");
  command->add_option("--state", *state, "状态 / state, such as held");
  filter->limit = 1'000'000;
  filter->depth = pipeline::Filter::Depth::without_documents;
  command->callback([&context, id, filter, state] {
    if (!state->empty()) filter->state = pipeline::state_named(*state);
    status(context, *id, *filter);
  });

  auto limit = std::make_shared<int>(10000);
  CLI::App* auditing =
      app.add_subcommand("audit", "审计记录及其完整性 / the audit log and its chain");
  auditing->add_option("--limit", *limit, "最多条数 / at most so many entries");
  auditing->callback([&context, limit] { audit(context, *limit); });
}

}  // namespace chengnuo::console
