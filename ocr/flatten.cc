#include "ocr/flatten.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <optional>
#include <vector>

namespace chengnuo::ocr {
namespace {

// The sheet is looked for on a copy of this many pixels along its longer side: print is too fine to
// part it, and noise averages away.
constexpr double kLookSize = 600;
constexpr double kLeastShare = 0.3, kMostShare = 0.97;  // of the picture that the sheet takes
constexpr double kLeastContrast = 60;                   // of paper against what it lies on, of 255
// Opposite edges that differ by less than this were seen squarely: degrees, share of length.
constexpr double kSquareAngle = 0.8, kSquareLength = 0.015;

using Corners = std::array<cv::Point2f, 4>;  // clockwise from the top left

/// The value below which `share` of the pixels lie.
double quantile(const cv::Mat& grey, double share) {
  std::vector<uchar> values(grey.begin<uchar>(), grey.end<uchar>());
  const auto at =
      values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
  std::ranges::nth_element(values, at);
  return *at;
}

/// The largest piece of the picture that is brighter than what lies along its border, print closed
/// over. Empty if the border is as bright as paper, as it is of a scan. A part of the sheet may lie
/// in the shadow of whoever took the picture, so paper begins a third of the way from the desk's
/// brightness to paper's.
std::vector<cv::Point> sheet_in(const cv::Mat& grey) {
  const int wide = std::max(2, grey.cols / 60);
  const cv::Mat left = grey.colRange(0, wide), right = grey.colRange(grey.cols - wide, grey.cols);
  const double desk = std::max(quantile(left, 0.9), quantile(right, 0.9));
  const double paper = quantile(grey, 0.75);
  if (paper - desk < kLeastContrast) return {};
  cv::Mat bright;
  cv::threshold(grey, bright, desk + 0.3 * (paper - desk), 255, cv::THRESH_BINARY);
  cv::morphologyEx(bright, bright, cv::MORPH_CLOSE, cv::Mat::ones(15, 15, CV_8U));
  cv::morphologyEx(bright, bright, cv::MORPH_OPEN, cv::Mat::ones(9, 9, CV_8U));
  std::vector<std::vector<cv::Point>> pieces;
  cv::findContours(bright, pieces, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_NONE);
  const auto largest = std::max_element(
      pieces.begin(), pieces.end(),
      [](const auto& a, const auto& b) { return cv::contourArea(a) < cv::contourArea(b); });
  return largest == pieces.end() ? std::vector<cv::Point>{} : *largest;
}

/// A line as a point on it and its direction.
struct Edge {
  cv::Point2f point, along;
};

cv::Point2f crossing(const Edge& a, const Edge& b) {
  const double turn = a.along.cross(b.along);
  const double distance = (b.point - a.point).cross(b.along) / turn;
  return a.point + a.along * static_cast<float>(distance);
}

/// The straight edges that lie closest to the outline between four corners, and where they meet: a
/// corner that is folded or round is where it would be.
std::optional<Corners> settled(const std::vector<cv::Point>& sheet, const Corners& rough) {
  std::array<Edge, 4> edges;
  for (std::size_t side = 0; side < 4; ++side) {
    const cv::Point2f from = rough[side], along = rough[(side + 1) % 4] - from;
    const double length = cv::norm(along);
    std::vector<cv::Point2f> points;
    for (const cv::Point& point : sheet) {
      const cv::Point2f offset = cv::Point2f(point) - from;
      const double share = offset.dot(along) / (length * length);
      const double away = std::abs(along.cross(offset)) / length;
      if (share > 0.06 && share < 0.94 && away < 0.04 * length) points.push_back(point);
    }
    if (static_cast<double>(points.size()) < 0.5 * length) return std::nullopt;
    cv::Vec4f line;
    cv::fitLine(points, line, cv::DIST_HUBER, 0, 0.01, 0.01);
    edges[side] = {{line[2], line[3]}, {line[0], line[1]}};
  }
  Corners corners;
  for (std::size_t at = 0; at < 4; ++at) corners[at] = crossing(edges[(at + 3) % 4], edges[at]);
  return corners;
}

std::optional<Corners> corners_of(const cv::Mat& grey) {
  const std::vector<cv::Point> sheet = sheet_in(grey);
  const double share =
      sheet.empty() ? 0 : cv::contourArea(sheet) / static_cast<double>(grey.total());
  if (share < kLeastShare || share > kMostShare) return std::nullopt;
  std::vector<cv::Point> hull, shape;
  cv::convexHull(sheet, hull);
  cv::approxPolyDP(hull, shape, 0.03 * cv::arcLength(hull, true), true);
  if (shape.size() != 4 || cv::contourArea(shape) < 0.93 * cv::contourArea(hull))
    return std::nullopt;
  // Clockwise as seen, from the corner nearest to the picture's top left.
  if (cv::contourArea(shape, true) < 0) std::ranges::reverse(shape);
  std::ranges::rotate(shape, std::ranges::min_element(shape, {}, [](const cv::Point& point) {
                        return point.x + point.y;
                      }));
  Corners rough;
  std::ranges::copy(shape, rough.begin());
  const auto corners = settled(sheet, rough);
  const cv::Rect2f picture(2, 2, static_cast<float>(grey.cols - 4),
                           static_cast<float>(grey.rows - 4));
  const auto in_view = [&](const cv::Point2f& corner) { return picture.contains(corner); };
  if (!corners || !std::ranges::all_of(*corners, in_view)) return std::nullopt;
  return corners;
}

bool seen_squarely(const Corners& corners) {
  const auto alike = [](const cv::Point2f& a, const cv::Point2f& b) {
    const double turn = std::abs(std::atan2(a.cross(b), a.dot(b))) * 180 / CV_PI;
    const double longer = std::max(cv::norm(a), cv::norm(b));
    return turn < kSquareAngle && std::abs(cv::norm(a) - cv::norm(b)) < kSquareLength * longer;
  };
  return alike(corners[1] - corners[0], corners[2] - corners[3]) &&
         alike(corners[3] - corners[0], corners[2] - corners[1]);
}

/// What the sheet would measure if it lay before the camera squarely. Perspective shortens one side
/// more than the other; nearly every sheet is of ISO 216's shape, and then takes that.
cv::Size size_of(const Corners& corners) {
  constexpr double kIso = 1.41421356, kNearIso = 0.15;
  double width = std::max(cv::norm(corners[1] - corners[0]), cv::norm(corners[2] - corners[3]));
  double height = std::max(cv::norm(corners[3] - corners[0]), cv::norm(corners[2] - corners[1]));
  double& longer = width > height ? width : height;
  double& shorter = width > height ? height : width;
  if (std::abs(longer / shorter / kIso - 1) < kNearIso) {
    longer = std::max(longer, shorter * kIso);
    shorter = longer / kIso;
  }
  return {cvRound(width), cvRound(height)};
}

}  // namespace

Image flattened(const Image& photograph) {
  const cv::Mat& pixels = photograph.pixels;
  const double scale = std::min(1.0, kLookSize / std::max(pixels.cols, pixels.rows));
  cv::Mat small, grey;
  cv::resize(pixels, small, {}, scale, scale, cv::INTER_AREA);
  if (small.channels() == 3)
    cv::cvtColor(small, grey, cv::COLOR_BGR2GRAY);
  else
    grey = small;
  auto corners = corners_of(grey);
  if (!corners || seen_squarely(*corners)) return photograph;
  for (cv::Point2f& corner : *corners) corner /= scale;

  const cv::Size size = size_of(*corners);
  const auto right = static_cast<float>(size.width), bottom = static_cast<float>(size.height);
  const Corners flat{{{0, 0}, {right, 0}, {right, bottom}, {0, bottom}}};
  Image sheet{{}, 0, photograph.colour};
  cv::warpPerspective(pixels, sheet.pixels,
                      cv::getPerspectiveTransform(corners->data(), flat.data()), size,
                      cv::INTER_CUBIC, cv::BORDER_REPLICATE);
  return sheet;
}

}  // namespace chengnuo::ocr
