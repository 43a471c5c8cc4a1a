// What an administrator or auditor looks at: the audit log, messages on their way, the diagnosis.

#include <algorithm>

#include "console/doctor.h"
#include "console/door_json.h"
#include "console/web/api.h"
#include "pipeline/audit.h"
#include "pipeline/json.h"

namespace chengnuo::console {
namespace {

using nlohmann::json;

/// The latest entries before `before`, the latest first.
json audit(const Desk& desk, const Call& call) {
  const pipeline::AuditLog log(desk.database);
  const int limit = call.number("limit", 100, 1, 500);
  const std::int64_t end = std::min<std::int64_t>(
      log.last(), call.number("before", 2'000'000'000, 1, 2'000'000'000) - 1);
  json list = json::array();
  auto entries = log.entries(std::max<std::int64_t>(1, end - limit + 1), limit);
  std::erase_if(entries, [&](const auto& each) { return each.number > end; });
  std::ranges::reverse(entries);
  for (const auto& entry : entries)
    list.push_back({{"number", entry.number},
                    {"at", pipeline::rfc3339(entry.at)},
                    {"who", entry.who},
                    {"action", entry.action},
                    {"subject", entry.subject}});
  return {{"entries", list}};
}

json doctor(const Desk& desk, const Call& call) {
  json list = json::array();
  for (const Diagnosis& each : diagnose(desk.config.home)) {
    const char* grade = each.grade == Diagnosis::Grade::good      ? "good"
                        : each.grade == Diagnosis::Grade::warning ? "warning"
                                                                  : "fault";
    list.push_back(
        {{"grade", grade}, {"what", call.say(each.what)}, {"advice", call.say(each.advice)}});
  }
  return {{"diagnoses", list}};
}

}  // namespace

void add_audit_api(Router& router, Desk& desk) {
  router.get("/api/audit", Right::audit, [&desk](Call& call) { return audit(desk, call); });
  router.get("/api/messages", Right::administer, [&desk](Call& call) {
    return deliveries_json(pipeline::Outbox(desk.database).list(/*with_delivered=*/false),
                           call.language);
  });
  router.post("/api/messages/retry", Right::administer, [&desk](Call&) {
    return json{{"messages", pipeline::Outbox(desk.database).retry_all()},
                {"submissions", desk.reg.retry_all()}};
  });
  router.get("/api/doctor", Right::administer, [&desk](Call& call) { return doctor(desk, call); });
}

}  // namespace chengnuo::console
