// The archive: search, the signed copies, and whether they are whole and valid. Who read what is in
// the audit log.

#include <chrono>

#include "archive/copy_state.h"
#include "archive/retrieve.h"
#include "console/archive_search.h"
#include "console/assembly.h"
#include "console/web/api.h"
#include "pipeline/audit.h"
#include "pipeline/json.h"
#include "signing/report_json.h"
#include "signing/trust.h"
#include "signing/verify.h"

namespace chengnuo::console {
namespace {

using nlohmann::json;

json listed_json(const archive::Listed& record, const Desk& desk) {
  return {{"submission", record.submission},
          {"archive_code", record.code},
          {"unit", record.unit},
          {"unit_name", desk.unit_name(record.unit)},
          {"batch", record.batch},
          {"enterprise", record.enterprise},
          {"credit_code", record.credit_code},
          {"signed_on", record.signed_on},
          {"filed_at", pipeline::rfc3339(record.at)},
          {"retention", record.retention},
          {"expires", record.expires},
          {"hits", hits_json(record.hits)}};
}

json search(const Desk& desk, const Call& call) {
  archive::Query query;
  query.unit = call.person().unit.empty() ? call.query("unit") : call.person().unit;
  query.batch = call.query("batch");
  query.limit = call.number("limit", 50, 1, 200);
  query.offset = call.number("offset", 0, 0, 10'000'000);
  json records = json::array();
  for (const auto& each : find_by_word(desk.records, query, call.query("q")))
    records.push_back(listed_json(each, desk));
  return {{"records", records}};
}

archive::Listed seen_record(const Desk& desk, const Call& call) {
  auto found = desk.records.find(call.part("id"));
  if (!found) throw not_found();
  call.require_unit(found->unit);
  return std::move(*found);
}

archive::RecordObject copy_in(const archive::Record& record, const std::string& holder) {
  const char* role = holder == "unit"         ? archive::kUnitCopyRole
                     : holder == "enterprise" ? archive::kEnterpriseCopyRole
                                              : "";
  const auto objects = archive::objects_of(record, role);
  if (objects.empty()) throw not_found();
  return objects.front();
}

void hand_out(Desk& desk, Call& call) {
  const auto listed = seen_record(desk, call);
  const auto record = archive::read_record(desk.store, listed.record);
  const auto object = copy_in(record, call.part("holder"));
  pipeline::AuditLog(desk.database)
      .append(call.person().name, "hand_out", listed.submission,
              json({{"copy", call.part("holder")}}).dump());
  call.response.set_header("Cache-Control", "no-store");
  call.response.set_header("Content-Disposition", "attachment; filename=\"" + listed.submission +
                                                      "-" + call.part("holder") + ".pdf\"");
  call.response.set_content(desk.store.read(object.bytes.sha256), "application/pdf");
}

/// What the signatures of a copy say, and where it is: the unit's was filed, the enterprise's is
/// handed over once that was written down.
json copy_json(const Desk& desk, const Call& call, const archive::Record& record,
               const std::string& holder, const signing::TrustAnchors& anchors) {
  const auto object = copy_in(record, holder);
  json copy = {{"verdict", "missing"}, {"signatures", json::array()}};
  if (const auto file = desk.store.whole_copy(object.bytes.sha256)) {
    copy = signing::to_json(signing::verify_file(*file, anchors, desk.reg.now()), call.language);
    copy.erase("file");  // where our archive lies is nobody's business
  }
  const auto delivery = archive::delivery_of(record.submission);
  const bool of_unit = holder == "unit";
  copy["holder"] = holder;
  copy["sha256"] = object.bytes.sha256;
  copy["state"] = of_unit ? "filed" : delivery ? "handed_over" : "waiting";
  copy["handed_over_on"] = of_unit || !delivery ? "" : delivery->on;
  copy["receipt"] = of_unit || !delivery ? "" : delivery->receipt;
  return copy;
}

/// Are all its objects whole, in every location, and how do both copies stand?
json verification(const Desk& desk, const Call& call) {
  const auto listed = seen_record(desk, call);
  const auto record = archive::read_record(desk.store, listed.record);
  const auto anchors = signing::read_trust_anchors(certificates_below(desk.config.trust));
  json copies = json::array();
  for (const char* holder : {"unit", "enterprise"})
    copies.push_back(copy_json(desk, call, record, holder, anchors));
  return {{"record", listed_json(listed, desk)},
          {"whole", archive::verify_versions(desk.store, listed).empty()},
          {"copies", copies},
          {"hold", archive::hold_of(record.submission).value_or("")}};
}

}  // namespace

void add_archive_api(Router& router, Desk& desk) {
  router.get("/api/archive", Right::search, [&desk](Call& call) { return search(desk, call); });
  router.get("/api/archive/{id}/verification", Right::search,
             [&desk](Call& call) { return verification(desk, call); });
  router.get_raw("/api/archive/{id}/copies/{holder}", Right::search,
                 [&desk](Call& call) { hand_out(desk, call); });
}

}  // namespace chengnuo::console
