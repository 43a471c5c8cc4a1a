#include "ocr/seal_text.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <opencv2/imgproc.hpp>
#include <string>
#include <vector>

#include "ocr/calibration.h"
#include "ocr/seal_lower.h"
#include "ocr/seal_ring.h"
#include "pipeline/text.h"

namespace chengnuo::ocr {
namespace {

constexpr float kHalfTurn = std::numbers::pi_v<float>;
constexpr int kStripHeight = 48;       // what the recognition network sees
constexpr double kOneIsMissing = 0.5;  // at most, for a name that seems to lack a character
constexpr double kPartOnly = 0.5;      // at most, for a name of which a part is off the page
constexpr double kLeastNumber = 0.8;
constexpr std::size_t kShortestNumber = 8;  // seals are numbered with 13 digits

bool is_bracket(char32_t c) { return c == U'（' || c == U'）'; }

/// A name without what the strip caught of the number, the rim and the print, and nothing added.
std::u32string cleaned(const std::string& read) {
  std::u32string name;
  for (char32_t c : pipeline::code_points(read)) {
    if (c == U'(') c = U'（';
    if (c == U')') c = U'）';
    const bool letter = (c >= U'0' && c <= U'9') || (c >= U'A' && c <= U'Z') || c == U'·';
    if (is_han(c) || is_bracket(c) || letter) name.push_back(c);
  }
  const auto no_end = [](char32_t c) { return !is_han(c) && c != U'）'; };
  const auto no_start = [](char32_t c) { return !is_han(c); };
  while (!name.empty() && no_end(name.back())) name.pop_back();
  name.erase(name.begin(), std::find_if_not(name.begin(), name.end(), no_start));
  return name;
}

/// Whether it ends as names of enterprises, authorities and associations do: if not, its last
/// characters may be missing.
bool ends_like_an_owner(const std::u32string& name) {
  constexpr std::u32string_view kLast[] = {
      U"公司", U"集团",   U"厂", U"局", U"会", U"部", U"院", U"所", U"社", U"中心",
      U"办",   U"办公室", U"店", U"行", U"校", U"学", U"处", U"站", U"府", U"联盟"};
  return std::any_of(std::begin(kLast), std::end(kLast), [&](std::u32string_view last) {
    return name.size() > last.size() && name.ends_with(last);
  });
}

/// Whether between two characters of the strip there is room for one more: it was not read.
bool has_a_hole(const pipeline::Line& line) {
  const std::u32string text = pipeline::code_points(line.text);
  if (line.characters.size() != text.size()) return false;
  std::vector<double> steps, of_han;
  for (std::size_t at = 1; at < text.size(); ++at) {
    const pipeline::Box& left = line.characters[at - 1];
    const pipeline::Box& right = line.characters[at];
    steps.push_back(right.x + right.width / 2.0 - left.x - left.width / 2.0);
    if (is_han(text[at - 1]) && is_han(text[at])) of_han.push_back(steps.back());
  }
  if (of_han.size() < 3) return false;
  std::vector<double> sorted = of_han;
  std::nth_element(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2),
                   sorted.end());
  const double usual = sorted[sorted.size() / 2];
  return std::any_of(of_han.begin(), of_han.end(), [&](double step) { return step > 1.6 * usual; });
}

/// Whether the page's edge takes more of the ring than its rim.
bool is_cut_off(const SealInk& ink, const SealRim& rim) {
  for (int step = 0; step < 60; ++step) {
    const cv::Point2f at = rim.at(static_cast<float>(step) * kHalfTurn / 30, 0.9F);
    if (at.x < 0 || at.y < 0 || at.x >= static_cast<float>(ink.grey.cols) ||
        at.y >= static_cast<float>(ink.grey.rows)) {
      return true;
    }
  }
  return false;
}

/// What several strips of one ring say. One strip may cut a stroke that another keeps.
class Votes {
 public:
  void add(const std::u32string& name, double confidence) {
    ++strips_;
    if (name.size() >= kShortestName) weights_[name] += confidence;
  }
  /// All strips so far say the same, and surely.
  bool agreed() const { return strips_ >= 3 && weights_.size() == 1 && confidence() > 0.95; }
  std::u32string winner() const { return weights_.empty() ? U"" : best()->first; }
  /// What some strip says besides the winner, likeliest first.
  std::vector<std::string> others() const {
    std::vector<std::pair<double, std::u32string>> sorted;
    for (const auto& [name, weight] : weights_)
      if (name != best()->first) sorted.emplace_back(weight, name);
    std::ranges::sort(sorted, std::greater<>());
    std::vector<std::string> names;
    for (const auto& [weight, name] : sorted) names.push_back(pipeline::utf8(name));
    return names;
  }
  double confidence() const { return weights_.empty() ? 0 : best()->second / strips_; }

