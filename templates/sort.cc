#include "templates/sort.h"

#include <algorithm>
#include <optional>

#include "pipeline/text.h"
#include "templates/match.h"
#include "templates/slots.h"
#include "templates/titles.h"

namespace chengnuo::templates {
namespace {

using pipeline::DocumentKind;
using pipeline::Page;

/// What one page looks like.
struct Look {
  const Template* titled = nullptr;  ///< the template whose title it bears
  double title_cost = 0;
  const Template* built = nullptr;  ///< the template that what stands on it fits
  int letter_ends = 0;              ///< labels of a letter's signature block
};

/// Labels of different fields and places on the page that have a ruled value beside them.
int ruled_labels(const Template& of, const Page& page) {
  std::vector<std::string> ids;
  for (const Slot& slot : find_slots(of, {{1, &page}}))
    if (slot.ruled) ids.push_back(slot.id);
  std::ranges::sort(ids);
  return static_cast<int>(std::ranges::unique(ids).begin() - ids.begin());
}

int phrases_on(const Template& of, const Page& page) {
  std::u32string all;
  for (const pipeline::Line& line : page.lines) all += folded(line.text);
  int count = 0;
  for (const std::string& phrase : of.phrases) {
    const std::u32string words = folded(phrase);
    if (find_spot(all, words, bearable_cost(words.size()) / 2)) ++count;
  }
  return count;
}

int signature_labels(const Template& of, const Page& page) {
  int found = 0;
  const auto slots = find_slots(of, {{1, &page}});
  for (const std::string_view id : {"enterprise_name", "legal_representative", "signed_on"}) {
    const auto is_it = [&](const Slot& slot) {
      return slot.id == id && middle_y(slot.label) > page.height / 4;
    };
    if (std::ranges::any_of(slots, is_it)) ++found;
  }
  return found;
}

Look look_at(const std::vector<const Template*>& templates, const Page& page) {
  Look look;
  for (const Template* of : templates) {
    if (const auto title = find_title(*of, page)) {
      if (look.titled == nullptr || title->cost < look.title_cost) {
        look.titled = of;
        look.title_cost = title->cost;
      }
    }
    if (look.built == nullptr && is_built_as(*of, page)) look.built = of;
    if (of->kind == DocumentKind::letter)
      look.letter_ends = std::max(look.letter_ends, signature_labels(*of, page));
  }
  return look;
}

}  // namespace

bool is_built_as(const Template& of, const Page& page) {
  constexpr int kFormLabels = 6;
  constexpr int kLetterPhrases = 3;
  if (of.kind == DocumentKind::form) return ruled_labels(of, page) >= kFormLabels;
  return phrases_on(of, page) >= kLetterPhrases && page.tables.empty();
}

std::vector<SortedDocument> sort_pages(const Catalogue& catalogue, const std::string& unit,
                                       std::span<const Page> pages, const std::string& day) {
  const std::vector<const Template*> templates = catalogue.of_unit(unit, day);
  std::vector<SortedDocument> documents;
  bool open = false;  // the last document may still go on
  for (std::size_t i = 0; i < pages.size(); ++i) {
    if (pages[i].blank) continue;
    const int position = static_cast<int>(i) + 1;
    const Look look = look_at(templates, pages[i]);
    const Template* begins = look.titled;
    if (begins == nullptr && look.built != nullptr && (!open || documents.back().of != look.built))
      begins = look.built;

    if (begins != nullptr) {
      documents.push_back({.of = begins, .titled = look.titled != nullptr, .pages = {position}});
      open = true;
    } else if (open) {
      documents.back().pages.push_back(position);
    } else {
      documents.push_back({.of = nullptr, .titled = false, .pages = {position}});
    }
    // A signature block ends a letter: what follows without a title is another paper.
    const bool letter = !documents.empty() && documents.back().of != nullptr &&
                        documents.back().of->kind == DocumentKind::letter;
    if (letter && look.letter_ends >= 2) open = false;
  }
  return documents;
}

}  // namespace chengnuo::templates
