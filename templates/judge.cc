#include "templates/judge.h"

#include <algorithm>

#include "templates/objections.h"

namespace chengnuo::templates {

using pipeline::Document;
using pipeline::DocumentVerdict;
using pipeline::Objection;

std::string shown_name(const Template& of, const std::string& field) {
  const FieldRule* rule = find_field(of, field);
  return rule == nullptr || rule->labels.empty() ? field : rule->labels.front();
}

DocumentVerdict verdict_of(const Document& document, bool readable) {
  if (document.objections.empty()) return DocumentVerdict::accepted;
  if (!readable) return DocumentVerdict::unreadable;
  const bool correct = std::ranges::any_of(document.objections, &Objection::for_enterprise);
  return correct ? DocumentVerdict::needs_correction : DocumentVerdict::needs_review;
}

void judge(Document& document, const Template& of, const Sheet& sheet,
           const CheckSettings& settings, const Document* other) {
  const Judged paper{document, of, sheet, settings, other};
  std::vector<Objection> all;
  for (const auto objections :
       {objections_to_pages, objections_to_kind, objections_to_fields, objections_to_requirements,
        objections_to_wording, objections_to_seals, objections_to_signatures}) {
    const Objections found = objections(paper);
    all.insert(all.end(), found.begin(), found.end());
  }
  document.objections = std::move(all);
  const bool readable =
      std::ranges::any_of(sheet, [](const SheetPage& page) { return !page.page->lines.empty(); });
  document.verdict = verdict_of(document, readable);
}

}  // namespace chengnuo::templates
