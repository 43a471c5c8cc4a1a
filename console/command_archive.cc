#include <nlohmann/json.hpp>

#include "archive/retrieve.h"
#include "console/assembly.h"
#include "console/command.h"
#include "pipeline/audit.h"
#include "pipeline/json.h"

namespace chengnuo::console {
namespace {

nlohmann::json record_json(const archive::Listed& record) {
  nlohmann::json hits = nlohmann::json::array();
  for (const archive::Hit& hit : record.hits)
    hits.push_back({{"page", hit.page}, {"box", hit.box}, {"snippet", hit.snippet}});
  return {{"submission", record.submission},
          {"archive_code", record.code},
          {"version", record.version},
          {"unit", record.unit},
          {"batch", record.batch},
          {"enterprise", record.enterprise},
          {"credit_code", record.credit_code},
          {"signed_on", record.signed_on},
          {"filed_at", pipeline::rfc3339(record.at)},
          {"expires", record.expires},
          {"hits", hits}};
}

struct Search {
  archive::Query query;
  std::string any;  ///< a name, a code, or words on a page
  std::string from, until;
};

/// One word from a person: looked for as a name, then as a number, then as words on the pages.
std::vector<archive::Listed> search_any(const archive::Catalogue& catalogue, const Search& search) {
  if (search.any.empty()) return catalogue.search(search.query);
  for (std::string archive::Query::*member :
       {&archive::Query::enterprise, &archive::Query::credit_code, &archive::Query::code,
        &archive::Query::text}) {
    archive::Query query = search.query;
    query.*member = search.any;
    if (auto found = catalogue.search(query); !found.empty()) return found;
  }
  return {};
}

void search(Context& context, Search& search) {
  const Config config = context.config();
  pipeline::Database database(config.database);
  if (!search.from.empty())
    search.query.filed_from = pipeline::from_rfc3339(search.from + "T00:00:00Z");
  if (!search.until.empty())
    search.query.filed_until =
        pipeline::from_rfc3339(search.until + "T00:00:00Z") + std::chrono::days(1);
  const auto found = search_any(archive::Catalogue(database), search);
  if (context.terminal.json) {
    nlohmann::json list = nlohmann::json::array();
    for (const auto& record : found) list.push_back(record_json(record));
    return context.terminal.print({{"records", list}});
  }
  std::vector<std::vector<std::string>> rows;
  for (const auto& record : found)
    rows.push_back({record.code, record.enterprise, record.credit_code, record.signed_on,
                    record.hits.empty() ? std::string() : record.hits.front().snippet});
  context.terminal.table({{"档号", "archive code"},
                          {"企业", "enterprise"},
                          {"代码", "code"},
                          {"签署日期", "signed on"},
                          {"文字", "text"}},
                         rows);
}

struct Get {
  std::string what;
  std::filesystem::path folder = ".";
  bool everything = false;
};

void get(Context& context, const Get& wanted) {
  const Config config = context.config();
  pipeline::Database database(config.database);
  const archive::ObjectStore store(config.archive);
  const auto listed = archive::find_one(archive::Catalogue(database), wanted.what);
  const auto record = archive::read_record(store, listed.record);
  const auto extent = wanted.everything ? archive::Extent::everything : archive::Extent::copies;
  const auto files = archive::hand_out(store, record, extent, wanted.folder);
  pipeline::AuditLog(database).append("console", "hand_out", listed.submission,
                                      nlohmann::json({{"files", files.size()}}).dump());
  nlohmann::json list = nlohmann::json::array();
  for (const auto& file : files) {
    list.push_back({{"path", file.file.string()}, {"role", file.role}, {"sha256", file.sha256}});
    if (!context.terminal.json)
      context.terminal.line({file.file.string() + "  SHA-256 " + file.sha256, {}});
  }
  if (context.terminal.json)
    context.terminal.print({{"record", record_json(listed)}, {"files", list}});
}

void verify(Context& context, const std::string& what) {
  const Config config = context.config();
  pipeline::Database database(config.database);
  const archive::ObjectStore store(config.archive);
  const archive::Catalogue catalogue(database);
  std::vector<archive::Listed> records;
  if (what.empty()) {
    archive::Query all;
    all.limit = 1'000'000;
    records = catalogue.search(all);
  } else {
    records.push_back(archive::find_one(catalogue, what));
  }
  nlohmann::json list = nlohmann::json::array();
  Progress progress(context.terminal.say({"核对", "verifying"}));
  std::size_t done = 0;
  for (const auto& listed : records) {
    const auto defects = archive::verify(store, archive::read_record(store, listed.record));
    for (const auto& defect : defects) {
      context.exit = kPersonNeeded;
      const bool missing = defect.fixity == archive::Fixity::missing;
      list.push_back({{"archive_code", listed.code},
                      {"object", defect.object.bytes.sha256},
                      {"fault", missing ? "missing" : "damaged"}});
      context.terminal.note(
          {listed.code + "：" + defect.object.bytes.sha256 + (missing ? " 缺失" : " 已损坏"),
           listed.code + ": " + defect.object.bytes.sha256 +
               (missing ? " is missing" : " is damaged")});
    }
    progress.show(++done, records.size());
  }
  if (context.terminal.json)
    context.terminal.print({{"records", records.size()}, {"defects", list}});
  else
    context.terminal.line({"核对 " + std::to_string(records.size()) + " 件，发现问题 " +
                               std::to_string(list.size()) + " 处。",
                           std::to_string(records.size()) + " records verified, " +
                               std::to_string(list.size()) + " defects."});
}

}  // namespace

void add_archive_commands(CLI::App& app, Context& context) {
  CLI::App* archive = app.add_subcommand("archive", "档案 / the archive");
  archive->require_subcommand(1);

  auto wanted = std::make_shared<Search>();
  CLI::App* searching = archive->add_subcommand("search", "查找 / search");
  searching->add_option("any", wanted->any,
                        "名称、代码、档号或页上文字 / a name, a number, or words");
  searching->add_option("--name", wanted->query.enterprise, "企业名称的一部分 / part of the name");
  searching->add_option("--code", wanted->query.credit_code, "统一社会信用代码 / credit code");
  searching->add_option("--archive-code", wanted->query.code, "档号 / archive code");
  searching->add_option("--text", wanted->query.text, "页上文字 / words on a page");
  searching->add_option("--unit", wanted->query.unit, "组织单位 / organising unit");
  searching->add_option("--batch", wanted->query.batch, "批次 / batch");
  searching->add_option("--from", wanted->from, "归档日期起 YYYY-MM-DD / filed from");
  searching->add_option("--until", wanted->until, "归档日期止 YYYY-MM-DD / filed until");
  searching->add_option("--limit", wanted->query.limit, "最多条数 / at most")
      ->capture_default_str();
  searching->callback([&context, wanted] { search(context, *wanted); });

  auto getting = std::make_shared<Get>();
  CLI::App* handing = archive->add_subcommand("get", "取出签名原件 / the signed originals");
  handing->add_option("what", getting->what, "编号、档号或名称 / id, archive code or name")
      ->required();
  handing->add_option("-o,--out", getting->folder, "目标文件夹 / folder")->capture_default_str();
  handing->add_flag("--everything", getting->everything, "连同收件和记录 / drops and record too");
  handing->callback([&context, getting] { get(context, *getting); });

  auto what = std::make_shared<std::string>();
  CLI::App* verifying =
      archive->add_subcommand("verify", "核对档案是否完好 / is the archive whole");
  verifying->add_option("what", *what, "编号、档号或名称；不写则全部 / default: everything");
  verifying->callback([&context, what] { verify(context, *what); });
}

}  // namespace chengnuo::console
