#include "templates/decide.h"

#include <algorithm>

#include "pipeline/digest.h"
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

/// The only paper of this kind; null if there is none, or two.
Document* only(std::vector<Document>& documents, DocumentKind kind) {
  if (std::ranges::count(documents, kind, &Document::kind) != 1) return nullptr;
  return &*std::ranges::find(documents, kind, &Document::kind);
}

Sheet sheet_of(const Document& document, std::span<const pipeline::Page> pages) {
  Sheet sheet;
  for (const int page : document.pages)
    if (page >= 1 && static_cast<std::size_t>(page) <= pages.size())
      sheet.push_back({page, &pages[static_cast<std::size_t>(page) - 1]});
  return sheet;
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

/// The same answer whenever the stage runs, and none that anybody could foresee from the paper.
bool is_drawn(const std::string& id, double share) {
  constexpr double kAll = 0x1p32;
  const std::string digest = pipeline::sha256_hex(id).substr(0, 8);
  return static_cast<double>(std::stoul(digest, nullptr, 16)) < share * kAll;
}

}  // namespace

void judge_together(const Catalogue& catalogue, const std::string& unit,
                    std::vector<Document>& documents, std::span<const pipeline::Page> pages,
                    const CheckSettings& settings) {
  Document* form = only(documents, DocumentKind::form);
  Document* letter = only(documents, DocumentKind::letter);
  if (form != nullptr && letter != nullptr) compare(*form, *letter, settings.certain);

  for (Document& document : documents) {
    const Template* of = catalogue.find(document.template_id, unit);
    if (document.kind == DocumentKind::other || of == nullptr) continue;
    const Sheet sheet = sheet_of(document, pages);
    const Document* other = &document == form ? letter : &document == letter ? form : nullptr;
    judge(document, *of, sheet, settings, other);
    if (document.kind == DocumentKind::letter)
      document.text = text_of(*of, read_letter(*of, sheet, settings.certain), document.fields);
  }
}

Outcome decide(const Catalogue& catalogue, Submission& submission, const Pages& pages,
               const CheckSettings& settings) {
  judge_together(catalogue, submission.unit, submission.documents, pages, settings);

  Outcome outcome;
  if (only(submission.documents, DocumentKind::form) == nullptr ||
      only(submission.documents, DocumentKind::letter) == nullptr) {
    pipeline::Objection objection;
    objection.reason = {"应有申请表和承诺书各一份。", "There should be one form and one letter."};
    objection.advice = {"请补齐缺少的文件，或去掉多余的文件。",
                        "Add what is missing, or take out what is too many."};
    note(outcome, objection);
  }
  for (const Document& document : submission.documents)
    for (const pipeline::Objection& objection : document.objections) note(outcome, objection);
  if (outcome.holds.empty() && is_drawn(submission.id, settings.sample)) {
    pipeline::Objection objection;
    objection.reason = {"抽查：系统未发现问题，按设置由人工再看一遍。",
                        "Drawn as a sample: nothing was found, a person looks all the same."};
    objection.advice = {"请对照原件查看；无误的，直接通过。",
                        "Compare it with the papers; approve it if it is right."};
    note(outcome, objection);
  }
  return outcome;
}

}  // namespace chengnuo::templates
