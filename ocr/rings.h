#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "ocr/outline.h"

namespace chengnuo::ocr {

/// What a ring must be like to be taken for a seal's.
struct RingRule {
  double least_radius = 8;  ///< millimetres
  double most_radius = 31;
  double contrast = 12;  ///< of the rim against what lies outside, 0 to 255
  double covered = 0.5;  ///< share of the rim that must be there
};

/// Rings of ink (circles, a little squeezed at most), the clearest first; none twice. They may
/// overlap, and reach over the edge of the map. `strength`: 8UC1, 0 no ink; `millimetre`: pixels.
std::vector<Outline> find_rings(const cv::Mat& strength, double millimetre, const RingRule& rule);

}  // namespace chengnuo::ocr
