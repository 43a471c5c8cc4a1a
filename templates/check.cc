#include "templates/check.h"

#include <algorithm>

#include "pipeline/text.h"
#include "templates/decide.h"
#include "templates/judge.h"
#include "templates/letter.h"
#include "templates/letter_lines.h"
#include "templates/places.h"
#include "templates/requirements.h"
#include "templates/seals.h"
#include "templates/wording.h"

namespace chengnuo::templates {
namespace {

using pipeline::Document;
using pipeline::DocumentKind;
using pipeline::DocumentVerdict;
using pipeline::Page;

Sheet sheet_of(const SortedDocument& sorted, std::span<const Page> pages) {
  Sheet sheet;
  for (const int position : sorted.pages)
    sheet.push_back({position, &pages[static_cast<std::size_t>(position) - 1]});
  return sheet;
}

std::string text_of(const Sheet& sheet) {
  std::string text;
  for (const SheetPage& page : sheet)
    for (const pipeline::Line& line : page.page->lines)
      if (!line.text.empty()) text += line.text + "\n";
  return text;
}

/// A page that fits no template: kept with its text for a person to say what it is.
Document unknown(const Sheet& sheet) {
  Document document;
  document.kind = DocumentKind::other;
  document.objections.push_back(
      {.reason = {"未能识别文件类型：既不是申请表，也不是承诺书。",
                  "Neither an application form nor a commitment letter."},
       .advice = {"请确认是否放错文件；是附件的，可忽略此页。",
                  "Was it dropped by mistake? An enclosure may be ignored."},
       .page = sheet.front().number,
       .box = {},
       .for_enterprise = false});
  const bool readable =
      std::ranges::any_of(sheet, [](const SheetPage& page) { return !page.page->lines.empty(); });
  document.verdict = readable ? DocumentVerdict::needs_review : DocumentVerdict::unreadable;
  return document;
}

}  // namespace

Document check_document(const SortedDocument& sorted, std::span<const Page> pages,
                        const CheckSettings& settings) {
  const Sheet sheet = sheet_of(sorted, pages);
  Document document = sorted.of == nullptr ? unknown(sheet) : Document{};
  document.pages = sorted.pages;
  document.text = text_of(sheet);
  document.seals = seals_on(sheet);
  if (sorted.of == nullptr) return document;

  const Template& of = *sorted.of;
  document.kind = of.kind;
  document.template_id = of.id;
  document.template_version = of.version;
  document.template_digest = of.digest;
  const std::vector<Slot> slots = find_slots(of, sheet);
  if (of.kind == DocumentKind::form) {
    document.fields = form_fields(of, slots, settings.certain);
  } else {
    Letter letter = read_letter(of, sheet, settings.certain);
    document.fields = std::move(letter.fields);
    document.text = text_of(of, letter, document.fields);
    std::vector<TextLine> said = std::move(letter.body);
    said.insert(said.end(), letter.below.begin(), letter.below.end());
    document.wording = compare_wording(of.approved, said, document.fields);
    if (of.requirements != nullptr)
      document.requirements = check_requirements(*of.requirements, letter_lines(sheet),
                                                 document.fields["enterprise_name"].value);
  }
  const auto places = find_places(of, slots);
  for (const SignatureRule& rule : of.signatures)
    document.signatures.push_back(find_signature(rule, sheet, places));
  judge(document, of, sheet, settings);
  return document;
}

std::vector<Document> check_pages(const Catalogue& catalogue, const std::string& unit,
                                  std::span<const Page> pages, const CheckSettings& settings) {
  std::vector<Document> documents;
  for (const SortedDocument& sorted : sort_pages(catalogue, unit, pages, settings.day))
    documents.push_back(check_document(sorted, pages, settings));
  judge_together(catalogue, unit, documents, pages, settings);
  return documents;
}

}  // namespace chengnuo::templates
