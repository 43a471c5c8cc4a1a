#include "templates/seals.h"

#include <algorithm>

#include "pipeline/text.h"
#include "templates/match.h"
#include "templates/names.h"

namespace chengnuo::templates {
namespace {

using pipeline::Message;
using pipeline::Objection;
using pipeline::PlacedSeal;
using pipeline::Seal;
using pipeline::SealShape;

/// The ring's text begun where it is nearest to the name: a ring has no first character.
std::string turned_towards(const std::string& ring, const std::string& name) {
  const std::u32string text = pipeline::code_points(normal_enterprise_name(ring));
  const std::u32string wanted = pipeline::code_points(name);
  std::u32string best = text;
  double least = distance(text, wanted);
  for (std::size_t first = 1; first < text.size() && least > 0; ++first) {
    const std::u32string turned = text.substr(first) + text.substr(0, first);
    const double cost = distance(turned, wanted);
    if (cost >= least) continue;
    least = cost;
    best = turned;
  }
  return pipeline::utf8(best);
}

double unlike(const Seal& seal, const std::string& name) {
  return distance(pipeline::code_points(turned_towards(seal.text, name)),
                  pipeline::code_points(name));
}

/// Whether the ring says the name: as it was read, or in another reading of the same ring that
/// differs from the first by no more than a misread character or two.
bool bears(const Seal& seal, const std::string& name) {
  const std::string text = turned_towards(seal.text, name);
  if (compare_names(text, name) == Likeness::same) return true;
  if (compare_names(text, name) == Likeness::different) return false;
  return may_be_misread(text, name) ||
         std::ranges::any_of(seal.readings, [&](const std::string& other) {
           return compare_names(turned_towards(other, name), name) == Likeness::same;
         });
}

/// One character of many was read as another, of a ring that was not read with certainty.
bool differs_by_one_doubtful(const Seal& seal, const std::string& name) {
  constexpr double kDoubtful = 0.9;   // rings that were read right have .97 and more
  constexpr std::size_t kFewest = 8;  // characters: in a short name one is too much
  const std::u32string read = pipeline::code_points(turned_towards(seal.text, name));
  const std::u32string meant = pipeline::code_points(name);
  if (seal.confidence >= kDoubtful || read.size() != meant.size() || meant.size() < kFewest)
    return false;
  std::size_t differ = 0;
  for (std::size_t i = 0; i < meant.size(); ++i) differ += read[i] != meant[i];
  return differ == 1;
}

bool is_red(const Seal& seal) { return seal.colour == "red" || seal.colour == "orange"; }
bool is_grey(const Seal& seal) {
  return seal.colour == "grey" || seal.colour == "gray" || seal.colour == "black";
}

/// Words that mark a seal for one use only (合同专用章): below the star, where an official seal has
/// at most a number, or at the end of the ring.
bool is_special(const Seal& seal) {
  return std::ranges::any_of(pipeline::code_points(seal.lower), is_han) ||
         folded(seal.text).find(U"专用") != std::u32string::npos;
}

}  // namespace

std::vector<PlacedSeal> seals_on(const Sheet& sheet) {
  std::vector<PlacedSeal> all;
  for (const SheetPage& page : sheet)
    for (const Seal& seal : page.page->seals) all.push_back({page.number, seal});
  return all;
}

const PlacedSeal* seal_for(const SealRule& rule, const std::vector<PlacedSeal>& seals,
                           const std::map<std::string, Spread>& places, const std::string& name) {
  const auto place = places.find(rule.place);
  const auto in_place = [&](const PlacedSeal& seal) {
    if (rule.place.empty() || place == places.end()) return true;
    const pipeline::Box& box = seal.seal.box;
    const pipeline::Box centre{middle_x(box), middle_y(box), 1, 1};
    return seal.page == place->second.page && share_inside(centre, place->second.box) > 0;
  };
  const PlacedSeal* best = nullptr;
  for (const PlacedSeal& seal : seals) {
    const bool named = bears(seal.seal, name);
    // A seal beside its place still is the enterprise's if it bears its name.
    if (!in_place(seal) && !named) continue;
    if (best == nullptr || unlike(seal.seal, name) < unlike(best->seal, name)) best = &seal;
  }
  return best;
}

std::vector<Objection> objections_to(const PlacedSeal& placed, const std::string& name,
                                     bool witnessed) {
  const Seal& seal = placed.seal;
  std::vector<Objection> all;
  const auto object = [&](Message reason, Message advice, bool for_enterprise) {
    all.push_back({std::move(reason), std::move(advice), placed.page, seal.box, for_enterprise});
  };

  if (is_grey(seal)) {
    object({"检出的印章图像为灰色，疑似复印件。", "The seal image is grey: perhaps a photocopy."},
           {"请用加盖红色公章的原件以彩色重新扫描；没有原件的，请企业重新提交。",
            "Scan the original with its red seal in colour; if there is none, ask the enterprise."},
           true);
  } else if (!is_red(seal)) {
    object(
        {"检出的印章图像不是红色。", "The seal image is not red."},
        {"请对照原件，确认是否为企业公章。", "Compare it with the paper: is it the official seal?"},
        false);
  }
  if (seal.shape != SealShape::round) {
    object({"检出的印章图像不是圆形。", "The seal image is not round."},
           {"企业公章应为圆形；外商投资企业的椭圆形公章请人工确认。",
            "An official seal is round; confirm an oval seal of a foreign-funded enterprise."},
           false);
  } else if (!seal.star) {
    object({"印章图像中央未检出五角星。", "No star was found in the seal image."},
           {"请对照原件，确认是企业公章而不是专用章。",
            "Compare it with the paper: an official seal, not one for a special use."},
           false);
  }
  if (is_special(seal)) {
    const std::string words = seal.lower.empty() ? seal.text : seal.lower;
    object({"印章图像有文字“" + words + "”，疑似专用章，不是企业公章。",
            "The seal image bears the words " + words + ": a seal for a special use."},
           {"承诺书和申请表应加盖企业公章，请企业重新盖章。",
            "Letter and form want the official seal: ask the enterprise to seal them again."},
           true);
  }

  if (seal.lower_unread) {
    object(
        {"印章图像下部有文字，未能识别。", "Words below the star of the seal could not be read."},
        {"请对照原件，确认是企业公章而不是专用章。",
         "Compare it with the paper: an official seal, not one for a special use."},
        false);
  }

  if (bears(seal, name) || (witnessed && differs_by_one_doubtful(seal, name))) return all;
  if (seal.text.empty()) {
    object({"印章图像的文字未能识别。", "The seal image's text could not be read."},
           {"请对照原件确认印章文字与企业名称一致。",
            "Confirm against the paper that the seal bears the enterprise's name."},
           false);
  } else if (compare_names(turned_towards(seal.text, name), name) == Likeness::near) {
    object({"印章图像的文字“" + seal.text + "”与企业名称“" + name + "”相差一两个字。",
            "The seal image says " + seal.text + ", the paper " + name + "."},
           {"请对照原件确认印章文字。", "Confirm the seal's text against the paper."}, false);
  } else {
    object({"印章图像的文字“" + seal.text + "”与企业名称“" + name + "”不一致。",
            "The seal image says " + seal.text + ", the paper " + name + "."},
           {"请对照原件核对；确系其他单位印章的，请企业重新盖章。",
            "Compare it with the paper; if it is another's seal, ask the enterprise."},
           false);
  }
  return all;
}

}  // namespace chengnuo::templates
