#include "console/earlier.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "console/words.h"
#include "pipeline/text.h"

namespace chengnuo::console {
namespace {

using pipeline::Box;
using pipeline::Document;
using pipeline::DocumentKind;
using pipeline::Message;
using pipeline::State;
using pipeline::Submission;

bool is_another(const Submission& submission, const Submission& earlier) {
  if (earlier.id == submission.id || earlier.enterprise.empty()) return false;
  if (earlier.state == State::returned || earlier.state == State::failed ||
      earlier.state == State::delisted || earlier.state == State::merged)
    return false;
  if (!submission.credit_code.empty() && !earlier.credit_code.empty())
    return submission.credit_code == earlier.credit_code;
  return submission.enterprise == earlier.enterprise;
}

/// Where a box stands, by the paper's widest measure: two scans of one sheet differ by the way it
/// lay on the glass, which shifts everything alike.
struct Place {
  double x = 0;
  double y = 0;
};
Place middle(const Box& box) { return {box.x + box.width / 2.0, box.y + box.height / 2.0}; }

/// The seal as seen from the signature, in widths of the seal: no two stamps fall alike.
std::optional<Place> seal_from_signature(const Document& letter) {
  const auto signature = std::ranges::find(letter.signatures, true, &pipeline::Signature::present);
  if (letter.seals.empty() || signature == letter.signatures.end()) return std::nullopt;
  const Box& seal = letter.seals.front().seal.box;
  if (letter.seals.front().page != signature->page || seal.width == 0) return std::nullopt;
  const Place from = middle(signature->box);
  const Place to = middle(seal);
  return Place{(to.x - from.x) / seal.width, (to.y - from.y) / seal.width};
}

std::string plain(const std::string& text) {
  return pipeline::without_blanks(pipeline::nfkc(text));
}

Message what_is(Again again, const Submission& earlier) {
  const Message state = word_for(earlier);
  const std::string zh = "同一企业已有申报件 " + earlier.id + "（" + state.zh + "）";
  const std::string en =
      "The enterprise has a submission already: " + earlier.id + " (" + state.en + ")";
  switch (again) {
    case Again::same_paper:
      return {zh + "，两次扫描的似为同一份承诺书。", en + "; it seems to be the same letter."};
    case Again::same_words:
      return {zh + "，承诺书文字相同，似为一式两份中的另一份。",
              en + "; the letter says the same, perhaps its second copy."};
    case Again::other:
      break;
  }
  return {zh + "，两份承诺书不同。", en + "; the letters differ."};
}

}  // namespace

Again compare_letters(const Submission& one, const Submission& other) {
  const Document* letter = pipeline::find_document(one, DocumentKind::letter);
  const Document* another = pipeline::find_document(other, DocumentKind::letter);
  if (letter == nullptr || another == nullptr || plain(letter->text) != plain(another->text))
    return Again::other;
  const auto place = seal_from_signature(*letter);
  const auto other_place = seal_from_signature(*another);
  if (!place || !other_place) return Again::same_words;
  constexpr double kSamePlace = 0.04;  // of a seal's width: 1.6 mm, what scanning and skew make
  const double apart = std::hypot(place->x - other_place->x, place->y - other_place->y);
  return apart <= kSamePlace ? Again::same_paper : Again::same_words;
}

pipeline::Stage with_earlier(pipeline::Stage decide, const pipeline::Register& reg) {
  decide.run = [judge = std::move(decide.run), reg](Submission& submission) {
    pipeline::Outcome outcome = judge(submission);
    if (submission.enterprise.empty()) return outcome;
    pipeline::Filter filter;
    filter.unit = submission.unit;
    filter.text = submission.enterprise;
    for (const Submission& earlier : reg.list(filter)) {
      if (!is_another(submission, earlier)) continue;
      pipeline::Hold hold;
      hold.reason = what_is(compare_letters(submission, earlier), earlier);
      hold.advice = {"请核对两件：重复的退回其中一件；确需更换的，先退回原件。",
                     "Compare them: return the one that is too many; if this one is to replace the "
                     "other, return the other first."};
      outcome.holds.push_back(std::move(hold));
      break;
    }
    return outcome;
  };
  return decide;
}

}  // namespace chengnuo::console
