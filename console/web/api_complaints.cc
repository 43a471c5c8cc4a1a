// Complaints (社会监督): the register, and each step of a case. Checkers and approvers handle them;
// what decides a case — findings, closing — is the approver's.

#include "console/web/complaint_json.h"
#include "console/web/made_file.h"
#include "publication/official_papers.h"

namespace chengnuo::console {
namespace {

using nlohmann::json;
using publication::Complaint;

ComplaintDesk cases_of(const Desk& desk) { return {desk.config, desk.database}; }

json list(const Desk& desk, const Call& call) {
  const ComplaintDesk cases = cases_of(desk);
  json complaints = json::array();
  for (const Complaint& each : cases.complaints.list())
    if (call.person().sees(each.unit))
      complaints.push_back(complaint_brief(each, cases, desk, call.language));
  return {{"complaints", complaints}};
}

/// The complaint that the path names, if the person may see it.
Complaint seen(const ComplaintDesk& cases, const Call& call) {
  const auto found = cases.complaints.find(call.part("id"));
  if (!found) throw not_found();
  call.require_unit(found->unit);
  return *found;
}

template <typename Value>
Value choice(const Call& call, const char* name,
             std::optional<Value> (*named)(const std::string&)) {
  const auto value = named(call.text(name));
  if (!value)
    throw Refused{422, {std::string("请选择 ") + name + "。", std::string("Choose ") + name + "."}};
  return *value;
}

bool flag(const Call& call, const char* name) {
  return call.body.value(name, json(false)) == json(true);
}

json add(const Desk& desk, const Call& call) {
  ComplaintDesk cases = cases_of(desk);
  Complaint complaint;
  complaint.submission = call.text("submission");
  const auto submission = desk.reg.find(complaint.submission);
  if (!submission) throw not_found();
  call.require_unit(submission->unit);
  complaint.channel = choice(call, "channel", publication::channel_named);
  complaint.content = call.text("content");
  if (complaint.content.empty())
    throw Refused{422, {"请写明反映的情况。", "Write what is complained of."}};
  complaint.complainant = {call.text("name", ""), call.text("contact", "")};
  complaint.source_number = call.text("source", "");
  complaint.objection = flag(call, "objection");
  return complaint_json(enter(cases, complaint, call.person().full_name), cases, desk,
                        call.language);
}

json fetch(const Desk& desk, const Call& call) {
  ComplaintDesk cases = cases_of(desk);
  auto units = desk.config.units;
  std::erase_if(units, [&](const UnitConfig& unit) { return !call.person().sees(unit.id); });
  const Fetched fetched = fetch_complaints(cases, units, call.person().full_name, desk.reg.now());
  json failed = json::array();
  for (const pipeline::Error& error : fetched.failed) failed.push_back(call.say(error.message()));
  return {{"found", fetched.entered.size() + fetched.failed.size()}, {"failed", failed}};
}

using Step = std::function<Complaint(ComplaintDesk& cases, const Call& call, const std::string& id,
                                     const std::string& who)>;

/// A step of one case; answers the case as it then stands.
Router::Handler step(Desk& desk, Step take) {
  return [&desk, take = std::move(take)](Call& call) {
    ComplaintDesk cases = cases_of(desk);
    const std::string id = seen(cases, call).id;
    return complaint_json(take(cases, call, id, call.person().full_name), cases, desk,
                          call.language);
  };
}

Complaint hear(ComplaintDesk& cases, const Call& call, const std::string& id,
               const std::string& who) {
  const std::string statement = call.text("statement", "");
  if (statement.empty() && !flag(call, "declined"))
    throw Refused{422,
                  {"请写明企业的说明，或勾选“经通知未作说明”。",
                   "Write the statement, or say that it was asked and declined."}};
  return cases.complaints.hear(id, statement, who);
}

Complaint find_breach(ComplaintDesk& cases, const Call& call, const std::string& id,
                      const std::string& who) {
  return cases.complaints.find_breach(
      id,
      {flag(call, "exists"), choice(call, "nature", publication::nature_named),
       choice(call, "influence", publication::influence_named), call.text("reasons", "")},
      who);
}

}  // namespace

void add_complaints_api(Router& router, Desk& desk) {
  const std::string one = "/api/complaints/{id}";
  router.get("/api/complaints", Right::supervise, [&desk](Call& call) { return list(desk, call); });
  router.post("/api/complaints", Right::supervise, [&desk](Call& call) { return add(desk, call); });
  router.post("/api/complaints/fetch", Right::supervise,
              [&desk](Call& call) { return fetch(desk, call); });
  router.get(one, Right::supervise, [&desk](Call& call) {
    const ComplaintDesk cases = cases_of(desk);
    return complaint_json(seen(cases, call), cases, desk, call.language);
  });
  router.get_raw(one + "/letter", Right::supervise, [&desk](Call& call) {
    const ComplaintDesk cases = cases_of(desk);
    const Complaint complaint = seen(cases, call);
    const auto paper = letter_to_enterprise(cases, complaint, call.query("number"), desk.reg.now());
    answer_made_file(call, desk.config.work / "papers", complaint.id + ".pdf", "application/pdf",
                     [&](const auto& file) { publication::write_pdf(file, paper); });
  });
  router.post(one + "/forward", Right::supervise,
              step(desk, [](ComplaintDesk& cases, const Call& call, const std::string& id,
                            const std::string& who) {
                return cases.complaints.forward(
                    id, choice(call, "to", publication::investigator_named), who);
              }));
  router.post(one + "/statement", Right::supervise, step(desk, hear));
  router.post(one + "/finding", Right::approve, step(desk, find_breach));
  router.post(one + "/closing", Right::approve,
              step(desk, [&desk](ComplaintDesk& cases, const Call& call, const std::string& id,
                                 const std::string& who) {
                return close_complaint(cases, id,
                                       choice(call, "handling", publication::handling_named),
                                       call.text("opinion", ""), who, desk.reg.now());
              }));
  router.post(one + "/feedback", Right::supervise,
              step(desk, [](ComplaintDesk& cases, const Call& call, const std::string& id,
                            const std::string& who) {
                return cases.complaints.feed_back(id, call.text("words"), who);
              }));
}

}  // namespace chengnuo::console
