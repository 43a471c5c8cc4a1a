#include "console/complaint_desk.h"

#include <nlohmann/json.hpp>

#include "console/assembly.h"
#include "console/papers.h"
#include "console/public_act.h"
#include "console/time_now.h"

namespace chengnuo::console {
namespace {

using pipeline::Error;
using pipeline::Message;
using pipeline::Remedy;
using publication::Complaint;
using publication::WorkCalendar;

std::string deadline_words(const publication::NextStep& step, publication::Day today) {
  if (!step.by) return {};
  return publication::iso(*step.by) + (*step.by < today ? "（已超期）" : "");
}

nlohmann::json as_json(const Complaint& complaint, const ComplaintDesk& desk) {
  auto json = nlohmann::json::parse(publication::to_stored(complaint));
  const auto next =
      publication::next_step(complaint, desk.config.complaint_deadlines, desk.calendar());
  if (next) {
    json["next"] = next->what.zh;
    if (next->by) json["by"] = publication::iso(*next->by);
  }
  return json;
}

/// An objection stops the publicity period until it was dealt with.
void suspend_for(const ComplaintDesk& desk, pipeline::Database& database,
                 const Complaint& complaint, const std::string& who) {
  const auto submission = pipeline::Register(database).find(complaint.submission);
  const bool suspended =
      submission && publication::holds(*submission, publication::MessageKind::suspension,
                                       publication::MessageKind::resumption);
  if (!complaint.objection || suspended) return;
  carry_out(desk.config, database,
            {complaint.submission,
             publication::MessageKind::suspension,
             "收到对公示内容的异议，正在核查",
             {},
             {},
             who},
            time_now());
}

/// The submission that a platform's complaint is about: by its letter's message, else by its name.
std::string submission_of(ComplaintDesk& desk, const publication::WebComplaint& web) {
  const std::string prefix = desk.config.house + ".";
  if (web.message_id.starts_with(prefix)) {
    const std::string rest = web.message_id.substr(prefix.size());
    return rest.substr(0, rest.find('.'));
  }
  pipeline::Filter filter;
  filter.text = web.enterprise;
  filter.depth = pipeline::Filter::Depth::without_documents;
  const auto found = pipeline::Register(desk.database).list(filter);
  if (!web.enterprise.empty() && found.size() == 1) return found.front().id;
  throw Error(
      Remedy::fix_document,
      {"投诉 " + web.number + " 没有写明是哪份承诺书，按企业名称“" + web.enterprise +
           "”也不能确定。",
       "Complaint " + web.number + " names no letter, and its enterprise \"" + web.enterprise +
           "\" is not one submission's."},
      {"请查明后用 chengnuo complaint add 登记。", "Find out, and use chengnuo complaint add."});
}

}  // namespace

Complaint complaint_named(const ComplaintDesk& desk, const std::string& id) {
  auto found = desk.complaints.find(id);
  if (!found) throw publication::no_such_complaint(id);
  return *found;
}

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
  const auto next =
      publication::next_step(complaint, desk.config.complaint_deadlines, desk.calendar());
  if (next)
    row({"下一步", "next"},
        say(next->what) + " " + deadline_words(*next, publication::day_in_china(time_now())));
}

void list_complaints(Context& context, bool all) {
  ComplaintDesk desk(context);
  const WorkCalendar calendar = desk.calendar();
  const auto today = publication::day_in_china(time_now());
  nlohmann::json json = nlohmann::json::array();
  std::vector<std::vector<std::string>> rows;
  for (const Complaint& each : desk.complaints.list()) {
    const auto next = publication::next_step(each, desk.config.complaint_deadlines, calendar);
    if (!next && !all) continue;
    if (next && next->by && *next->by < today) context.exit = kPersonNeeded;
    json.push_back(as_json(each, desk));
    rows.push_back(
        {each.id, each.enterprise, context.terminal.say(publication::word_for(each.channel)),
         next ? context.terminal.say(next->what) : context.terminal.say({"已办结", "done"}),
         next ? deadline_words(*next, today) : std::string()});
  }
  if (context.terminal.json) return context.terminal.print({{"complaints", json}});
  context.terminal.table({{"编号", "id"},
                          {"企业", "enterprise"},
                          {"渠道", "channel"},
                          {"下一步", "next"},
                          {"期限", "by"}},
                         rows);
}

Complaint enter(ComplaintDesk& desk, Complaint complaint, const std::string& who) {
  const auto submission = submission_named(pipeline::Register(desk.database), complaint.submission);
  complaint.submission = submission.id;
  complaint.unit = submission.unit;
  complaint.enterprise = submission.enterprise;
  const Complaint entered = desk.complaints.enter(complaint, who);
  suspend_for(desk, desk.database, entered, who);
  return entered;
}

Complaint take_over(ComplaintDesk& desk, const publication::WebComplaint& web,
                    const std::string& who) {
  Complaint complaint;
  complaint.submission = submission_of(desk, web);
  complaint.channel = publication::Channel::web;
  complaint.source_number = web.number;
  complaint.objection = web.objection;
  complaint.content = web.content;
  complaint.complainant = {web.name, web.contact};
  return enter(desk, complaint, who);
}

}  // namespace chengnuo::console
