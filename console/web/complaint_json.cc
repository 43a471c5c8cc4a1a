#include "console/web/complaint_json.h"

#include <algorithm>

#include "pipeline/json.h"
#include "publication/estimate.h"
#include "publication/public_act.h"

namespace chengnuo::console {
namespace {

using nlohmann::json;
using pipeline::Language;
using pipeline::Message;
using publication::Complaint;
using publication::MessageKind;

Message word_for_step(const std::string& action) {
  const std::pair<const char*, Message> words[] = {
      {"register", {"登记", "registered"}},       {"forward", {"受理转交", "passed on"}},
      {"hear", {"企业说明", "enterprise heard"}}, {"find", {"认定", "findings"}},
      {"close", {"处理意见", "closed"}},          {"feedback", {"反馈", "feedback given"}}};
  const auto* found = std::ranges::find(words, action, &std::pair<const char*, Message>::first);
  return found == std::end(words) ? Message{action, action} : found->second;
}

json next_json(const Complaint& complaint, const ComplaintDesk& cases, const Desk& desk,
               Language language) {
  const auto next = next_of(cases, complaint);
  if (!next) return nullptr;
  return {{"what", next->what.in(language)},
          {"by", next->by ? publication::iso(*next->by) : std::string()},
          {"note", next->by ? publication::estimate_note(cases.calendar, *next->by).in(language)
                            : std::string()},
          {"overdue", is_overdue(*next, desk.reg.now())}};
}

/// {"id": "vile", "word": "恶劣"}
template <typename Value>
json choice_json(Value value, Language language) {
  const Message word = publication::word_for(value);
  return {{"id", word.en}, {"word", word.in(language)}};
}

template <typename Value>
json choice_json(const std::optional<Value>& value, Language language) {
  return value ? choice_json(*value, language) : json(nullptr);
}

json finding_json(const Complaint& complaint, Language language) {
  const auto& finding = complaint.finding;
  if (!finding) return nullptr;
  return {{"exists", finding->exists},
          {"nature", choice_json(finding->nature, language)},
          {"influence", choice_json(finding->influence, language)},
          {"reasons", finding->reasons}};
}

/// The last act of this kind; null if there is none.
json act_json(const std::vector<publication::Act>& acts, MessageKind kind) {
  const auto found = std::ranges::find(acts.rbegin(), acts.rend(), kind, &publication::Act::kind);
  if (found == acts.rend()) return nullptr;
  return {{"at", found->at},
          {"on", found->notice.on},
          {"number", found->notice.number},
          {"reason", found->notice.reason},
          {"sha256", found->notice.sha256}};
}

}  // namespace

json complaint_brief(const Complaint& complaint, const ComplaintDesk& cases, const Desk& desk,
                     Language language) {
  return {{"id", complaint.id},
          {"submission", complaint.submission},
          {"enterprise", complaint.enterprise},
          {"unit", complaint.unit},
          {"unit_name", desk.unit_name(complaint.unit)},
          {"channel", choice_json(complaint.channel, language)},
          {"objection", complaint.objection},
          {"received_at", pipeline::rfc3339(complaint.steps.front().at)},
          {"handling", choice_json(complaint.handling, language)},
          {"next", next_json(complaint, cases, desk, language)}};
}

json complaint_json(const Complaint& complaint, const ComplaintDesk& cases, const Desk& desk,
                    Language language) {
  json steps = json::array();
  for (const publication::ComplaintStep& step : complaint.steps)
    steps.push_back({{"action", step.action},
                     {"word", word_for_step(step.action).in(language)},
                     {"who", step.who},
                     {"at", pipeline::rfc3339(step.at)}});
  json whole = complaint_brief(complaint, cases, desk, language);
  whole.update(
      {{"source_number", complaint.source_number},
       {"content", complaint.content},
       {"complainant",
        {{"name", complaint.complainant.name}, {"contact", complaint.complainant.contact}}},
       {"forwarded_to", choice_json(complaint.forwarded_to, language)},
       {"statement", complaint.statement ? json(*complaint.statement) : json(nullptr)},
       {"finding", finding_json(complaint, language)},
       {"opinion", complaint.opinion},
       {"feedback", complaint.feedback},
       {"steps", steps},
       {"hindrance", publication::hindrance_to_delisting(complaint).in(language)},
       {"delisting", nullptr}});
  if (complaint.handling == publication::Handling::delisting)
    if (const auto submission = desk.reg.find(complaint.submission))
      whole["delisting"] = delisting_json(*submission, desk);
  return whole;
}

json delisting_json(const pipeline::Submission& submission, const Desk& desk) {
  const auto acts = publication::acts_of(submission);
  const json delisted = act_json(acts, MessageKind::delisting);
  const bool holds = publication::holds(submission, MessageKind::delisting, MessageKind::relisting);
  return {{"submission", submission.id},
          {"enterprise", submission.enterprise},
          {"unit_name", desk.unit_name(submission.unit)},
          {"state", delisted.is_null() ? "due"
                    : holds            ? "delisted"
                                       : "revoked"},
          {"delisted", delisted},
          {"revoked", act_json(acts, MessageKind::relisting)}};
}

}  // namespace chengnuo::console
