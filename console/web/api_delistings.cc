// Delisting (除名) and its revocation.

#include <set>

#include "archive/retrieve.h"
#include "console/delisting.h"
#include "console/web/complaint_json.h"
#include "pipeline/audit.h"

namespace chengnuo::console {
namespace {

using nlohmann::json;

/// Every enterprise whose case was closed with 除名, whatever became of that since.
json list(const Desk& desk, const Call& call) {
  const ComplaintDesk cases(desk.config, desk.database);
  json delistings = json::array();
  std::set<std::string> told;
  for (const auto& each : cases.complaints.list()) {
    if (each.handling != publication::Handling::delisting || !call.person().sees(each.unit))
      continue;
    const auto submission = desk.reg.find(each.submission);
    if (!submission || !told.insert(submission->id).second) continue;
    json one = delisting_json(*submission, desk);
    one["complaint"] = each.id;
    delistings.push_back(std::move(one));
  }
  return {{"delistings", delistings}};
}

DelistingWish wish_in(const Desk& desk, const Call& call) {
  DelistingWish wish;
  wish.submission = seen_submission(desk, call).id;
  wish.complaint = call.text("complaint", "");
  wish.number = call.text("number", "");
  wish.reason = call.text("reason", "");
  wish.who = call.person().full_name;
  return wish;
}

void hand_out_notice(const Desk& desk, Call& call) {
  const auto submission = seen_submission(desk, call);
  const auto listed = desk.records.find(submission.id);
  if (!listed) throw not_found();
  const auto notices = archive::objects_of(archive::read_record(desk.store, listed->record),
                                           archive::kDelistingNoticeRole);
  if (notices.empty()) throw not_found();
  pipeline::AuditLog(desk.database)
      .append(call.person().name, "hand_out", submission.id,
              json({{"copy", archive::kDelistingNoticeRole}}).dump());
  call.response.set_header("Cache-Control", "no-store");
  call.response.set_header("Content-Disposition",
                           "attachment; filename=\"" + submission.id + "-delisting.pdf\"");
  call.response.set_content(desk.store.read(notices.back().bytes.sha256), "application/pdf");
}

}  // namespace

void add_delistings_api(Router& router, Desk& desk) {
  const std::string one = "/api/submissions/{id}";
  router.get("/api/delistings", Right::supervise, [&desk](Call& call) { return list(desk, call); });
  router.post(one + "/delisting", Right::approve, [&desk](Call& call) {
    const auto done =
        strike_off(desk.config, desk.database, desk.store, wish_in(desk, call), desk.reg.now());
    return delisting_json(done.submission, desk);
  });
  router.post(one + "/relisting", Right::approve, [&desk](Call& call) {
    return delisting_json(revoke(desk.config, desk.database, wish_in(desk, call), desk.reg.now()),
                          desk);
  });
  router.get_raw(one + "/notice", Right::supervise,
                 [&desk](Call& call) { hand_out_notice(desk, call); });
}

}  // namespace chengnuo::console