 private:
  static constexpr std::size_t kShortestName = 4;

  std::map<std::u32string, double>::const_iterator best() const {
    return std::max_element(weights_.begin(), weights_.end(),
                            [](const auto& a, const auto& b) { return a.second < b.second; });
  }

  std::map<std::u32string, double> weights_;
  int strips_ = 0;
};

void read_name(pipeline::Seal& seal, const SealInk& ink, const SealRim& rim, const RingText& ring,
               Engine& engine) {
  // Each strip shows the ring a little differently: how far inwards, how wide, how far past its
  // ends.
  struct Strip {
    float margin, stretch, beyond;
  };
  constexpr Strip kStrips[] = {{0.06F, 1.0F, 0.35F}, {0.0F, 1.35F, 1.1F},  {0.12F, 1.2F, 0.7F},
                               {0.0F, 1.0F, 0.35F},  {0.06F, 1.35F, 1.1F}, {0.12F, 1.0F, 0.35F}};
  Votes votes;
  for (const Strip& strip : kStrips) {
    const float depth = ring.outer - ring.inner;
    RingText band = ring;
    band.inner -= strip.margin * depth;
    band.from -= strip.beyond * depth;
    band.to += strip.beyond * depth;
    const auto line =
        engine.read_line(unwrap(ink, rim, band, kStripHeight, strip.stretch, Feet::inwards));
    votes.add(cleaned(line.text),
              has_a_hole(line) ? std::min(line.confidence, kOneIsMissing) : line.confidence);
    if (votes.agreed()) break;
  }
  const std::u32string name = votes.winner();
  seal.text = pipeline::utf8(name);
  seal.readings = votes.others();
  seal.confidence = name.empty() ? 0 : calibrated_seal(votes.confidence());
  const auto opened = std::count(name.begin(), name.end(), U'（');
  const auto closed = std::count(name.begin(), name.end(), U'）');
  if (opened != closed || !ends_like_an_owner(name)) {
    seal.confidence = std::min(seal.confidence, kOneIsMissing);
  }
}

void read_number(pipeline::Seal& seal, const SealInk& ink, const SealRim& rim, const RingText& ring,
                 Engine& engine) {
  const float bottom = ring.top() + kHalfTurn;
  const float half = std::min(0.9F, kHalfTurn - (ring.to - ring.from) / 2 + 0.15F);
  const RingText band{ring.outer - 0.15F, ring.outer + 0.015F, bottom - half, bottom + half};
  const auto line = engine.read_line(unwrap(ink, rim, band, kStripHeight, 1, Feet::outwards));
  std::string digits;
  for (const char c : line.text) {
    if (c >= '0' && c <= '9') digits.push_back(c);
  }
  if (digits.size() >= kShortestNumber && line.confidence > kLeastNumber) seal.number = digits;
}

}  // namespace

void read_seal_text(FoundSeal& seal, const Image& upright, Engine& engine) {
  if (seal.seal.shape == pipeline::SealShape::square) return;  // no ring
  const SealInk ink = lift_seal(upright.pixels, seal);
  if (ink.grey.empty()) return;
  const SealRim rim = refine_rim(ink, seal);
  const auto ring = find_ring_text(ink, rim);
  if (!ring) return;
  read_name(seal.seal, ink, rim, *ring, engine);
  if (is_cut_off(ink, rim)) seal.seal.confidence = std::min(seal.seal.confidence, kPartOnly);
  read_lower(seal.seal, ink, rim, *ring, engine);
  read_number(seal.seal, ink, rim, *ring, engine);
}

}  // namespace chengnuo::ocr
