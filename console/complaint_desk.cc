#include "console/complaint_desk.h"

#include "console/assembly.h"
#include "console/papers.h"
#include "console/public_act.h"
#include "console/time_now.h"
#include "publication/complaint_exchange.h"

namespace chengnuo::console {
namespace {

using pipeline::Error;
using pipeline::Message;
using pipeline::Remedy;
using publication::Complaint;

/// An objection stops the publicity period until it was dealt with.
void suspend_for(ComplaintDesk& desk, const Complaint& complaint, const std::string& who) {
  const auto submission = pipeline::Register(desk.database).find(complaint.submission);
  const bool suspended =
      submission && publication::holds(*submission, publication::MessageKind::suspension,
                                       publication::MessageKind::resumption);
  if (!complaint.objection || suspended) return;
  carry_out(desk.config, desk.database,
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

std::optional<publication::NextStep> next_of(const ComplaintDesk& desk,
                                             const Complaint& complaint) {
  return publication::next_step(complaint, desk.config.complaint_deadlines, desk.calendar);
}

bool is_overdue(const publication::NextStep& step, pipeline::Time now) {
  return step.by && *step.by < publication::day_in_china(now);
}

Complaint enter(ComplaintDesk& desk, Complaint complaint, const std::string& who) {
  const auto submission = submission_named(pipeline::Register(desk.database), complaint.submission);
  complaint.submission = submission.id;
  complaint.unit = submission.unit;
  complaint.enterprise = submission.enterprise;
  const Complaint entered = desk.complaints.enter(complaint, who);
  suspend_for(desk, entered, who);
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

Fetched fetch_complaints(ComplaintDesk& desk, const std::vector<UnitConfig>& units,
                         const std::string& who, pipeline::Time now) {
  Fetched fetched;
  for (const UnitConfig& unit : units)
    for (const auto& web :
         publication::fetch_complaints(http_settings(desk.config.platform), message_key(unit), now))
      try {
        fetched.entered.push_back(take_over(desk, web, who));
      } catch (const Error& error) {
        fetched.failed.push_back(error);
      }
  return fetched;
}

Complaint close_complaint(ComplaintDesk& desk, const std::string& id,
                          publication::Handling handling, const std::string& opinion,
                          const std::string& who, pipeline::Time now) {
  const Complaint closed = desk.complaints.close(id, handling, opinion, who);
  if (closed.objection && handling == publication::Handling::dismissed)
    carry_out(desk.config, desk.database,
              {closed.submission,
               publication::MessageKind::resumption,
               "经核查，异议不成立",
               {},
               {},
               who},
              now);
  return closed;
}

publication::Paper letter_to_enterprise(const ComplaintDesk& desk, const Complaint& complaint,
                                        const std::string& number, pipeline::Time now) {
  return publication::hearing_letter(
      letterhead(desk.config, unit_of(desk.config, complaint.unit), number, now),
      publication::view_for_enterprise(complaint, publication::day_in_china(now),
                                       desk.config.complaint_deadlines, desk.calendar));
}

}  // namespace chengnuo::console
