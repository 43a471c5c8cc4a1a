#include <algorithm>
#include <nlohmann/json.hpp>

#include "console/assembly.h"
#include "console/command.h"
#include "console/door_json.h"
#include "console/file_pages.h"
#include "console/show_document.h"
#include "console/words.h"
#include "pipeline/file.h"
#include "pipeline/json.h"
#include "templates/check.h"
#include "templates/examine.h"

namespace chengnuo::console {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using pipeline::Document;

struct Options {
  std::string unit;
  std::vector<fs::path> files;
  fs::path file;
  fs::path trial;
  bool as_text = false;
};

/// From … until …, as far as it is said.
std::string validity(const std::string& from, const std::string& until) {
  return from.empty() && until.empty() ? std::string() : from + "…" + until;
}

void list(Context& context, const Options& options) {
  const templates::Catalogue all = catalogue(config_or_defaults(context), find_data_files());
  const Terminal& terminal = context.terminal;
  json document = {{"templates", json::array()}, {"plans", json::array()}};
  std::vector<std::vector<std::string>> rows;
  for (const auto& [unit, each] : all.entries()) {
    if (!options.unit.empty() && !unit.empty() && unit != options.unit) continue;
    const std::string activity = each.activity + (each.subtitle.empty() ? "" : "·" + each.subtitle);
    document["templates"].push_back({{"id", each.id},
                                     {"kind", pipeline::name_of(each.kind)},
                                     {"version", each.version},
                                     {"unit", unit},
                                     {"activity", each.activity},
                                     {"subtitle", each.subtitle},
                                     {"valid_from", each.valid_from},
                                     {"valid_until", each.valid_until},
                                     {"sha256", each.digest},
                                     {"file", each.file.string()}});
    rows.push_back({each.id, terminal.say(word_for(each.kind)), each.version, unit, activity,
                    validity(each.valid_from, each.valid_until), each.digest.substr(0, 8)});
  }
  for (const auto& plan : all.plans()) {
    if (!options.unit.empty() && plan.unit != options.unit) continue;
    json bound = json::array();
    std::string names;
    for (const auto& [id, version] : plan.templates) {
      bound.push_back({{"id", id}, {"version", version}});
      names += (names.empty() ? "" : "、") + id;
    }
    document["plans"].push_back({{"id", plan.id},
                                 {"unit", plan.unit},
                                 {"name", plan.name},
                                 {"number", plan.number},
                                 {"registered_on", plan.registered_on},
                                 {"valid_from", plan.valid_from},
                                 {"valid_until", plan.valid_until},
                                 {"templates", bound},
                                 {"sha256", plan.digest},
                                 {"file", plan.file.string()}});
    rows.push_back({plan.id, terminal.say({"工作方案", "working plan"}), plan.number, plan.unit,
                    plan.name + " → " + names, validity(plan.valid_from, plan.valid_until),
                    plan.digest.substr(0, 8)});
  }
  if (terminal.json) return terminal.print(document);
  terminal.table({{"编号", "id"},
                  {"种类", "kind"},
                  {"版本/文号", "version"},
                  {"组织单位", "unit"},
                  {"活动", "activity"},
                  {"有效期", "valid"},
                  {"摘要值", "digest"}},
                 rows);
}

void validate(Context& context, const Options& options) {
  const Terminal& terminal = context.terminal;
  json document = {{"files", json::array()}};
  for (const fs::path& file : options.files) {
    const auto remarks = templates::examine(file, find_data_files().templates);
    json list = json::array();
    bool usable = true;
    for (const templates::Remark& each : remarks) {
      usable = usable && !each.serious;
      list.push_back({{"line", each.line},
                      {"serious", each.serious},
                      {"what", each.what.in(terminal.language)},
                      {"remedy", each.remedy.in(terminal.language)}});
      if (terminal.json) continue;
      const std::string line = std::to_string(each.line);
      const bool placed = each.line > 0;
      terminal.line({file.filename().string() + (placed ? " 第 " + line + " 行" : "") +
                         (each.serious ? "【错误】" : "【提示】") + each.what.zh,
                     file.filename().string() + (placed ? ", line " + line : "") +
                         (each.serious ? " [error] " : " [hint] ") + each.what.en});
      terminal.line({"    " + each.remedy.zh, "    " + each.remedy.en});
    }
    if (!usable) context.exit = kPersonNeeded;
    if (!terminal.json && usable)
      terminal.line(
          {file.filename().string() + "：可以使用。", file.filename().string() + ": can be used."});
    document["files"].push_back({{"file", file.string()}, {"usable", usable}, {"remarks", list}});
  }
  if (terminal.json) terminal.print(document);
}

/// Shows what the templates, or one that is not yet in use, find on a scan or a text.
void try_out(Context& context, const Options& options) {
  const Config config = config_or_defaults(context);
  templates::Catalogue all = catalogue(config, find_data_files());
  std::string unit = options.unit;
  if (!options.trial.empty()) {
    unit = "(trial)";  // a unit of its own, so that nothing else of its kind takes part
    all.add_file(options.trial, unit);
  }
  std::vector<Document> documents;
  if (options.as_text || options.file.extension() == ".txt") {
    documents.push_back(templates::check_text(all, unit, pipeline::read_file(options.file)));
  } else {
    ocr::ReaderPool readers(reader_settings(config, find_data_files()));
    documents = templates::check_pages(all, unit, read_file_pages(readers, options.file),
                                       check_settings(config));
  }
  if (context.terminal.json)
    return context.terminal.print(check_json(documents, context.terminal.language));
  for (const Document& document : documents)
    show_document(context.terminal, document, Detail::whole);
}

}  // namespace

void add_template_commands(CLI::App& app, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* group =
      app.add_subcommand("template", "模板：列出、检查、试用 / templates: list, validate, try");
  group->require_subcommand(1);

  CLI::App* listing = group->add_subcommand("list", "列出模板和工作方案 / templates and plans");
  listing->add_option("--unit", options->unit, "组织单位 / unit");
  listing->callback([&context, options] { list(context, *options); });

  CLI::App* validating =
      group->add_subcommand("validate", "检查模板文件，指出错在哪一行 / what is wrong, by line");
  validating->add_option("files", options->files, "模板文件 / template files")
      ->required()
      ->check(CLI::ExistingFile);
  validating->callback([&context, options] { validate(context, *options); });

  CLI::App* trying = group->add_subcommand(
      "try", "试用：看模板在扫描件或文本上找到什么 / what a template finds on a scan or text");
  trying->add_option("file", options->file, "扫描件或文本 / scan or text")
      ->required()
      ->check(CLI::ExistingFile);
  trying->add_option("--template", options->trial, "尚未启用的模板文件 / a template not yet in use")
      ->check(CLI::ExistingFile);
  trying->add_option("--unit", options->unit, "组织单位 / unit");
  trying->add_flag("--text", options->as_text,
                   "文件是文本的承诺书（.txt 不必写明）/ the file is a letter in plain text");
  trying->callback([&context, options] { try_out(context, *options); });
}

}  // namespace chengnuo::console
