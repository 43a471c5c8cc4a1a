#include "publication/public_act.h"

#include <algorithm>

#include "pipeline/json.h"

namespace chengnuo::publication {
namespace {

using pipeline::Decision;
using pipeline::Submission;

// In Decision::after: stored, do not rename.
nlohmann::json to_json(const Notice& notice) {
  return {{"about", notice.about},
          {"number", notice.number},
          {"on", notice.on},
          {"sha256", notice.sha256}};
}

bool tells_act(const Decision& decision) {
  const auto kind = kind_named(decision.action);
  return kind && is_act(*kind);
}

}  // namespace

std::string act_message_id(const std::string& house, const Submission& submission,
                           MessageKind kind) {
  const auto before = std::ranges::count(submission.decisions, name_of(kind), &Decision::action);
  return house + "." + submission.id + "." + std::string(name_of(kind)) + "." +
         std::to_string(before + 1);
}

Decision decision_of(const PublicAct& act) {
  Decision decision;
  decision.who = act.who;
  decision.action = name_of(act.kind);
  decision.target = act.message_id;
  decision.before = act.text_before;
  decision.after = pipeline::stored_text(to_json(act.notice));
  decision.reason = act.notice.reason;
  return decision;
}

pipeline::Outgoing outgoing_of(const PublicAct& act, const std::string& receiver) {
  return {act.message_id, receiver, std::string(name_of(act.kind))};
}

std::optional<PublicAct> find_act(const Submission& submission, const std::string& message_id) {
  for (const Decision& decision : submission.decisions) {
    if (decision.target != message_id || !tells_act(decision)) continue;
    const auto json = pipeline::parse_stored(decision.after);
    Notice notice;
    notice.about = json.value("about", "");
    notice.number = json.value("number", "");
    notice.on = json.value("on", "");
    notice.reason = decision.reason;
    notice.sha256 = json.value("sha256", "");
    return PublicAct{*kind_named(decision.action), message_id, notice, decision.who,
                     decision.before};
  }
  return std::nullopt;
}

std::optional<std::string> text_told_by(const Submission& submission,
                                        const std::string& message_id) {
  bool passed = !find_act(submission, message_id);  // the letter goes before all acts
  for (const Decision& decision : submission.decisions) {
    const bool corrects = kind_named(decision.action) == MessageKind::correction;
    if (passed && corrects && !decision.before.empty()) return decision.before;
    passed = passed || decision.target == message_id;
  }
  return std::nullopt;
}

std::vector<Act> acts_of(const Submission& submission) {
  std::vector<Act> acts;
  for (const Decision& decision : submission.decisions)
    if (tells_act(decision))
      acts.push_back({*kind_named(decision.action), decision.target, pipeline::rfc3339(decision.at),
                      find_act(submission, decision.target)->notice});
  return acts;
}

bool holds(const Submission& submission, MessageKind on, MessageKind off) {
  return last_was(
      submission.decisions, [](const Decision& decision) { return kind_named(decision.action); },
      on, off);
}

}  // namespace chengnuo::publication
