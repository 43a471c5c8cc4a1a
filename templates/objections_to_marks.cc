#include <algorithm>
#include <iterator>

#include "templates/names.h"
#include "templates/objections.h"
#include "templates/places.h"
#include "templates/seals.h"

namespace chengnuo::templates {
namespace {

using pipeline::Document;

std::map<std::string, Spread> places_of(const Judged& paper) {
  return find_places(paper.of, find_slots(paper.of, paper.sheet));
}

std::string enterprise(const Document& document) {
  const auto name = document.fields.find("enterprise_name");
  return name == document.fields.end() ? std::string() : name->second.value;
}

/// Whether a seal of this paper was read as the name, letter for letter.
bool another_bears(const Document& other, const std::string& name) {
  return std::ranges::any_of(other.seals, [&](const pipeline::PlacedSeal& placed) {
    return compare_names(placed.seal.text, name) == Likeness::same;
  });
}

/// A person's seal, square or oblong, in a signature's place.
bool name_seal_at(const Document& document, const pipeline::Signature& signature) {
  return std::ranges::any_of(document.seals, [&](const pipeline::PlacedSeal& placed) {
    return placed.page == signature.page && placed.seal.shape == pipeline::SealShape::square &&
           share_inside(placed.seal.box, signature.box) > 0.5;
  });
}

}  // namespace

Objections objections_to_seals(const Judged& paper) {
  Objections all;
  const std::map<std::string, Spread> places = places_of(paper);
  for (const SealRule& rule : paper.of.seals) {
    if (rule.need != Need::required || rule.of != SealOwner::enterprise) continue;
    const auto place = places.find(rule.place);
    const auto* seal = seal_for(rule, paper.document.seals, places, enterprise(paper.document));
    if (seal == nullptr) {
      const bool placed = place != places.end();
      all.push_back({{std::string(paper.paper_zh()) + "上未检出企业公章图像。",
                      std::string("No image of the enterprise's seal was found on the ") +
                          paper.paper_en() + "."},
                     {"请确认已加盖企业公章，并以彩色 300 dpi 重新扫描；未盖章的，请企业盖章。",
                      "Make sure that it is sealed and scan it again in colour at 300 dpi."},
                     placed ? place->second.page : paper.first_page(),
                     placed ? place->second.box : pipeline::Box{},
                     true});
      continue;
    }
    const bool witnessed =
        paper.other != nullptr && another_bears(*paper.other, enterprise(paper.document));
    std::ranges::move(objections_to(*seal, enterprise(paper.document), witnessed),
                      std::back_inserter(all));
  }
  return all;
}

Objections objections_to_signatures(const Judged& paper) {
  Objections all;
  for (const SignatureRule& rule : paper.of.signatures) {
    if (rule.need != Need::required) continue;
    const auto signature =
        std::ranges::find(paper.document.signatures, rule.role, &pipeline::Signature::role);
    if (signature != paper.document.signatures.end() && signature->present) continue;
    const bool placed = signature != paper.document.signatures.end() && signature->page != 0;
    if (placed && name_seal_at(paper.document, *signature)) {
      all.push_back(
          {{"签字处检出人名章图像，未检出签字笔迹。",
            "A name seal was found where the signature belongs, but no handwriting."},
           {"承诺书要求法定代表人签署，请确认是否接受人名章；不接受的，请补签。",
            "The representative should sign by hand: decide whether the name seal will do."},
           signature->page,
           signature->box,
           false});
      continue;
    }
    all.push_back(
        {{std::string(paper.paper_zh()) + "上未检出法定代表人的签字笔迹。",
          std::string("No signature of the legal representative was found on the ") +
              paper.paper_en() + "."},
         {"请对照原件确认；未签字的，请法定代表人签字后重新提交。",
          "Confirm against the paper; if it is not signed, the representative must sign it."},
         placed ? signature->page : paper.first_page(),
         placed ? signature->box : pipeline::Box{},
         true});
  }
  return all;
}

}  // namespace chengnuo::templates
