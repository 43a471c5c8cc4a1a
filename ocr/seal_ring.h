#pragma once

#include <opencv2/core.hpp>
#include <optional>

#include "ocr/seals.h"

namespace chengnuo::ocr {

/// A Chinese character, as seals bear them: Unified Ideographs and Extension A.
constexpr bool is_han(char32_t c) {
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF);
}

/// The ink of one seal, apart from the text that it was stamped over. Private to this room.
struct SealInk {
  cv::Mat grey;  ///< 8UC1: the seal's ink dark on white; what print hid is filled from around it
  cv::Mat red;   ///< 8UC1: the same of red ink alone; empty where the page has no colours
  cv::Point2f origin;  ///< of both, on the page
};

/// Cuts a seal out of `upright` (8UC3 or 8UC1) with some paper around it.
SealInk lift_seal(const cv::Mat& upright, const FoundSeal& seal);

/// The outer rim of a seal in the pixels of its SealInk. Angles are in radians, clockwise as seen,
/// from three o'clock; radii are parts of the rim's.
struct SealRim {
  cv::Point2f centre;
  cv::Size2f axes;
  float tilt = 0;  ///< of the axes

  cv::Point2f at(float angle, float radius) const;
};

/// The rim as the ink shows it, near where the seal was found. A circle stays a circle.
SealRim refine_rim(const SealInk& ink, const FoundSeal& seal);

/// The part of the rim's inside that the owner's name takes.
struct RingText {
  float inner = 0, outer = 0;  ///< radii of the band of characters
  float from = 0, to = 0;      ///< angles, from < to; the name runs clockwise

  float top() const { return (from + to) / 2; }  ///< the angle at which the name has its middle
};

/// Finds the name's band and where it begins: after the widest gap. Nothing if the ring is empty.
std::optional<RingText> find_ring_text(const SealInk& ink, const SealRim& rim);

/// Which way the feet of the characters point when the ring is laid out level.
enum class Feet { inwards, outwards };

/// The ring between the radii and angles of `band` as a level strip of `height` pixels with its
/// characters upright; `ink`: one of a SealInk's. `stretch` makes it wider than it is on paper.
/// Names stand with their feet inwards, numbers along the bottom outwards.
cv::Mat unwrap(const cv::Mat& ink, const SealRim& rim, const RingText& band, int height,
               float stretch, Feet feet);

}  // namespace chengnuo::ocr
