#pragma once

#include <opencv2/core.hpp>
#include <vector>

namespace chengnuo::ocr {

/// The outer rim of something round, in pixels of a strength map. `axes` are half axes.
struct Outline {
  cv::Point2f centre;
  cv::Size2f axes;
  float angle = 0;  ///< degrees, clockwise as seen

  /// The point of the rim in direction `turn` (radians from the first axis), moved outwards by
  /// `out` pixels.
  cv::Point2f at(double turn, double out = 0) const;

  /// The upright rectangle around it.
  cv::Rect bounds() const;
};

/// How well ink follows an outline.
struct Rim {
  double visible = 0;              ///< share of it that lies on the page
  double covered = 0;              ///< share of the visible part where ink is, with less outside
  double thin = 0;                 ///< share of the covered part with less ink inside, too
  double contrast = 0;             ///< mean difference of the visible part from what lies outside
  std::vector<cv::Point2f> outer;  ///< where the ink ends outwards, one for each covered direction
};

/// `strength`: 8UC1, 0 no ink; `millimetre`: pixels; `contrast`: by how much the rim must be
/// stronger than what lies a rim's width outside it; `reach`: how far from the outline ink is
/// looked for, millimetres.
Rim follow(const cv::Mat& strength, const Outline& outline, double millimetre, double contrast,
           double reach = 0.6);

/// The circle that lies closest to the points (least squares, Kåsa).
Outline circle_through(const std::vector<cv::Point2f>& points);

}  // namespace chengnuo::ocr
