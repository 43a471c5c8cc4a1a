#include "templates/separate.h"

#include <algorithm>
#include <map>
#include <string>

#include "pipeline/alignment.h"
#include "templates/clauses.h"
#include "templates/grave.h"
#include "templates/names.h"

namespace chengnuo::templates {
namespace {

using pipeline::Document;
using pipeline::DocumentKind;
using pipeline::FieldState;
using pipeline::Objection;
using pipeline::Submission;

std::string value(const Document& document, const std::string& id) {
  const auto found = document.fields.find(id);
  return found == document.fields.end() ? std::string() : found->second.value;
}

/// Whether two scans of one text may have given these two: few characters differ, and none of them
/// is a negation or a number.
bool is_one_text(const std::string& one, const std::string& other) {
  constexpr std::size_t kLongest = 4000;  // characters; a letter has about a thousand
  constexpr std::size_t kMisread = 30;    // one in so many may be a misreading
  const std::u32string a = normal_form(one);
  const std::u32string b = normal_form(other);
  if (a == b) return true;
  if (std::max(a.size(), b.size()) > kLongest) return false;
  std::size_t differ = 0;
  for (const pipeline::Beside& pair : pipeline::align(a, b)) {
    if (pair.first && pair.second && a[*pair.first] == b[*pair.second]) continue;
    const std::u32string_view read =
        pair.second ? std::u32string_view(b).substr(*pair.second, 1) : std::u32string_view();
    const std::size_t at = pair.first.value_or(0);
    if (is_negation_or_number(std::u32string_view(a).substr(at, pair.first ? 1 : 0)) ||
        is_negation_or_number(read))
      return false;
    ++differ;
  }
  return differ * kMisread <= std::max(a.size(), b.size());
}

bool say_the_same(const Document& one, const Document& other) {
  if (!is_one_text(one.text, other.text)) return false;
  for (const auto& [id, field] : one.fields) {
    const auto twin = other.fields.find(id);
    if (twin == other.fields.end()) continue;
    const bool both_certain = field.state == FieldState::ok && twin->second.state == FieldState::ok;
    if (both_certain && field.value != twin->second.value) return false;
  }
  for (const auto& [id, requirement] : one.requirements) {
    const auto twin = other.requirements.find(id);
    if (twin != other.requirements.end() && twin->second.verdict != requirement.verdict)
      return false;
  }
  return compare_names(value(one, "enterprise_name"), value(other, "enterprise_name")) ==
         Likeness::same;
}

bool lacks_something(const Document& document) {
  return std::ranges::any_of(document.objections, &Objection::for_enterprise);
}

/// The same name, or one of them the other's former name, as far as the readings go.
bool are_one_enterprise(const Document& one, const Document& other) {
  const auto like = [](const std::string& a, const std::string& b) {
    return compare_names(a, b) != Likeness::different;
  };
  const std::string name = value(one, "enterprise_name");
  const std::string other_name = value(other, "enterprise_name");
  return like(name, other_name) || like(value(one, "former_name"), other_name) ||
         like(value(other, "former_name"), name);
}

/// Which papers are one enterprise's: for each document its group, from 0.
std::vector<std::size_t> groups_of(const std::vector<Document>& documents) {
  std::vector<std::size_t> groups(documents.size(), 0);
  std::vector<const Document*> first;  // of each group, a paper that names its enterprise
  const auto known = [](const Document& document) {
    return document.kind != DocumentKind::other && !value(document, "enterprise_name").empty();
  };
  for (std::size_t i = 0; i < documents.size(); ++i) {
    if (!known(documents[i])) continue;
    const auto same = [&](const Document* other) {
      return are_one_enterprise(*other, documents[i]);
    };
    const auto found = std::ranges::find_if(first, same);
    groups[i] = static_cast<std::size_t>(found - first.begin());
    if (found == first.end()) first.push_back(&documents[i]);
  }
  // What names nobody lies with the paper before it.
  for (std::size_t i = 1; i < documents.size(); ++i)
    if (!known(documents[i])) groups[i] = groups[i - 1];
  return groups;
}

/// One form and one letter of one representative: perhaps a misread name, perhaps a wrong one.
bool look_like_a_pair(const std::vector<Document>& documents) {
  std::vector<const Document*> papers;
  for (const Document& document : documents)
    if (document.kind != DocumentKind::other) papers.push_back(&document);
  return papers.size() == 2 && papers[0]->kind != papers[1]->kind &&
         compare_persons(value(*papers[0], "legal_representative"),
                         value(*papers[1], "legal_representative")) != Likeness::different;
}

/// The submission's papers of one group, with only their pages, numbered anew.
Submission part_of(const Submission& whole, const std::vector<std::size_t>& groups,
                   std::size_t group) {
  Submission part;
  part.unit = whole.unit;
  part.batch = whole.batch;
  part.drops = whole.drops;
  part.decisions = whole.decisions;
  std::map<int, int> renumbered{{0, 0}};
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (groups[i] != group) continue;
    for (const int page : whole.documents[i].pages) {
      if (page < 1 || static_cast<std::size_t>(page) > whole.pages.size()) continue;
      part.pages.push_back(whole.pages[static_cast<std::size_t>(page) - 1]);
      renumbered[page] = static_cast<int>(part.pages.size());
    }
  }
  const auto renumber = [&](int& page) { page = renumbered[page]; };
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (groups[i] != group) continue;
    Document document = whole.documents[i];
    std::ranges::for_each(document.pages, renumber);
    for (auto& [id, field] : document.fields) renumber(field.page);
    for (auto& [id, requirement] : document.requirements)
      for (pipeline::Evidence& evidence : requirement.evidence) renumber(evidence.page);
    for (pipeline::WordingPiece& piece : document.wording) renumber(piece.page);
    for (pipeline::PlacedSeal& seal : document.seals) renumber(seal.page);
    for (pipeline::Signature& signature : document.signatures) renumber(signature.page);
    for (Objection& objection : document.objections) renumber(objection.page);
    part.documents.push_back(std::move(document));
  }
  std::erase_if(part.drops, [&](const pipeline::Drop& drop) {
    return std::ranges::find(part.pages, drop.sha256, &pipeline::PageRef::drop) == part.pages.end();
  });
  return part;
}

}  // namespace

