#include <nlohmann/json.hpp>

#include "archive/retrieve.h"
#include "console/archive_search.h"
#include "console/command_archive.h"
#include "pipeline/audit.h"
#include "pipeline/json.h"

namespace chengnuo::console {
namespace {

void search(Context& context, const Search& wanted) {
  const OpenedArchive archive(context);
  const auto found = find_records(archive.parts.records, wanted);
  if (context.terminal.json) {
    nlohmann::json list = nlohmann::json::array();
    for (const auto& record : found) list.push_back(record_json(record));
    return context.terminal.print({{"records", list}});
  }
  std::vector<std::vector<std::string>> rows;
  for (const auto& record : found) {
    const archive::Hit hit = record.hits.empty() ? archive::Hit() : record.hits.front();
    rows.push_back({record.code, record.enterprise, record.credit_code, record.signed_on,
                    hit.page == 0 ? std::string() : std::to_string(hit.page), hit.snippet});
  }
  context.terminal.table({{"档号", "archive code"},
                          {"企业", "enterprise"},
                          {"代码", "code"},
                          {"签署日期", "signed on"},
                          {"页", "page"},
                          {"文字", "text"}},
                         rows);
}

struct Get {
  std::string what;
  std::filesystem::path folder = ".";
  bool everything = false;
};

void get(Context& context, const Get& wanted) {
  OpenedArchive archive(context);
  const auto listed = archive::find_one(archive.parts.records, wanted.what);
  const auto record = archive::read_record(archive.parts.store, listed.record);
  const auto extent = wanted.everything ? archive::Extent::everything : archive::Extent::copies;
  const auto files = archive::hand_out(archive.parts.store, record, extent, wanted.folder);
  pipeline::AuditLog(archive.database)
      .append("console", "hand_out", listed.submission,
              nlohmann::json({{"archive_code", listed.code}, {"files", files.size()}}).dump());
  nlohmann::json list = nlohmann::json::array();
  for (const auto& file : files) {
    list.push_back({{"path", file.file.string()}, {"role", file.role}, {"sha256", file.sha256}});
    if (!context.terminal.json)
      context.terminal.line({file.file.string() + "  SHA-256 " + file.sha256, {}});
  }
  if (context.terminal.json)
    context.terminal.print({{"record", record_json(listed)}, {"files", list}});
}

}  // namespace

nlohmann::json record_json(const archive::Listed& record) {
  return {{"submission", record.submission},
          {"archive_code", record.code},
          {"version", record.version},
          {"record", record.record},
          {"unit", record.unit},
          {"batch", record.batch},
          {"enterprise", record.enterprise},
          {"credit_code", record.credit_code},
          {"region", record.region},
          {"industry", record.industry},
          {"signed_on", record.signed_on},
          {"filed_at", pipeline::rfc3339(record.at)},
          {"retention", record.retention},
          {"expires", record.expires},
          {"hits", hits_json(record.hits)}};
}

std::vector<archive::Listed> find_records(const archive::Catalogue& catalogue, Search search) {
  // Days are China's.
  if (!search.from.empty())
    search.query.filed_from = pipeline::from_rfc3339(search.from + "T00:00:00+08:00");
  if (!search.until.empty())
    search.query.filed_until =
        pipeline::from_rfc3339(search.until + "T00:00:00+08:00") + std::chrono::days(1);
  if (!search.state.empty()) search.query.state = pipeline::state_named(search.state);
  return find_by_word(catalogue, search.query, search.any);
}

std::shared_ptr<Search> add_search_options(CLI::App& command) {
  auto wanted = std::make_shared<Search>();
  archive::Query& query = wanted->query;
  command.add_option("any", wanted->any, "名称、代码、档号或页上文字 / a name, a number, or words");
  command.add_option("--name", query.enterprise,
                     "企业名称或曾用名的任一部分 / part of a present or former name");
  command.add_option("--code", query.credit_code, "统一社会信用代码 / credit code");
  command.add_option("--archive-code", query.code, "档号 / archive code, whole or its beginning");
  command.add_option("--text", query.text, "页上文字，一个字起 / words on a page");
  command.add_option("--unit", query.unit, "组织单位 / organising unit");
  command.add_option("--batch", query.batch, "批次 / batch");
  command.add_option("--region", query.region,
                     "省份、行政区划代码或地址的一部分 / province, GB/T 2260 digits, address");
  command.add_option("--industry", query.industry, "行业 / industry");
  command.add_option("--state", wanted->state, "状态 / state, such as published, delisted");
  command.add_option("--signed-from", query.signed_from, "签署日期起 YYYY-MM-DD / signed from");
  command.add_option("--signed-until", query.signed_until, "签署日期止 / signed until");
  command.add_option("--from", wanted->from, "归档日期起 YYYY-MM-DD / filed from");
  command.add_option("--until", wanted->until, "归档日期止 / filed until");
  command.add_option("--limit", query.limit, "最多条数 / at most")->capture_default_str();
  return wanted;
}

void add_archive_finding(CLI::App& archive, Context& context) {
  CLI::App* searching = archive.add_subcommand("search", "查找 / search");
  auto wanted = add_search_options(*searching);
  searching->callback([&context, wanted] { search(context, *wanted); });

  auto getting = std::make_shared<Get>();
  CLI::App* handing = archive.add_subcommand("get", "取出签名原件 / the signed originals");
  handing->add_option("what", getting->what, "编号、档号或名称 / id, archive code or name")
      ->required();
  handing->add_option("-o,--out", getting->folder, "目标文件夹 / folder")->capture_default_str();
  handing->add_flag("--everything", getting->everything, "连同收件和记录 / drops and record too");
  handing->callback([&context, getting] { get(context, *getting); });
}

}  // namespace chengnuo::console
