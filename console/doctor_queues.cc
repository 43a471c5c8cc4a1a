#include <algorithm>

#include "console/doctor_looks.h"
#include "console/time_now.h"
#include "console/web/people.h"
#include "pipeline/database.h"
#include "pipeline/json.h"
#include "pipeline/outbox.h"
#include "pipeline/register.h"

namespace chengnuo::console {
namespace {

using enum Diagnosis::Grade;
using pipeline::Submission;

/// Held for the administrator, with the first one's reason.
Diagnoses held_for_administrator(const pipeline::Register& reg) {
  pipeline::Filter held;
  held.state = pipeline::State::held;
  held.depth = pipeline::Filter::Depth::without_documents;
  std::size_t count = 0;
  const pipeline::Hold* first = nullptr;
  const std::vector<Submission> all = reg.list(held);
  for (const Submission& each : all) {
    const auto hold =
        std::ranges::find(each.holds, pipeline::HoldFor::administrator, &pipeline::Hold::for_whom);
    if (hold == each.holds.end()) continue;
    ++count;
    if (first == nullptr) first = &*hold;
  }
  if (first == nullptr) return {};
  return {{warning,
           {std::to_string(count) + " 件等待管理员：" + first->reason.zh,
            std::to_string(count) + " wait for the administrator: " + first->reason.en},
           first->advice}};
}

/// Messages that were tried in vain, a line a receiver.
Diagnoses waiting_messages(const pipeline::Outbox& outbox) {
  Diagnoses found;
  std::map<std::string, std::pair<int, pipeline::Message>> waiting;
  for (const pipeline::Delivery& each : outbox.list(false)) {
    if (each.attempts == 0) continue;
    auto& [count, error] = waiting[each.message.receiver];
    ++count;
    error = each.last_error;
  }
  for (const auto& [receiver, facts] : waiting) {
    const auto& [count, error] = facts;
    found.push_back(
        {warning,
         {std::to_string(count) + " 条报文发不到 " + receiver + "：" + error.zh,
          std::to_string(count) + " messages do not reach " + receiver + ": " + error.en},
         {"排除原因后会自动重发；立即重发：chengnuo publish retry。",
          "They are sent again by themselves; at once: chengnuo publish retry"}});
  }
  return found;
}

}  // namespace

Diagnoses look_at_queues(const Config& config) {
  pipeline::Database database(config.database);
  const pipeline::Register reg(database);
  Diagnoses found = held_for_administrator(reg);
  for (const Diagnosis& each : waiting_messages(pipeline::Outbox(database))) found.push_back(each);

  const auto drift = std::chrono::abs(reg.now() - time_now());
  if (drift > std::chrono::minutes(2))
    found.push_back({warning,
                     {"本机时钟与数据库相差超过 2 分钟。",
                      "This machine's clock and the database's differ by more than 2 minutes."},
                     {"请为两台机器设置时间同步（NTP）。", "Have both synchronised (NTP)."}});
  if (found.empty())
    found.push_back({good,
                     {"没有积压：无待管理员处理的件，无发不出的报文",
                      "Nothing is stuck: neither papers nor messages"},
                     {}});
  return found;
}

Diagnoses look_at_people(const Config& config) {
  if (config.listen == "off") return {};
  pipeline::Database database(config.database);
  const People people(database);
  if (people.none())
    return {{warning,
             {"还没有网页用户。", "Nobody can use the page yet."},
             {"启动服务后打开它显示的设置链接，或执行 chengnuo user add。",
              "Start the service and open the link that it shows, or run chengnuo user add."}}};
  if (people.approvers() == 0)
    return {{warning,
             {"没有审核员，待审核的件无人能通过。", "Nobody may approve what waits for approval."},
             {"在网页“管理”中或用 chengnuo user change 指定审核员。",
              "Name one on the page or by chengnuo user change."}}};
  return {{good, {"网页用户齐备", "The page has its people"}, {}}};
}

}  // namespace chengnuo::console
