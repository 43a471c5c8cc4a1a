#include "console/complaint_terminal.h"

#include <nlohmann/json.hpp>

#include "console/time_now.h"
#include "publication/estimate.h"

namespace chengnuo::console {
namespace {

using pipeline::Message;
using publication::Complaint;

std::string deadline_words(const Terminal& terminal, const ComplaintDesk& desk,
                           const publication::NextStep& step) {
  if (!step.by) return {};
  const Message late{"（已超期）", " (overdue)"};
  return publication::iso(*step.by) + (is_overdue(step, time_now()) ? terminal.say(late) : "") +
         terminal.say(publication::estimate_note(desk.calendar, *step.by));
}

nlohmann::json as_json(const Complaint& complaint, const ComplaintDesk& desk) {
  auto json = nlohmann::json::parse(publication::to_stored(complaint));
  if (const auto next = next_of(desk, complaint)) {
    json["next"] = next->what.zh;
    if (next->by) json["by"] = publication::iso(*next->by);
  }
  return json;
}

}  // namespace

void tell(const Context& context, const ComplaintDesk& desk, const Complaint& complaint) {
  if (context.terminal.json) return context.terminal.print(as_json(complaint, desk));
  const auto row = [&](const Message& name, const std::string& value) {
    if (!value.empty()) context.terminal.line({name.zh + "：" + value, name.en + ": " + value});
  };
  const auto say = [&](const Message& message) { return context.terminal.say(message); };
  row({"编号", "id"}, complaint.id);
  row({"企业", "enterprise"}, complaint.enterprise + "（" + complaint.submission + "）");
  row({"渠道", "channel"},
      say(publication::word_for(complaint.channel)) + " " + complaint.source_number);
  row({"内容", "content"}, complaint.content);
  row({"投诉人（不得告知企业）", "complainant (never to the enterprise)"},
      complaint.complainant.name + " " + complaint.complainant.contact);
  if (complaint.forwarded_to)
    row({"转交", "passed to"}, say(publication::word_for(*complaint.forwarded_to)));
  if (complaint.statement)
    row({"企业说明", "statement"}, complaint.statement->empty()
                                       ? say({"经通知未作说明", "asked, declined"})
                                       : *complaint.statement);
  if (const auto& finding = complaint.finding)
    row({"认定", "finding"},
        say(finding->exists ? Message{"存在", "exists"} : Message{"不存在", "does not exist"}) +
            "；" + say({"性质", "nature "}) + say(publication::word_for(finding->nature)) + "；" +
            say({"影响", "influence "}) + say(publication::word_for(finding->influence)) + "。" +
            finding->reasons);
  if (complaint.handling)
    row({"处理", "handling"},
        say(publication::word_for(*complaint.handling)) + " " + complaint.opinion);
  row({"反馈", "feedback"}, complaint.feedback);
  const auto next = next_of(desk, complaint);
  if (next)
    row({"下一步", "next"}, say(next->what) + " " + deadline_words(context.terminal, desk, *next));
}

void list_complaints(Context& context, const ComplaintDesk& desk, bool all) {
  nlohmann::json json = nlohmann::json::array();
  std::vector<std::vector<std::string>> rows;
  for (const Complaint& each : desk.complaints.list()) {
    const auto next = next_of(desk, each);
    if (!next && !all) continue;
    if (next && is_overdue(*next, time_now())) context.exit = kPersonNeeded;
    json.push_back(as_json(each, desk));
    rows.push_back(
        {each.id, each.enterprise, context.terminal.say(publication::word_for(each.channel)),
         next ? context.terminal.say(next->what) : context.terminal.say({"已办结", "done"}),
         next ? deadline_words(context.terminal, desk, *next) : std::string()});
  }
  if (context.terminal.json) return context.terminal.print({{"complaints", json}});
  context.terminal.table({{"编号", "id"},
                          {"企业", "enterprise"},
                          {"渠道", "channel"},
                          {"下一步", "next"},
                          {"期限", "by"}},
                         rows);
}

}  // namespace chengnuo::console
