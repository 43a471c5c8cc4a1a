#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <map>
#include <nlohmann/json.hpp>

#include "console/assembly.h"
#include "console/command.h"
#include "console/corrected_pairs.h"
#include "console/door_json.h"
#include "console/problem_sheet.h"
#include "console/review.h"
#include "console/user_name.h"
#include "console/words.h"
#include "pipeline/file.h"
#include "pipeline/json.h"

namespace chengnuo::console {
namespace {

namespace fs = std::filesystem;
using pipeline::Error;
using pipeline::Remedy;
using pipeline::Submission;

void list(Context& context) {
  const Config config = context.config();
  pipeline::Database database(config.database);
  pipeline::Filter filter;
  filter.state = pipeline::State::held;
  const auto held = pipeline::Register(database).list(filter);
  if (context.terminal.json)
    return context.terminal.print(status_json(held, context.terminal.language, /*whole=*/false));
  std::vector<std::vector<std::string>> rows;
  for (const Submission& each : held)
    for (const pipeline::Hold& hold : each.holds)
      rows.push_back({each.id, each.enterprise, context.terminal.say(word_for(hold.for_whom)),
                      context.terminal.say(hold.reason)});
  context.terminal.table(
      {{"编号", "id"}, {"企业", "enterprise"}, {"待谁", "for"}, {"原因", "reason"}}, rows);
}

void show(Context& context, const std::string& id) {
  const Config config = context.config();
  pipeline::Database database(config.database);
  const Submission submission = submission_named(pipeline::Register(database), id);
  const auto marked = marked_pages(config, submission);
  const Terminal& terminal = context.terminal;
  if (terminal.json) {
    nlohmann::json all = status_json({submission}, terminal.language, /*whole=*/true);
    for (const auto& [page, file] : marked)
      all["submissions"][0]["marked_pages"].push_back({{"page", page}, {"path", file.string()}});
    return terminal.print(all);
  }
  terminal.line(
      {submission.id + "  " + word_for(submission.state).zh + "  " + submission.enterprise,
       submission.id + "  " + word_for(submission.state).en + "  " + submission.enterprise});
  for (const pipeline::Hold& hold : submission.holds) {
    const std::string page = std::to_string(hold.page);
    terminal.line({"● " + hold.reason.zh + (hold.page > 0 ? "（第 " + page + " 页）" : ""),
                   "* " + hold.reason.en + (hold.page > 0 ? " (page " + page + ")" : "")});
    terminal.line({"  处理：" + hold.advice.zh, "  To do: " + hold.advice.en});
  }
  for (const auto& [page, file] : marked)
    terminal.line({"第 " + std::to_string(page) + " 页（已标出）：" + file.string(),
                   "page " + std::to_string(page) + ", marked: " + file.string()});
  for (const auto& document : submission.documents) {
    terminal.line(
        {"【" + word_for(document.kind).zh + "】", "[" + word_for(document.kind).en + "]"});
    for (const auto& [name, field] : document.fields)
      terminal.line({"  " + name + "（" + field_word(name).zh + "）= " + field.raw + "  " +
                         word_for(field.state).zh,
                     "  " + name + " = " + field.raw + "  " + word_for(field.state).en});
    for (const auto& [name, requirement] : document.requirements)
      terminal.line({"  " + requirement_word(name).zh + "：" + word_for(requirement.verdict).zh,
                     "  " + name + ": " + word_for(requirement.verdict).en});
  }
}

/// What every decision needs; made when one is taken.
struct ReviewDesk {
  explicit ReviewDesk(const Config& config)
      : templates(catalogue(config, find_data_files())),
        database(config.database),
        reg(database),
        people(database),
        review(reg, templates, {review_rules(config, people).needs_second_person}) {}