void set_aside_copies(Submission& submission) {
  std::vector<Document*> letters;
  for (Document& document : submission.documents)
    if (document.kind == DocumentKind::letter) letters.push_back(&document);
  for (std::size_t i = 0; i < letters.size(); ++i) {
    for (std::size_t k = i + 1; k < letters.size(); ++k) {
      Document* one = letters[i];
      Document* other = letters[k];
      if (one->kind != DocumentKind::letter || other->kind != DocumentKind::letter) continue;
      if (!say_the_same(*one, *other) || lacks_something(*one) != lacks_something(*other)) continue;
      Document* spare = other->objections.size() < one->objections.size() ? one : other;
      spare->kind = DocumentKind::other;
      spare->objections.clear();
      spare->verdict = pipeline::DocumentVerdict::accepted;
    }
  }
}

std::vector<Submission> separate(Submission& submission) {
  const std::vector<std::size_t> groups = groups_of(submission.documents);
  const std::size_t count = groups.empty() ? 0 : *std::ranges::max_element(groups) + 1;
  if (count < 2 || look_like_a_pair(submission.documents)) return {};

  std::vector<Submission> others;
  for (std::size_t group = 1; group < count; ++group)
    others.push_back(part_of(submission, groups, group));
  Submission own = part_of(submission, groups, 0);
  submission.pages = std::move(own.pages);
  submission.documents = std::move(own.documents);
  submission.drops = std::move(own.drops);
  return others;
}

}  // namespace chengnuo::templates
