#include "ocr/seal_ring.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>
#include <utility>
#include <vector>

namespace chengnuo::ocr {
namespace {

constexpr float kTurn = 2 * std::numbers::pi_v<float>;
constexpr int kDegrees = 360;
// Around the seal; its rim may lie a tenth further out than it was found.
constexpr float kPaperAround = 1.2F;
// Darker than this in every channel: print, not a seal. Of 99 seals' names 90 were read right with
// 140, which takes dark ink of the seal along, 95 with 110, 94 with 85.
constexpr int kPrint = 110;

/// Fills the pixels of `grey` that are set in `hidden` from their neighbours (normalised averaging:
/// Knutsson and Westin, 1993).
void fill(cv::Mat& grey, const cv::Mat& hidden, double reach) {
  cv::Mat known, values, weights;
  cv::Mat(255 - hidden).convertTo(known, CV_32F, 1.0 / 255);
  grey.convertTo(values, CV_32F);
  values = values.mul(known);
  cv::GaussianBlur(values, values, {}, reach);
  cv::GaussianBlur(known, weights, {}, reach);
  cv::Mat filled;
  cv::divide(values, weights + 1e-3, filled);
  filled.convertTo(filled, CV_8U);
  filled.copyTo(grey, hidden);
}

/// The grey value below which `share` of the pixels lie.
int quantile(const cv::Mat& grey, double share) {
  std::array<int, 256> histogram{};
  for (int y = 0; y < grey.rows; ++y) {
    const auto* row = grey.ptr<unsigned char>(y);
    for (int x = 0; x < grey.cols; ++x) ++histogram[row[x]];
  }
  double below = share * static_cast<double>(grey.total());
  int value = 0;
  while (value < 255 && (below -= histogram[static_cast<std::size_t>(value)]) > 0) ++value;
  return value;
}

/// Spreads the grey values so that ink is black and paper white.
void stretch_contrast(cv::Mat& grey) {
  const int ink = quantile(grey, 0.04), paper = quantile(grey, 0.6);
  if (paper - ink < 16) return;
  const double scale = 255.0 / (paper - ink);
  grey.convertTo(grey, CV_8U, scale, -ink * scale);
}

/// How dark the ink is along one radius or angle: 0 paper, 255 ink.
float darkness(const cv::Mat& grey, const cv::Point2f& at) {
  const int x = cvRound(at.x), y = cvRound(at.y);
  if (x < 0 || y < 0 || x >= grey.cols || y >= grey.rows) return 0;
  return 255.0F - static_cast<float>(grey.at<unsigned char>(y, x));
}

SealRim rim_as_found(const SealInk& ink, const FoundSeal& seal) {
  return {seal.centre - ink.origin, seal.axes, seal.angle * kTurn / 360};
}

/// The grey below which a photocopy shows print and not the seal: half-way between the darkest that
/// there is and the rim's usual grey. 0 if the seal is as dark as the print.
int print_on_grey(const SealInk& ink, const FoundSeal& seal) {
  const SealRim rim = rim_as_found(ink, seal);
  std::vector<float> rim_ink;
  for (int degree = 0; degree < kDegrees; ++degree) {
    float darkest = 0;
    for (float radius = 0.93F; radius < 1.04F; radius += 0.01F) {
      darkest = std::max(
          darkest,
          darkness(ink.grey, rim.at(static_cast<float>(degree) * kTurn / kDegrees, radius)));
    }
    rim_ink.push_back(darkest);
  }
  std::nth_element(rim_ink.begin(), rim_ink.begin() + kDegrees / 2, rim_ink.end());
  const float usual = 255 - rim_ink[kDegrees / 2];
  const float darkest = static_cast<float>(quantile(ink.grey, 0.005));
  return usual - darkest < 40 ? 0 : cvRound((usual + darkest) / 2);
}

/// The circle nearest to most of `points`: least squares (Kåsa, 1976), thrice, each time without
/// the worst third.
std::optional<SealRim> fit_circle(std::vector<cv::Point2f> points) {
  SealRim rim;
  for (int round = 0; round < 4; ++round) {
    if (points.size() < 20) return {};
    cv::Mat a(static_cast<int>(points.size()), 3, CV_32F);
    cv::Mat b(static_cast<int>(points.size()), 1, CV_32F);
    for (int row = 0; row < a.rows; ++row) {
      const cv::Point2f& point = points[static_cast<std::size_t>(row)];
      a.at<float>(row, 0) = 2 * point.x;
      a.at<float>(row, 1) = 2 * point.y;
      a.at<float>(row, 2) = 1;
      b.at<float>(row) = point.dot(point);
    }
    cv::Mat solution;
    cv::solve(a, b, solution, cv::DECOMP_SVD);
    rim.centre = {solution.at<float>(0), solution.at<float>(1)};
    const float radius =
        std::sqrt(std::max(1.0F, solution.at<float>(2) + rim.centre.dot(rim.centre)));
    rim.axes = {radius, radius};
    const auto miss = [&](const cv::Point2f& point) {
      return std::abs(static_cast<float>(cv::norm(point - rim.centre)) - radius);
    };
    std::sort(points.begin(), points.end(),
              [&](const cv::Point2f& p, const cv::Point2f& q) { return miss(p) < miss(q); });
    if (miss(points.back()) < 1.5F) break;
    points.resize(points.size() * 4 / 5);
  }
  return rim;
}

/// Where a name begins and ends on its ring, in degrees, the end up to a turn behind the beginning.
/// It leaves the ring open at one place; there may be what is left of print in the opening, so the
/// emptiest arc counts, not the widest that is quite empty: a bracket leaves that, too.
/// `around`: the ink at each degree. Nothing if there is none.
std::optional<std::pair<int, int>> name_between(const std::array<float, kDegrees>& around) {
  constexpr int kOpening = 36;   // no name leaves less open
  constexpr int kCharacter = 9;  // nor is a character narrower, but for brackets and 一
  constexpr float kInk = 40;
  const auto ink = [&](int degree) {
    return around[static_cast<std::size_t>((degree + 2 * kDegrees) % kDegrees)];
  };
  const auto mean = [&](int from, int length) {
    float sum = 0;
    for (int degree = from; degree < from + length; ++degree) sum += ink(degree);
    return sum / static_cast<float>(length);
  };
  int emptiest = 0;
  for (int start = 1; start < kDegrees; ++start) {
    if (mean(start, kOpening) < mean(emptiest, kOpening)) emptiest = start;
  }
  const float least = std::max(kInk / 2, 0.4F * mean(0, kDegrees));
  const int middle = emptiest + kOpening / 2;
  int begin = middle, end = middle + kDegrees;
  while (begin < end && (ink(begin) < kInk || mean(begin, kCharacter) < least)) ++begin;
  while (begin < end && (ink(end) < kInk || mean(end - kCharacter, kCharacter) < least)) --end;
  if (begin >= end) return {};
  return std::pair{begin, end + 1};
}

/// How red each pixel is, dark on white; as dark as can be where it is as red as the seal's ring.
cv::Mat red_ink(const std::array<cv::Mat, 3>& bgr) {
  constexpr std::size_t kRingShare = 20;  // one pixel in so many is redder than that
  constexpr double kPalest = 20;          // below this it is the noise of a page without red
  cv::Mat others, strength;
  cv::max(bgr[0], bgr[1], others);
  cv::subtract(bgr[2], others, strength);
  cv::GaussianBlur(strength, strength, {}, 0.8);
  std::vector<uchar> values(strength.begin<uchar>(), strength.end<uchar>());
  const auto ring = values.end() - 1 - std::ssize(values) / static_cast<std::ptrdiff_t>(kRingShare);
  std::nth_element(values.begin(), ring, values.end());
  strength.convertTo(strength, CV_8U, 255 / std::max<double>(kPalest, *ring));
  return 255 - strength;
}

}  // namespace

SealInk lift_seal(const cv::Mat& upright, const FoundSeal& seal) {
  const float reach = kPaperAround * std::max(seal.axes.width, seal.axes.height);
  const cv::Rect place = cv::Rect(cvFloor(seal.centre.x - reach), cvFloor(seal.centre.y - reach),
                                  cvCeil(2 * reach), cvCeil(2 * reach)) &
                         cv::Rect({0, 0}, upright.size());
  SealInk ink;
  ink.origin = place.tl();
  if (place.empty()) return ink;
  cv::Mat print;
  if (upright.channels() == 1) {
    ink.grey = upright(place).clone();
    print = ink.grey < print_on_grey(ink, seal);
  } else {
    // Coloured ink is dark in one channel and light in another; print is dark in all three.
    std::array<cv::Mat, 3> channels;
    cv::split(upright(place), channels);
    cv::Mat lightest;
    cv::min(channels[0], channels[1], ink.grey);
    cv::min(ink.grey, channels[2], ink.grey);
    cv::max(channels[0], channels[1], lightest);
    cv::max(lightest, channels[2], lightest);
    print = lightest < kPrint;
    ink.red = red_ink(channels);
  }
  cv::dilate(print, print, cv::getStructuringElement(cv::MORPH_ELLIPSE, {3, 3}));
  fill(ink.grey, print, std::max(1.5, 0.012 * static_cast<double>(reach)));
  stretch_contrast(ink.grey);
  return ink;
}

cv::Point2f SealRim::at(float angle, float radius) const {
  const float x = axes.width * radius * std::cos(angle - tilt);
  const float y = axes.height * radius * std::sin(angle - tilt);
  return centre + cv::Point2f(x * std::cos(tilt) - y * std::sin(tilt),
                              x * std::sin(tilt) + y * std::cos(tilt));
}

SealRim refine_rim(const SealInk& ink, const FoundSeal& seal) {
  const SealRim found = rim_as_found(ink, seal);
  std::vector<cv::Point2f> edge;
  for (int degree = 0; degree < kDegrees; degree += 2) {
    const float angle = static_cast<float>(degree) * kTurn / kDegrees;
    for (float radius = 1.12F; radius > 0.88F; radius -= 0.004F) {
      if (darkness(ink.grey, found.at(angle, radius)) < 110) continue;
      edge.push_back(found.at(angle, radius));
      break;
    }
  }
  if (std::abs(found.axes.width - found.axes.height) > 0.08F * found.axes.width) return found;
  const auto fitted = fit_circle(edge);
  if (!fitted) return found;
  const float change = fitted->axes.width / found.axes.width;
  const bool near = cv::norm(fitted->centre - found.centre) < 0.12 * found.axes.width;
  return near && change > 0.88F && change < 1.12F ? *fitted : found;
}

std::optional<RingText> find_ring_text(const SealInk& ink, const SealRim& rim) {
  // How much ink there is at each radius, in hundredths.
  std::array<float, 101> profile{};
  for (std::size_t at = 0; at < profile.size(); ++at) {
    for (int degree = 0; degree < kDegrees; degree += 2) {
      profile[at] += darkness(ink.grey, rim.at(static_cast<float>(degree) * kTurn / kDegrees,
                                               static_cast<float>(at) / 100)) /
                     (kDegrees / 2);
    }
  }
  RingText text;
  std::size_t outer = 97;
  const float rim_peak = *std::max_element(profile.begin() + 92, profile.end());
  while (outer > 85 && profile[outer] > 0.45F * rim_peak) --outer;
  // From the rim inwards there may be a fine inner rim, then paper, then the characters.
  const auto peak =
      std::max_element(profile.begin() + 60, profile.begin() + static_cast<int>(outer) - 3);
  if (*peak < 12) return {};
  std::size_t inner = static_cast<std::size_t>(peak - profile.begin());
  while (inner > 45 && profile[inner] > 0.4F * *peak) --inner;
  text.outer = static_cast<float>(outer) / 100;
  text.inner = static_cast<float>(inner) / 100;

  // How much ink there is at each angle of the band's middle, where neither the number at the
  // bottom (further out) nor the line below the star (further in) reaches.
  const float depth = text.outer - text.inner;
  std::array<float, kDegrees> around{};
  for (int degree = 0; degree < kDegrees; ++degree) {
    const float angle = static_cast<float>(degree) * kTurn / kDegrees;
    for (float part = 0.3F; part < 0.72F; part += 0.06F) {
      const cv::Point2f at = rim.at(angle, text.inner + part * depth);
      float dark = darkness(ink.grey, at);
      // What is left of print is not red.
      if (!ink.red.empty()) dark = (dark + darkness(ink.red, at)) / 2;
      around[static_cast<std::size_t>(degree)] += dark / 8;
    }
  }
  const auto name = name_between(around);
  if (!name) return {};
  text.from = static_cast<float>(name->first) * kTurn / kDegrees;
  text.to = static_cast<float>(name->second) * kTurn / kDegrees;
  return text;
}

cv::Mat unwrap(const cv::Mat& ink, const SealRim& rim, const RingText& band, int height,
               float stretch, Feet feet) {
  const float depth = band.outer - band.inner;
  const float arc = (band.to - band.from) * (band.outer + band.inner) / 2;
  const int width = std::max(8, cvRound(stretch * arc * static_cast<float>(height) / depth));
  cv::Mat x(height, width, CV_32F), y(height, width, CV_32F);
  for (int row = 0; row < height; ++row) {
    const float down = (static_cast<float>(row) + 0.5F) / static_cast<float>(height) * depth;
    const float out = feet == Feet::inwards ? band.outer - down : band.inner + down;
    for (int column = 0; column < width; ++column) {
      const float along =
          (static_cast<float>(column) + 0.5F) / static_cast<float>(width) * (band.to - band.from);
      const cv::Point2f at =
          rim.at(feet == Feet::inwards ? band.from + along : band.to - along, out);
      x.at<float>(row, column) = at.x;
      y.at<float>(row, column) = at.y;
    }
  }
  cv::Mat strip;
  cv::remap(ink, strip, x, y, cv::INTER_CUBIC, cv::BORDER_CONSTANT, cv::Scalar(255));
  return strip;
}

}  // namespace chengnuo::ocr