  templates::Catalogue templates;
  pipeline::Database database;
  pipeline::Register reg;
  People people;
  Review review;
};

Correction correction_of(const std::string& change) {
  const auto equals = change.find('=');
  if (equals == std::string::npos)
    throw Error(Remedy::fix_setup, {"更正应写作 字段=值。", "A correction is FIELD=VALUE."}, {});
  return {change.substr(0, equals), change.substr(equals + 1)};
}

void correct(Context& context, const Word& word, const std::vector<std::string>& changes) {
  std::vector<Correction> corrections;
  for (const std::string& change : changes) corrections.push_back(correction_of(change));
  ReviewDesk(context.config()).review.correct(word, corrections);
  context.terminal.line({"已更正，将重新核查。", "Corrected; it is checked again."});
}

void approve(Context& context, const Word& word) {
  ReviewDesk(context.config()).review.approve(word);
  context.terminal.line({"已通过，将签名归档。", "Approved; it will be signed and archived."});
}

void give_back(Context& context, const Word& word) {
  ReviewDesk(context.config()).review.give_back(word);
  context.terminal.line({"已退回企业。", "Returned to the enterprise."});
}

void undo(Context& context, const Word& word) {
  ReviewDesk(context.config()).review.undo(word);
  context.terminal.line({"已撤销上一步。", "The latest decision was taken back."});
}

/// One JSON document to a line, as other programs like to read many.
void export_corrections(Context& context, const fs::path& out) {
  const Config config = context.config();
  pipeline::Database database(config.database);
  pipeline::Filter filter;
  filter.limit = 1'000'000;
  const auto pairs = corrected_pairs(pipeline::Register(database).list(filter));
  std::string lines;
  for (const nlohmann::json& pair : pairs) lines += pair.dump() + "\n";
  pipeline::write_durably(out, lines);
  const std::string count = std::to_string(pairs.size());
  context.terminal.line({"已导出 " + count + " 处更正：" + out.string(),
                         count + " corrections written: " + out.string()});
}

}  // namespace

void add_review_commands(CLI::App& app, Context& context) {
  auto word = std::make_shared<Word>();
  word->who = user_name();
  auto changes = std::make_shared<std::vector<std::string>>();
  CLI::App* review = app.add_subcommand("review", "人工核对 / decisions by a person");
  review->require_subcommand(1);
  review->add_subcommand("list", "待核对的申报件 / what waits")->callback([&context] {
    list(context);
  });
  const auto on_one = [&](const char* name, const char* help) {
    CLI::App* command = review->add_subcommand(name, help);
    command->add_option("id", word->id, "申报件编号 / id")->required();
    return command;
  };
  const auto with_who = [&](CLI::App* command) {
    command->add_option("--who", word->who, "经办人 / who decides")->capture_default_str();
    command->add_option("--reason", word->reason, "理由 / why");
    return command;
  };
  on_one("show", "原因、位置和处理办法 / why, where, what to do")->callback([&context, word] {
    show(context, word->id);
  });
  CLI::App* correcting = with_who(on_one("correct", "更正字段 / put fields right"));
  correcting->add_option("changes", *changes, "字段=值 / FIELD=VALUE")->required();
  correcting->callback([&context, word, changes] { correct(context, *word, *changes); });
  with_who(on_one("approve", "审核通过 / accept"))->callback([&context, word] {
    approve(context, *word);
  });
  with_who(on_one("return", "退回企业 / send back"))->callback([&context, word] {
    give_back(context, *word);
  });
  auto out = std::make_shared<fs::path>();
  CLI::App* exporting = review->add_subcommand(
      "export", "导出更正对照（JSON Lines），用于改进模板 / what was read and what was corrected");
  exporting->add_option("-o,--out", *out, "输出文件 / output")->required();
  exporting->callback([&context, out] { export_corrections(context, *out); });
  with_who(on_one("undo", "撤销上一步决定 / take the latest decision back"))
      ->callback([&context, word] { undo(context, *word); });
}

}  // namespace chengnuo::console
