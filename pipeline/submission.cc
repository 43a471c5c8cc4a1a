#include "pipeline/submission.h"

#include <algorithm>

namespace chengnuo::pipeline {

const Document* find_document(const Submission& submission, DocumentKind kind) {
  const Document* found = nullptr;
  for (const Document& document : submission.documents) {
    if (document.kind != kind) continue;
    if (found != nullptr) return nullptr;
    found = &document;
  }
  return found;
}

const Receipt* find_receipt(const Submission& submission, std::string_view from) {
  const auto found = std::ranges::find(submission.receipts, from, &Receipt::from);
  return found == submission.receipts.end() ? nullptr : &*found;
}

bool is_filed(State state) {
  return state == State::archived || state == State::reported || state == State::published ||
         state == State::delisted;
}

void absorb(Submission& survivor, const Submission& other) {
  const int shift = static_cast<int>(survivor.pages.size());
  const auto shifted = [shift](int page) { return page == 0 ? 0 : page + shift; };

  for (const Drop& drop : other.drops) {
    const auto same = [&](const Drop& known) { return known.sha256 == drop.sha256; };
    if (std::ranges::none_of(survivor.drops, same)) survivor.drops.push_back(drop);
  }
  survivor.pages.insert(survivor.pages.end(), other.pages.begin(), other.pages.end());
  for (Document document : other.documents) {
    for (int& page : document.pages) page = shifted(page);
    for (auto& [id, field] : document.fields) field.page = shifted(field.page);
    for (auto& [id, requirement] : document.requirements)
      for (Evidence& evidence : requirement.evidence) evidence.page = shifted(evidence.page);
    for (WordingPiece& piece : document.wording) piece.page = shifted(piece.page);
    for (PlacedSeal& seal : document.seals) seal.page = shifted(seal.page);
    for (Signature& signature : document.signatures) signature.page = shifted(signature.page);
    for (Objection& objection : document.objections) objection.page = shifted(objection.page);
    survivor.documents.push_back(std::move(document));
  }
  survivor.decisions.insert(survivor.decisions.end(), other.decisions.begin(),
                            other.decisions.end());
}

}  // namespace chengnuo::pipeline
