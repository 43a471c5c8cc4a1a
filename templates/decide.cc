#include "templates/decide.h"

#include <algorithm>

#include "templates/agree.h"
#include "templates/judge.h"
#include "templates/letter.h"

namespace chengnuo::templates {
namespace {

using pipeline::Document;
using pipeline::DocumentKind;
using pipeline::Hold;
using pipeline::HoldFor;
using pipeline::Outcome;
using pipeline::Submission;

/// The submission's only paper of this kind, to be changed; null if there is none, or two.
Document* only(Submission& submission, DocumentKind kind) {
  const Document* found = pipeline::find_document(submission, kind);
  if (found == nullptr) return nullptr;
  return &submission.documents[static_cast<std::size_t>(found - submission.documents.data())];
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
    compare(*form, *letter, settings.certain);
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
    if (document.kind == DocumentKind::letter && of != nullptr)
      document.text = text_of(*of, read_letter(*of, sheet, settings.certain), document.fields);
    for (const pipeline::Objection& objection : document.objections) note(outcome, objection);
  }
  return outcome;
}

}  // namespace chengnuo::templates
