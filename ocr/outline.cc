#include "ocr/outline.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace chengnuo::ocr {
namespace {

constexpr int kDirections = 120;

/// Where an outline's directions cross it. Thousands of outlines are followed on a page: their
/// sines are counted once.
struct Ray {
  cv::Point2d rim, outwards;  ///< outwards: for each pixel by which the outline grows

  cv::Point2d at(double out) const { return rim + out * outwards; }
  /// Of the map there; -1 off the map.
  int value(const cv::Mat& strength, double out) const {
    const cv::Point point(at(out));
    return cv::Rect({}, strength.size()).contains(point) ? strength.at<uchar>(point) : -1;
  }
};

using Directions = std::array<cv::Point2d, kDirections>;

std::array<Ray, kDirections> rays_of(const Outline& outline) {
  static const Directions directions = [] {
    Directions units;
    for (std::size_t i = 0; i < units.size(); ++i) {
      const double turn = 2 * CV_PI * static_cast<double>(i) / kDirections;
      units[i] = {std::cos(turn), std::sin(turn)};
    }
    return units;
  }();
  const double tilt = outline.angle * CV_PI / 180;
  const cv::Point2d first(std::cos(tilt), std::sin(tilt)), second(-first.y, first.x);
  std::array<Ray, kDirections> rays;
  for (std::size_t i = 0; i < rays.size(); ++i) {
    const cv::Point2d x = directions[i].x * first, y = directions[i].y * second;
    rays[i] = {cv::Point2d(outline.centre) + x * outline.axes.width + y * outline.axes.height,
               x + y};
  }
  return rays;
}

}  // namespace

cv::Point2f Outline::at(double turn, double out) const {
  const double tilt = angle * CV_PI / 180;
  const double x = (axes.width + out) * std::cos(turn), y = (axes.height + out) * std::sin(turn);
  return {static_cast<float>(centre.x + x * std::cos(tilt) - y * std::sin(tilt)),
          static_cast<float>(centre.y + x * std::sin(tilt) + y * std::cos(tilt))};
}

cv::Rect Outline::bounds() const {
  const double tilt = angle * CV_PI / 180;
  const double width = std::hypot(axes.width * std::cos(tilt), axes.height * std::sin(tilt));
  const double height = std::hypot(axes.width * std::sin(tilt), axes.height * std::cos(tilt));
  const cv::Point corner(cvRound(centre.x - width), cvRound(centre.y - height));
  return {corner, cv::Point(cvRound(centre.x + width), cvRound(centre.y + height))};
}

Rim follow(const cv::Mat& strength, const Outline& outline, double millimetre, double contrast,
           double reach) {
  const double search = reach * millimetre, beyond = 1.5 * millimetre, within = 2.2 * millimetre;
  Rim rim;
  int visible = 0, covered = 0, thin = 0;
  double sum = 0;
  for (const Ray& ray : rays_of(outline)) {
    const auto value = [&](double out) { return ray.value(strength, out); };
    if (value(0) < 0) continue;
    ++visible;
    int highest = 0;
    double place = 0;
    for (double out = -search; out <= search; out += 0.5) {
      const int here = value(out);
      if (here > highest) {
        highest = here;
        place = out;
      }
    }
    const int outside = std::max(0, value(place + beyond));
    sum += std::max(0, highest - outside);
    if (highest - outside < contrast) continue;
    ++covered;
    if (highest - value(place - within) >= contrast) ++thin;
    while (place < beyond && value(place) > (highest + outside) / 2) place += 0.25;
    rim.outer.emplace_back(ray.at(place));
  }
  rim.visible = static_cast<double>(visible) / kDirections;
  if (visible > 0) {
    rim.covered = static_cast<double>(covered) / visible;
    rim.contrast = sum / visible;
  }
  if (covered > 0) rim.thin = static_cast<double>(thin) / covered;
  return rim;
}

Outline circle_through(const std::vector<cv::Point2f>& points) {
  // x² + y² = 2 a x + 2 b y + c, with (a, b) the centre and c = r² - a² - b².
  cv::Mat left(static_cast<int>(points.size()), 3, CV_64F), right(left.rows, 1, CV_64F), solution;
  for (int i = 0; i < left.rows; ++i) {
    const cv::Point2d point = points[static_cast<std::size_t>(i)];
    left.at<double>(i, 0) = 2 * point.x;
    left.at<double>(i, 1) = 2 * point.y;
    left.at<double>(i, 2) = 1;
    right.at<double>(i, 0) = point.dot(point);
  }
  cv::solve(left, right, solution, cv::DECOMP_SVD);
  const cv::Point2d centre(solution.at<double>(0), solution.at<double>(1));
  const double radius = std::sqrt(std::max(0.0, solution.at<double>(2) + centre.dot(centre)));
  const auto size = static_cast<float>(radius);
  return {cv::Point2f(centre), {size, size}, 0};
}

}  // namespace chengnuo::ocr
