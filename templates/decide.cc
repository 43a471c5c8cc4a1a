#include "templates/decide.h"

#include <algorithm>

#include "templates/judge.h"
#include "templates/names.h"

namespace chengnuo::templates {
namespace {

using pipeline::Document;
using pipeline::DocumentKind;
using pipeline::Field;
using pipeline::FieldState;
using pipeline::Hold;
using pipeline::HoldFor;
using pipeline::Message;
using pipeline::Outcome;
using pipeline::Submission;

Document* only(Submission& submission, DocumentKind kind) {
  return const_cast<Document*>(pipeline::find_document(submission, kind));
}

Field* field(Document& document, const std::string& id) {
  const auto found = document.fields.find(id);
  return found == document.fields.end() ? nullptr : &found->second;
}

/// Only a comparison calls a field inconsistent, so a new one begins without.
void forget_comparison(Document& document) {
  for (auto& [id, field] : document.fields) {
    if (field.state != FieldState::inconsistent) continue;
    field.state = FieldState::ok;
    field.advice = {};
  }
}

bool was_read(const Field* field) { return field != nullptr && !field->value.empty(); }

/// Two independent readings that agree: both are wrong in the same way only if both are wrong.
void corroborate(Field& one, Field& other, double certain) {
  const double confidence = 1 - (1 - one.confidence) * (1 - other.confidence) * 0.1;
  for (Field* each : {&one, &other}) {
    if (each->state != FieldState::ok && each->state != FieldState::unreadable) continue;
    each->confidence = std::max(each->confidence, confidence);
    if (each->state != FieldState::unreadable || each->confidence < certain) continue;
    each->state = FieldState::ok;
    each->advice = {};
  }
}

void contradict(Field& one, const Field& other, const std::string& where_zh,
                const std::string& where_en) {
  if (one.state == FieldState::invalid || one.state == FieldState::empty) return;
  one.state = FieldState::inconsistent;
  one.advice = {where_zh + "上是“" + other.value + "”，请对照两份原件核对。",
                "The " + where_en + " says " + other.value + ": compare it with both papers."};
}

enum class Compared { names, persons };

void compare(Document& form, Document& letter, const std::string& id, Compared as, double certain) {
  Field* on_form = field(form, id);
  Field* on_letter = field(letter, id);
  if (!was_read(on_form) || !was_read(on_letter)) return;
  const Likeness likeness = as == Compared::names
                                ? compare_names(on_form->value, on_letter->value)
                                : compare_persons(on_form->value, on_letter->value);
  if (likeness == Likeness::same) {
    corroborate(*on_form, *on_letter, certain);
  } else {
    const Field of_form = *on_form;
    contradict(*on_form, *on_letter, "承诺书", "letter");
    contradict(*on_letter, of_form, "申请表", "form");
  }
}

/// Hints, no objections: a letter dated before its form may be right.
void compare_dates(Document& form, Document& letter) {
  Field* applied = field(form, "applied_on");
  Field* signed_on = field(letter, "signed_on");
  if (!was_read(applied) || !was_read(signed_on)) return;
  // The notice: the activity began in September 2010.
  constexpr std::string_view kStart = "2010-09";
  for (Field* each : {applied, signed_on})
    if (each->state == FieldState::ok && each->value < kStart)
      each->advice = {"早于承诺活动开始时间（2010年9月），请留意。",
                      "Before the activity began (September 2010)."};
}

void note(Outcome& outcome, const pipeline::Objection& objection) {
  Hold hold;
  hold.for_whom = objection.for_enterprise ? HoldFor::enterprise : HoldFor::clerk;
  hold.reason = objection.reason;
  hold.advice = objection.advice;
  hold.page = objection.page;
  hold.box = objection.box;
  outcome.holds.push_back(std::move(hold));
}

}  // namespace

Outcome decide(const Catalogue& catalogue, Submission& submission, const Pages& pages,
               const DecideSettings& settings) {
  Outcome outcome;
  Document* form = only(submission, DocumentKind::form);
  Document* letter = only(submission, DocumentKind::letter);
  if (form != nullptr && letter != nullptr) {
    forget_comparison(*form);
    forget_comparison(*letter);
    compare(*form, *letter, "enterprise_name", Compared::names, settings.certain);
    compare(*form, *letter, "legal_representative", Compared::persons, settings.certain);
    compare_dates(*form, *letter);
  } else {
    pipeline::Objection objection;
    objection.reason = {"应有申请表和承诺书各一份。", "There should be one form and one letter."};
    objection.advice = {"请补齐缺少的文件，或去掉多余的文件。",
                        "Add what is missing, or take out what is too many."};
    note(outcome, objection);
  }

  for (Document& document : submission.documents) {
    const Template* of = catalogue.find(document.template_id, submission.unit);
    Sheet sheet;
    for (const int page : document.pages)
      if (page >= 1 && static_cast<std::size_t>(page) <= pages.size())
        sheet.push_back({page, &pages[static_cast<std::size_t>(page) - 1]});
    if (document.kind != DocumentKind::other && of != nullptr) judge(document, *of, sheet);
    for (const pipeline::Objection& objection : document.objections) note(outcome, objection);
  }
  return outcome;
}

}  // namespace chengnuo::templates
