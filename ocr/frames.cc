#include "ocr/frames.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <optional>

namespace chengnuo::ocr {
namespace {

// 45 x 30 mm is usual for ovals, 40 x 30 mm for invoice seals; persons' seals have 12 to 25 mm
// sides.
constexpr double kLeastOval = 22, kMostOval = 60;
constexpr double kLeastSide = 10, kMostSide = 50;
constexpr double kCovered = 0.7;

Outline outline_of(const cv::RotatedRect& rect) {
  return {rect.center, {rect.size.width / 2, rect.size.height / 2}, rect.angle};
}

/// The share of a rectangle's sides along which ink lies at most half a millimetre within.
double sides_covered(const cv::Mat& strength, const cv::RotatedRect& rect, double millimetre,
                     double contrast) {
  cv::Point2f corners[4];
  rect.points(corners);
  int all = 0, inked = 0;
  for (int side = 0; side < 4; ++side) {
    const cv::Point2f from = corners[side], along = corners[(side + 1) % 4] - from;
    const double length = cv::norm(along);
    // Worn corners are left out.
    for (double at = 0.1 * length; at <= 0.9 * length; at += 1) {
      const cv::Point2f border = from + along * static_cast<float>(at / length);
      const cv::Point2f inwards =
          (rect.center - border) / static_cast<float>(cv::norm(rect.center - border));
      int highest = 0;
      for (double in = -0.3 * millimetre; in <= 0.8 * millimetre; in += 0.5) {
        const cv::Point point(border + inwards * static_cast<float>(in));
        if (cv::Rect({}, strength.size()).contains(point)) {
          highest = std::max<int>(highest, strength.at<uchar>(point));
        }
      }
      ++all;
      if (highest >= contrast) ++inked;
    }
  }
  return all == 0 ? 0 : static_cast<double>(inked) / all;
}

std::optional<Frame> frame_around(const std::vector<cv::Point>& hull, const cv::Mat& strength,
                                  double millimetre, double contrast) {
  const cv::RotatedRect rect = cv::minAreaRect(hull);
  const double longer = std::max(rect.size.width, rect.size.height) / millimetre;
  const double shorter = std::min(rect.size.width, rect.size.height) / millimetre;
  // A hull fills its rectangle if it is one, and π/4 of it if it is an ellipse.
  const double filled = cv::contourArea(hull) / std::max(1.F, rect.size.area());
  if (filled < 0.86 && hull.size() >= 5 && shorter >= kLeastOval && longer <= kMostOval &&
      longer < 2.2 * shorter) {
    const Outline outline = outline_of(cv::fitEllipse(hull));
    const Rim rim = follow(strength, outline, millimetre, contrast);
    // What is nearly round is left to find_rings.
    if (rim.covered >= kCovered && rim.thin >= 0.4 && longer > 1.12 * shorter) {
      return Frame{outline, pipeline::SealShape::oval};
    }
  }
  if (filled >= 0.86 && shorter >= kLeastSide && longer <= kMostSide && longer < 2.5 * shorter &&
      sides_covered(strength, rect, millimetre, contrast) >= 0.75) {
    return Frame{outline_of(rect), pipeline::SealShape::square};
  }
  return {};
}

/// Large print in colour, as in the heads of official papers, has characters as square as a seal
/// (国), but others beside them.
bool stands_in_a_row(const cv::Rect& piece, const std::vector<cv::Rect>& all) {
  const auto beside = std::count_if(all.begin(), all.end(), [&](const cv::Rect& other) {
    const int shared = std::min(piece.br().y, other.br().y) - std::max(piece.y, other.y);
    const int apart = std::max(piece.x, other.x) - std::min(piece.br().x, other.br().x);
    return 2 * shared > piece.height && other.height < 1.5 * piece.height &&
           apart < 3 * piece.width && other != piece;
  });
  return beside >= 2;
}

}  // namespace

std::vector<Frame> find_frames(const cv::Mat& strength, double millimetre, double contrast) {
  cv::Mat ink, joined, labels, stats, centres;
  cv::threshold(strength, ink, contrast, 255, cv::THRESH_BINARY);
  // Seals have holes and gaps; print in the same colour stands further apart from them.
  const int gap = static_cast<int>(2 * millimetre) | 1;
  cv::morphologyEx(ink, joined, cv::MORPH_CLOSE, cv::Mat::ones(gap, gap, CV_8U));
  const int count = cv::connectedComponentsWithStats(joined, labels, stats, centres);
  std::vector<cv::Rect> boxes;
  for (int i = 0; i < count; ++i) {
    boxes.emplace_back(stats.at<int>(i, cv::CC_STAT_LEFT), stats.at<int>(i, cv::CC_STAT_TOP),
                       stats.at<int>(i, cv::CC_STAT_WIDTH), stats.at<int>(i, cv::CC_STAT_HEIGHT));
  }
  std::vector<Frame> frames;
  for (int i = 1; i < count; ++i) {
    const cv::Rect& box = boxes[static_cast<std::size_t>(i)];
    if (std::min(box.width, box.height) < kLeastSide * millimetre) continue;
    if (stands_in_a_row(box, boxes)) continue;
    std::vector<cv::Point> points, hull;
    cv::findNonZero((labels(box) == i) & ink(box), points);
    if (points.size() < 20) continue;
    cv::convexHull(points, hull);
    for (cv::Point& point : hull) point += box.tl();
    if (const auto frame = frame_around(hull, strength, millimetre, contrast)) {
      frames.push_back(*frame);
    }
  }
  return frames;
}

}  // namespace chengnuo::ocr
