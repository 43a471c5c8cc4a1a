// Batches: their counts, their report for each file, their receipt, and what a list of enterprises
// says against what came.

#include <algorithm>
#include <map>
#include <set>

#include "console/web/api.h"
#include "console/web/case_json.h"
#include "console/web/qr.h"
#include "console/words.h"
#include "pipeline/csv.h"
#include "pipeline/digest.h"
#include "pipeline/json.h"
#include "pipeline/text.h"

namespace chengnuo::console {
namespace {

using nlohmann::json;
using pipeline::Submission;

constexpr int kMostInBatch = 20'000;
constexpr std::size_t kMostRows = 20'000;

/// The batch that the call names. Throws Refused 404 if it names none, or the person may not see
/// it.
pipeline::Filter batch_in(const Call& call) {
  pipeline::Filter filter;
  filter.unit = call.query("unit");
  filter.batch = call.query("batch");
  if (filter.unit.empty() || filter.batch.empty()) throw not_found();
  call.require_unit(filter.unit);
  return filter;
}

/// All of one batch, without what was found on the papers.
std::vector<Submission> whole_batch(const Desk& desk, const Call& call) {
  pipeline::Filter filter = batch_in(call);
  filter.limit = kMostInBatch;
  filter.depth = pipeline::Filter::Depth::without_documents;
  auto all = desk.reg.list(filter);
  if (all.empty()) throw not_found();
  return all;
}

void report(const Desk& desk, Call& call) {
  const auto& say = [&](const char* zh, const char* en) { return call.say({zh, en}); };
  std::vector<std::vector<std::string>> rows{
      {say("序号", "no."), say("编号", "id"), say("文件", "file"), say("企业", "enterprise"),
       say("统一社会信用代码", "credit code"), say("状态", "state"), say("原因", "reason"),
       say("处理办法", "what to do"), say("档号", "archive code"), "SHA-256"}};
  std::size_t number = 0;
  for (const Submission& each : whole_batch(desk, call))
    for (const auto& drop : each.drops) {
      const pipeline::Hold hold = each.holds.empty() ? pipeline::Hold{} : each.holds.front();
      rows.push_back({std::to_string(++number), each.id, drop.name, each.enterprise,
                      each.credit_code, call.say(word_for(each)), call.say(hold.reason),
                      call.say(hold.advice), each.archive_code, drop.sha256});
    }
  call.response.set_header("Content-Disposition", "attachment; filename=\"report.csv\"");
  call.response.set_header("Cache-Control", "no-store");
  call.response.set_content(pipeline::csv_text(rows), "text/csv; charset=utf-8");
}

/// The receipt (回执) for submissions of one unit: what came, when, and a digest over all of it.
json receipt(const Desk& desk, const Call& call, const std::vector<Submission>& all,
             const std::string& number) {
  json files = json::array();
  std::string digests;
  pipeline::Time last;
  for (const Submission& each : all)
    for (const auto& drop : each.drops) {
      const auto pages = std::ranges::count(each.pages, drop.sha256, &pipeline::PageRef::drop);
      files.push_back({{"name", drop.name},
                       {"submission", each.id},
                       {"enterprise", each.enterprise},
                       {"pages", pages},
                       {"digest", drop.sha256.substr(0, 8)},
                       {"received_at", pipeline::rfc3339(drop.received_at)}});
      digests += drop.sha256;
      last = std::max(last, drop.received_at);
    }
  const std::string digest = pipeline::sha256_hex(digests);
  return {{"number", number},
          {"unit_name", desk.unit_name(all.front().unit)},
          {"batch", all.front().batch},
          {"received_at", pipeline::rfc3339(last)},
          {"clerk", call.person().full_name},
          {"files", files},
          {"digest", digest.substr(0, 8)},
          {"qr", qr_svg("chengnuo:receipt:" + number + ":" + std::to_string(files.size()) + ":" +
                        digest.substr(0, 16))}};
}

/// One field of all letters of a batch, side by side.
json fields(const Desk& desk, const Call& call) {
  pipeline::Filter filter = batch_in(call);
  filter.limit = call.number("limit", 40, 1, 100);
  filter.offset = call.number("offset", 0, 0, kMostInBatch);
  json rows = json::array();
  for (const Submission& each : desk.reg.list(filter)) {
    json row =
        field_beside_others_json(each, call.query("field"), desk, call.person(), call.language);
    if (!row.is_null()) rows.push_back(std::move(row));
  }
  return {{"total", desk.reg.count(filter)}, {"rows", rows}};
}

std::string normal(const std::string& text) {
  return pipeline::without_blanks(pipeline::nfkc(text));
}

/// What a list says (rows of name and code) against the batch: found, missing, and not on the list.
json match(const Desk& desk, const Call& call) {
  const json rows = call.body.value("rows", json::array());
  if (!rows.is_array() || rows.size() > kMostRows)
    throw Refused{422, {"清单写法不对，或太长。", "The list is wrong or too long."}};
  const auto all = whole_batch(desk, call);
  std::map<std::string, const Submission*> by_key;
  for (const Submission& each : all)
    for (const std::string& key : {normal(each.enterprise), normal(each.credit_code)})
      if (!key.empty()) by_key[key] = &each;
  json found = json::array();
  json missing = json::array();
  std::set<std::string> seen;
  for (const json& row : rows) {
    if (!row.is_object()) continue;
    Call one{call.request, call.response, {}, {}, call.language, row};
    const std::string name = one.text("enterprise", "");
    const std::string code = one.text("credit_code", "");
    auto hit = by_key.find(normal(code));
    if (hit == by_key.end()) hit = by_key.find(normal(name));
    const json line = {{"enterprise", name}, {"credit_code", code}};
    if (hit == by_key.end()) {
      missing.push_back(line);
      continue;
    }
    seen.insert(hit->second->id);
    found.push_back(brief_json(*hit->second, desk, call.language));
  }
  json extra = json::array();
  for (const Submission& each : all)
    if (!seen.contains(each.id)) extra.push_back(brief_json(each, desk, call.language));
  return {{"found", found}, {"missing", missing}, {"extra", extra}};
}

}  // namespace

void add_batches_api(Router& router, Desk& desk) {
  router.get("/api/batches", Right::look, [&desk](Call& call) {
    return json{{"batches", batches_json(desk, desk.reg.tally(call.person().unit), call.language)}};
  });
  router.get_raw("/api/batch/report", Right::look, [&desk](Call& call) { report(desk, call); });
  router.get("/api/batch/fields", Right::correct,
             [&desk](Call& call) { return fields(desk, call); });
  router.get("/api/batch/receipt", Right::look, [&desk](Call& call) {
    const auto all = whole_batch(desk, call);
    return receipt(desk, call, all, all.front().unit + "-" + all.front().batch);
  });
  router.post("/api/batch/match", Right::look, [&desk](Call& call) { return match(desk, call); });
  router.get("/api/submissions/{id}/receipt", Right::look, [&desk](Call& call) {
    const auto submission = seen_submission(desk, call);
    return receipt(desk, call, {submission}, submission.id);
  });
}

}  // namespace chengnuo::console
