#include "console/review.h"

#include <algorithm>
#include <map>

#include "console/assembly.h"
#include "console/words.h"
#include "pipeline/digest.h"
#include "pipeline/json.h"
#include "templates/validate.h"

namespace chengnuo::console {
namespace {

using pipeline::Decision;
using pipeline::DocumentKind;
using pipeline::Error;
using pipeline::Field;
using pipeline::Message;
using pipeline::Remedy;
using pipeline::State;
using pipeline::Submission;

struct Target {
  DocumentKind kind;
  std::string field;
  std::string name() const { return std::string(pipeline::name_of(kind)) + "." + field; }
};

/// The document that holds a field: "letter.signed_on" names it, "signed_on" must be in one only.
Target target_of(const Submission& submission, const std::string& name) {
  const auto dot = name.find('.');
  const std::string field = dot == std::string::npos ? name : name.substr(dot + 1);
  std::vector<DocumentKind> found;
  for (const auto& document : submission.documents) {
    const bool named =
        dot == std::string::npos || pipeline::name_of(document.kind) == name.substr(0, dot);
    if (named && document.fields.contains(field)) found.push_back(document.kind);
  }
  if (found.size() == 1) return {found.front(), field};
  throw Error(Remedy::fix_setup,
              {"没有（或不止一处）字段 " + name + "。",
               "There is no field (or more than one) " + name + "."},
              {"请写作 letter.字段 或 form.字段，字段名见 review show。",
               "Write letter.FIELD or form.FIELD; review show lists them."});
}

Field& field_of(Submission& submission, const Target& target) {
  const auto document =
      std::ranges::find(submission.documents, target.kind, &pipeline::Document::kind);
  return document->fields.at(target.field);
}

/// What a person read is certain; whether it is valid is still for the template's rule to say.
void put(Submission& submission, const Target& target, const std::string& raw, double confidence,
         const templates::Catalogue& templates) {
  const auto document =
      std::ranges::find(submission.documents, target.kind, &pipeline::Document::kind);
  Field& field = document->fields.at(target.field);
  field.raw = raw;
  field.confidence = confidence;
  const auto* of = templates.find(document->template_id, submission.unit);
  const auto* rule = of == nullptr ? nullptr : templates::find_field(*of, target.field);
  if (rule != nullptr) templates::settle(field, *rule, {}, /*certain=*/1);
}

void judge_anew(Submission& submission) {
  submission.holds.clear();
  submission.state = State::reading;
  submission.stage = stage_after_correction();
}

Decision decision(const Word& word, const std::string& action) {
  Decision made;
  made.who = word.who;
  made.action = action;
  made.reason = word.reason;
  return made;
}

void require_unchanged(const Submission& submission, const Word& word) {
  if (word.seen.empty() || word.seen == revision_of(submission)) return;
  std::string who_zh = "程序", who_en = "the program";
  if (!submission.decisions.empty()) who_zh = who_en = submission.decisions.back().who;
  throw Error(Remedy::fix_document,
              {"您打开之后，本件已由" + who_zh + "改动。",
               "The submission was changed by " + who_en + " since you opened it."},
              {"请看过最新内容后再决定；您填的内容还在。",
               "Look at it as it is now and decide again; what you typed is still there."});
}

Error wrong_state(const Submission& submission, const Message& act) {
  const Message word = word_for(submission);
  return {Remedy::fix_document,
          {"本件" + word.zh + "，不能" + act.zh + "。",
           "The submission is " + word.en + " and cannot be " + act.en + "."},
          {"请用 chengnuo status 查看它的状态。", "See chengnuo status."}};
}

/// The latest decisions that were made at once and not taken back.
std::vector<Decision> latest_act(const Submission& submission) {
  std::vector<Decision> act;
  for (auto each = submission.decisions.rbegin(); each != submission.decisions.rend(); ++each) {
    if (!act.empty() && (each->at != act.front().at || each->action != act.front().action)) break;
    act.push_back(*each);
  }
  return act;
}

void take_back(Submission& submission, const std::vector<Decision>& act,
               const templates::Catalogue& templates) {
  const std::string& action = act.front().action;
  if (action == "correct") {
    if (submission.state != State::held && submission.state != State::reading)
      throw wrong_state(submission, {"撤销更正", "changed back"});
    for (const Decision& each : act) {
      const Target target = target_of(submission, each.target);
      put(submission, target, each.before, /*confidence=*/0, templates);
      field_of(submission, target).candidates.push_back({each.who, each.after, 0});
    }
    return judge_anew(submission);
  }
  if (action == "approve") {
    if (submission.state != State::approved || submission.stage != stage_after_approval())
      throw wrong_state(submission, {"撤销通过", "held again"});
    return judge_anew(submission);
  }
  if (action == "return" && submission.state == State::returned && !submission.holds.empty()) {
    submission.state = State::held;
    submission.stage = submission.holds.front().stage;
    return;
  }
  throw wrong_state(submission, {"撤销", "changed back"});
}

}  // namespace

std::string revision_of(const Submission& submission) {
  std::string text = std::to_string(submission.decisions.size()) + " " + submission.stage + " " +
                     std::string(pipeline::name_of(submission.state)) + " " +
                     std::to_string(submission.drops.size());
  for (const auto& document : submission.documents)
    for (const auto& [name, field] : document.fields) text += "\n" + name + "=" + field.raw;
  for (const auto& hold : submission.holds) text += "\n" + hold.reason.zh;
  return pipeline::sha256_hex(text).substr(0, 16);
}

Submission Review::correct(const Word& word, const std::vector<Correction>& corrections) {
  return register_.decide(
      word.id,
      [&](Submission& changed) {
        require_unchanged(changed, word);
        if (changed.state != State::held && changed.state != State::failed)
          throw wrong_state(changed, {"更正", "corrected"});
        std::vector<Decision> decisions;
        for (const Correction& each : corrections) {
          const Target target = target_of(changed, each.field);
          Decision made = decision(word, "correct");
          made.target = target.name();
          made.before = field_of(changed, target).raw;
          made.after = each.value;
          put(changed, target, each.value, /*confidence=*/1, templates_);
          field_of(changed, target).candidates.clear();
          decisions.push_back(std::move(made));
        }
        judge_anew(changed);
        return decisions;
      },
      std::chrono::seconds(0));
}

Submission Review::approve(const Word& word) {
  const bool second_person = rules_.needs_second_person();
  return register_.decide(
      word.id,
      [&](Submission& changed) {
        require_unchanged(changed, word);
        if (changed.state != State::held)
          throw Error(Remedy::fix_document,
                      {"该件不在待核对状态。", "The submission does not wait for a person."},
                      {"请用 chengnuo status 查看它的状态。", "See chengnuo status."});
        const auto* letter = pipeline::find_document(changed, DocumentKind::letter);
        if (letter == nullptr || changed.enterprise.empty())
          throw Error(Remedy::fix_document,
                      {"缺少承诺书或企业名称，不能通过。",
                       "Without a letter and a name it cannot be approved."},
                      {"请先补齐承诺书，或更正企业名称。",
                       "Hand in the letter, or correct the name first."});
        if (second_person && corrected_by(changed, word.who))
          throw Error(Remedy::fix_document,
                      {"本件有您更正过的内容，须由另一人审核。",
                       "You corrected this submission: another person must approve it."},
                      {"请另一位审核员通过；是否要求双人，见设置 [review] second_person。",
                       "Ask another approver; see the setting [review] second_person."});
        changed.holds.clear();
        changed.state = State::approved;
        changed.stage = stage_after_approval();
        return std::vector{decision(word, "approve")};
      },
      rules_.undo);
}

Submission Review::give_back(const Word& word) {
  if (word.reason.empty())
    throw Error(Remedy::fix_setup, {"退回须写明原因。", "A return needs its reason."},
                {"请写明原因（命令行：--reason \"原因\"）。",
                 "Say why (on the command line: --reason \"why\")."});
  return register_.decide(
      word.id,
      [&](Submission& changed) {
        require_unchanged(changed, word);
        using enum State;
        constexpr State kBeforeSigning[] = {received, reading, held, approved, failed};
        if (std::ranges::find(kBeforeSigning, changed.state) == std::end(kBeforeSigning))
          throw wrong_state(changed, {"退回", "returned"});
        changed.state = State::returned;
        changed.stage.clear();
        return std::vector{decision(word, "return")};
      },
      std::chrono::seconds(0));
}

Submission Review::undo(const Word& word) {
  return register_.decide(
      word.id,
      [&](Submission& changed) {
        require_unchanged(changed, word);
        const std::vector<Decision> act = latest_act(changed);
        if (act.empty()) throw wrong_state(changed, {"撤销", "changed back"});
        take_back(changed, act, templates_);
        std::vector<Decision> decisions;
        for (const Decision& each : act) {
          Decision made = decision(word, "undo");
          made.target = each.action == "correct" ? each.target : each.action;
          made.before = each.after;
          made.after = each.before;
          decisions.push_back(std::move(made));
        }
        return decisions;
      },
      std::chrono::seconds(0));
}

bool corrected_by(const Submission& submission, const std::string& who) {
  std::map<std::string, std::string> by;  // who spoke last about each field
  for (const Decision& each : submission.decisions) {
    if (each.action == "correct") by[each.target] = each.who;
    if (each.action == "undo") by.erase(each.target);
  }
  return std::ranges::any_of(by, [&](const auto& each) { return each.second == who; });
}

pipeline::Stage second_person_stage(std::function<bool()> needed) {
  return {kSecondPersonStage, State::approved, [needed](Submission& submission) {
            pipeline::Outcome outcome;
            const bool corrected = std::ranges::any_of(
                submission.decisions,
                [&](const Decision& each) { return corrected_by(submission, each.who); });
            if (!corrected || !needed()) return outcome;
            pipeline::Hold hold;
            hold.reason = {"更正过的内容须由另一人审核。",
                           "What was corrected needs another person's approval."};
            hold.advice = {"请另一位审核员对照原件后通过。",
                           "Another approver compares it with the paper and approves."};
            outcome.holds.push_back(hold);
            return outcome;
          }};
}

}  // namespace chengnuo::console
