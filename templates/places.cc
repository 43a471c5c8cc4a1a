#include "templates/places.h"

#include <algorithm>

#include "pipeline/text.h"
#include "templates/match.h"

namespace chengnuo::templates {
namespace {

using pipeline::Box;
using pipeline::Line;
using pipeline::Mark;

/// The label of a signature in a line: at its front, or behind something that is no word.
std::optional<Box> label_in(const Line& line, const SignatureRule& rule) {
  const std::u32string text = pipeline::code_points(line.text);
  const Folded all = fold(text);
  std::optional<Spot> best;
  for (const std::string& label : rule.labels) {
    const std::u32string word = folded(label);
    const auto spot = find_spot(all.text, word, bearable_cost(word.size()));
    if (!spot || (best && spot->cost >= best->cost)) continue;
    const char32_t before = spot->begin == 0 ? U' ' : all.text[spot->begin - 1];
    const char32_t behind = spot->end < all.text.size() ? all.text[spot->end] : U':';
    const bool gap = spot->begin > 0 && all.from[spot->begin] > all.from[spot->begin - 1] + 1;
    if (is_han(before) && !gap) continue;
    if (behind != U':' && behind != U'(' && behind != U';' && is_han(behind) && spot->begin > 0)
      continue;
    best = spot;
  }
  if (!best) return std::nullopt;
  // The brackets and the colon behind belong to it: 法定代表人（签字）：
  std::size_t end = best->end;
  if (end < all.text.size() && all.text[end] == U'(') {
    const auto close = all.text.find(U')', end);
    if (close != std::u32string::npos) end = close + 1;
  }
  if (end < all.text.size() && (all.text[end] == U':' || all.text[end] == U';')) ++end;
  const std::size_t last = end < all.from.size() ? all.from[end] : text.size();
  return box_of({&line, all.from[best->begin], last});
}

}  // namespace

std::map<std::string, Spread> find_places(const Template& of, const std::vector<Slot>& slots) {
  std::map<std::string, Spread> places;
  for (const PlaceRule& place : of.places) {
    const Slot* best = nullptr;
    for (const Slot& slot : slots) {
      if (slot.id != place.id) continue;
      if (best == nullptr || (slot.ruled && !best->ruled) || slot.cost < best->cost) best = &slot;
    }
    if (best == nullptr) continue;
    Box box = best->box;
    if (!best->ruled)  // without rules: down to the last line that may belong to it
      for (const Bit& bit : best->below) box = around(box, bit.line->box);
    places[place.id] = {best->page, box};
  }
  return places;
}

std::optional<Spread> signature_spread(const SignatureRule& rule, const Sheet& sheet,
                                       const std::map<std::string, Spread>& places) {
  const auto place = places.find(rule.place);
  const bool placed = place != places.end();
  std::optional<Spread> found;
  for (const SheetPage& page : sheet) {
    if (placed && place->second.page != page.number) continue;
    for (const Line& line : page.page->lines) {
      if (placed && share_inside(line.box, place->second.box) < 0.5) continue;
      const auto label = label_in(line, rule);
      if (!label) continue;
      const int height = label->height;
      Box box{right(*label) - height / 2, label->y - height, 12 * height, 3 * height};
      if (placed) {
        box.width = std::min(box.width, right(place->second.box) - box.x);
      } else {
        box.width = std::min(box.width, page.page->width - box.x);
      }
      found = Spread{page.number, box};  // the last one: the block under the text
    }
  }
  return found;
}

pipeline::Signature find_signature(const SignatureRule& rule, const Sheet& sheet,
                                   const std::map<std::string, Spread>& places) {
  pipeline::Signature signature{.role = rule.role, .page = 0, .box = {}, .present = false};
  const auto spread = signature_spread(rule, sheet, places);
  if (!spread) return signature;
  signature.page = spread->page;
  signature.box = spread->box;
  const auto page = std::ranges::find(sheet, spread->page, &SheetPage::number);
  const int height = spread->box.height / 3;  // of the label
  for (const Mark& mark : page->page->marks) {
    const bool large = mark.box.width >= height && 2 * mark.box.height >= height;
    const Box centre{middle_x(mark.box), middle_y(mark.box), 1, 1};
    if (!large || share_inside(centre, spread->box) == 0) continue;
    signature.box = signature.present ? around(signature.box, mark.box) : mark.box;
    signature.present = true;
  }
  return signature;
}

}  // namespace chengnuo::templates
