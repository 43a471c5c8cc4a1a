#include "ocr/rings.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <optional>

namespace chengnuo::ocr {
namespace {

// The votes for centres are counted in fields of this many pixels; the fine search comes after.
constexpr int kField = 2;
constexpr int kCandidates = 24;
constexpr double kSmall = 13;  // millimetres; seals of enterprises have a radius of 19 and more

/// Every edge of ink votes for all centres that a circle through it may have (Hough): along its
/// gradient, both ways. Strong ink has no more votes than faded ink.
cv::Mat votes_for_centres(const cv::Mat& strength, int border, const RingRule& rule,
                          double millimetre) {
  cv::Mat even, across, down;
  cv::min(strength, 3 * rule.contrast, even);
  cv::GaussianBlur(even, even, {}, 1);
  cv::Sobel(even, across, CV_16S, 1, 0);
  cv::Sobel(even, down, CV_16S, 0, 1);
  const cv::Size fields((strength.cols + 2 * border) / kField + 1,
                        (strength.rows + 2 * border) / kField + 1);
  cv::Mat votes = cv::Mat::zeros(fields, CV_32F);
  const double weakest = 2 * rule.contrast;
  for (int y = 0; y < strength.rows; ++y) {
    for (int x = 0; x < strength.cols; ++x) {
      const double dx = across.at<short>(y, x), dy = down.at<short>(y, x);
      if (dx * dx + dy * dy < weakest * weakest) continue;
      const double slope = std::hypot(dx, dy);
      for (double radius = rule.least_radius * millimetre; radius <= rule.most_radius * millimetre;
           radius += kField) {
        for (const double way : {-1.0, 1.0}) {
          const int column = static_cast<int>(x + border + way * radius * dx / slope) / kField;
          const int row = static_cast<int>(y + border + way * radius * dy / slope) / kField;
          if (column >= 0 && column < fields.width && row >= 0 && row < fields.height) {
            votes.at<float>(row, column) += 1;
          }
        }
      }
    }
  }
  cv::GaussianBlur(votes, votes, {}, 1.5);
  return votes;
}

double quality(const Rim& rim) { return rim.covered * std::min(1.0, rim.visible + 0.3); }

Outline circle(cv::Point2f centre, double radius) {
  const auto size = static_cast<float>(radius);
  return {centre, {size, size}, 0};
}

/// A ring that was found, and the contrast that tells its ink from the faint halo that JPEG
/// compression draws around it.
struct Ring {
  Outline outline;
  double contrast = 0;
};

/// The rim around a centre: the outermost radius that is nearly as well covered as the best, since
/// a seal's characters make rings, too.
std::optional<Ring> outermost(const cv::Mat& strength, cv::Point2f centre, double millimetre,
                              const RingRule& rule) {
  const auto radii = [&](const auto& look) {
    for (double radius = rule.most_radius * millimetre; radius >= rule.least_radius * millimetre;
         radius -= 1) {
      look(radius);
    }
  };
  double contrast = 0;
  radii([&](double radius) {
    const Rim rim = follow(strength, circle(centre, radius), millimetre, rule.contrast);
    if (rim.visible > 0.25) contrast = std::max(contrast, rim.contrast);
  });
  contrast = std::max(rule.contrast, contrast / 2);
  std::vector<std::pair<double, double>> qualities;
  double best = 0;
  radii([&](double radius) {
    const double value = quality(follow(strength, circle(centre, radius), millimetre, contrast));
    qualities.emplace_back(value, radius);
    best = std::max(best, value);
  });
  if (best < rule.covered / 2) return {};
  for (const auto& [value, radius] : qualities) {
    if (value >= 0.85 * best) return Ring{circle(centre, radius), contrast};
  }
  return {};
}

/// Moves the outline to where the ink really ends; a ring that is whole enough may be squeezed.
Outline settled(const cv::Mat& strength, Outline outline, double millimetre, double contrast) {
  for (const double reach : {1.2, 0.8, 0.6}) {
    const Rim rim = follow(strength, outline, millimetre, contrast, reach);
    if (rim.outer.size() < 12) return outline;
    outline = circle_through(rim.outer);
  }
  const Rim rim = follow(strength, outline, millimetre, contrast);
  if (rim.covered * rim.visible < 0.6) return outline;
  const cv::RotatedRect ellipse = cv::fitEllipse(rim.outer);
  const double ratio = ellipse.size.height / std::max(1.F, ellipse.size.width);
  if (ratio > 1.12) return outline;  // led astray by something that touches the ring
  return {ellipse.center, {ellipse.size.width / 2, ellipse.size.height / 2}, ellipse.angle};
}

bool same(const Outline& a, const Outline& b, double millimetre) {
  return cv::norm(a.centre - b.centre) < 6 * millimetre;
}

}  // namespace

std::vector<Outline> find_rings(const cv::Mat& strength, double millimetre, const RingRule& rule) {
  const int border = static_cast<int>(rule.most_radius * millimetre / 2);
  cv::Mat votes = votes_for_centres(strength, border, rule, millimetre);
  std::vector<std::pair<double, Outline>> found;
  for (int candidate = 0; candidate < kCandidates; ++candidate) {
    cv::Point field;
    double most = 0;
    cv::minMaxLoc(votes, nullptr, &most, nullptr, &field);
    if (most < 1) break;
    cv::circle(votes, field, static_cast<int>(2 * millimetre) / kField, 0, cv::FILLED);
    const cv::Point2f centre(static_cast<float>(field.x * kField - border),
                             static_cast<float>(field.y * kField - border));
    const std::optional<Ring> rough = outermost(strength, centre, millimetre, rule);
    if (!rough) continue;
    const Outline outline = settled(strength, rough->outline, millimetre, rough->contrast);
    const Rim rim = follow(strength, outline, millimetre, rough->contrast);
    const double radius = (outline.axes.width + outline.axes.height) / 2 / millimetre;
    // Of a ring that is mostly off the page, or so small that large print may look like it, more
    // must be there to believe it.
    const bool doubtful = rim.visible < 0.6 || radius < kSmall;
    const double covered = doubtful ? std::max(0.75, rule.covered) : rule.covered;
    if (rim.visible < 0.25 || rim.covered < covered || rim.thin < 0.4 ||
        radius < rule.least_radius || radius > rule.most_radius) {
      continue;
    }
    found.emplace_back(quality(rim), outline);
  }
  std::sort(found.begin(), found.end(),
            [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<Outline> rings;
  for (const auto& [value, outline] : found) {
    const bool known = std::any_of(rings.begin(), rings.end(),
                                   [&outline = outline, millimetre](const Outline& ring) {
                                     return same(ring, outline, millimetre);
                                   });
    if (!known) rings.push_back(outline);
  }
  return rings;
}

}  // namespace chengnuo::ocr
