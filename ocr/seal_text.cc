#include "ocr/seal_text.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>
#include <string>
#include <vector>

#include "ocr/calibration.h"
#include "ocr/seal_lower.h"
#include "ocr/seal_ring.h"
#include "ocr/seal_votes.h"
#include "pipeline/text.h"

namespace chengnuo::ocr {
namespace {

constexpr float kHalfTurn = std::numbers::pi_v<float>;
constexpr int kStripHeight = 48;       // what the recognition network sees
constexpr double kOneIsMissing = 0.5;  // at most, for a name that seems to lack a character
constexpr double kPartOnly = 0.5;      // at most, for a name of which a part is off the page
constexpr double kLeastNumber = 0.8;
constexpr std::size_t kShortestNumber = 8;  // seals are numbered with 13 digits

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

void read_name(pipeline::Seal& seal, const SealInk& ink, const SealRim& rim, const RingText& ring,
               Engine& engine) {
  // Each strip shows the ring a little differently: how far inwards, how wide, how far past its
  // ends.
  struct Strip {
    float margin, stretch, beyond;
  };
  constexpr Strip kStrips[] = {{0.06F, 1.0F, 0.35F}, {0.0F, 1.35F, 1.1F}, {0.12F, 1.2F, 0.7F}};
  SealVotes votes;
  const auto read_strips = [&](const cv::Mat& of) {
    for (const Strip& strip : kStrips) {
      const float depth = ring.outer - ring.inner;
      RingText band = ring;
      band.inner -= strip.margin * depth;
      band.from -= strip.beyond * depth;
      band.to += strip.beyond * depth;
      const auto line =
          engine.read_line(unwrap(of, rim, band, kStripHeight, strip.stretch, Feet::inwards));
      votes.add(line,
                has_a_hole(line) ? std::min(line.confidence, kOneIsMissing) : line.confidence);
    }
  };
  read_strips(ink.grey);
  // Print spoils the two views of a seal in different ways: grey has what is left of it, red holes.
  if (!ink.red.empty() && !votes.agreed()) read_strips(ink.red);
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
  const auto line = engine.read_line(unwrap(ink.grey, rim, band, kStripHeight, 1, Feet::outwards));
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
