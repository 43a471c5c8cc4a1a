#include "ocr/ppocr_detector.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>

namespace chengnuo::ocr {
namespace {

// Longer side in pixels of what the network sees; 32 is its stride. Measured in docs/reading.md.
constexpr int kLongerSide = 960;
constexpr int kStride = 32;
// The network was trained on colour images normalised so (ImageNet); grey counts as all three.
constexpr float kMean[] = {0.485F, 0.456F, 0.406F};
constexpr float kDeviation[] = {0.229F, 0.224F, 0.225F};
constexpr double kInk = 0.3;       // probability from which a pixel belongs to text
constexpr double kBand = 0.5;      // mean probability from which a band is text
constexpr float kThinnest = 3;     // pixels of what the network sees
constexpr int kLevelRun = 32;      // pixels that an arc does not run level, and text does
constexpr float kUnclip = 1.6F;    // how much narrower than the text the marked bands are
constexpr float kVertical = 1.5F;  // taller than wide by this much: the text runs downwards

cv::Mat fit(const cv::Mat& page) {
  const int longer = std::max(page.cols, page.rows);
  const double scale = std::min(1.0, static_cast<double>(kLongerSide) / longer);
  const auto side = [&](int length) {
    return std::max(kStride, cvRound(length * scale / kStride) * kStride);
  };
  cv::Mat fitted;
  cv::resize(page, fitted, {side(page.cols), side(page.rows)}, 0, 0, cv::INTER_AREA);
  return fitted;
}

double mean_within(const cv::Mat& map, const cv::RotatedRect& rect, const cv::Rect& bounds) {
  cv::Point2f corners[4];
  rect.points(corners);
  std::vector<cv::Point> polygon;
  for (const cv::Point2f& corner : corners) {
    polygon.emplace_back(cvRound(corner.x) - bounds.x, cvRound(corner.y) - bounds.y);
  }
  cv::Mat mask = cv::Mat::zeros(bounds.size(), CV_8UC1);
  cv::fillConvexPoly(mask, polygon, cv::Scalar(1));
  return cv::mean(map(bounds), mask)[0];
}

using Contour = std::vector<cv::Point>;

/// The outer edges of all that is set in `mask`, also of what stands within a ring.
std::vector<Contour> outer_contours(const cv::Mat& mask) {
  std::vector<Contour> all, outer;
  std::vector<cv::Vec4i> nesting;  // next, previous, first child, parent
  cv::findContours(mask, all, nesting, cv::RETR_CCOMP, cv::CHAIN_APPROX_SIMPLE);
  for (std::size_t at = 0; at < all.size(); ++at) {
    if (nesting[at][3] < 0) outer.push_back(std::move(all[at]));
  }
  return outer;
}

/// False if the contour is large enough for text but not the shape of a band.
bool add_if_band(const cv::Mat& map, const Contour& contour, std::vector<cv::RotatedRect>& bands) {
  const cv::RotatedRect rect = cv::minAreaRect(contour);
  if (std::min(rect.size.width, rect.size.height) < kThinnest) return true;
  if (mean_within(map, rect, cv::boundingRect(contour)) < kBand) return false;
  bands.push_back(rect);
  return true;
}

/// On a photocopy the ring of a seal runs into the lines below it, and what hangs together is no
/// band. Cuts such contours into what lies level in them.
std::vector<Contour> untangled(const cv::Mat& text, const std::vector<Contour>& tangled) {
  if (tangled.empty()) return {};
  cv::Mat mask = cv::Mat::zeros(text.size(), CV_8UC1);
  cv::drawContours(mask, tangled, -1, cv::Scalar(255), cv::FILLED);
  mask &= text;
  cv::morphologyEx(mask, mask, cv::MORPH_OPEN,
                   cv::getStructuringElement(cv::MORPH_RECT, {kLevelRun, 1}));
  return outer_contours(mask);
}

/// `rect` in the map's pixels, scaled by `x` and `y` to the page's.
TextBand band_of(const cv::RotatedRect& rect, float x, float y) {
  TextBand band{.centre = {rect.center.x * x, rect.center.y * y},
                .length = rect.size.width,
                .thickness = rect.size.height,
                .angle = rect.angle * std::numbers::pi_v<float> / 180};
  // OpenCV may call either side the width; ours is the one that lies flatter.
  constexpr float quarter = std::numbers::pi_v<float> / 4;
  while (band.angle > quarter) {
    band.angle -= 2 * quarter;
    std::swap(band.length, band.thickness);
  }
  while (band.angle < -quarter) {
    band.angle += 2 * quarter;
    std::swap(band.length, band.thickness);
  }
  band.length *= x;
  band.thickness *= y;
  band.vertical = band.with_margin().thickness > kVertical * band.with_margin().length;
  return band;
}

}  // namespace

TextBand TextBand::with_margin() const {
  TextBand whole = *this;
  const float margin = length * thickness * kUnclip / (length + thickness);
  whole.length += margin;
  whole.thickness += margin;
  return whole;
}

std::vector<TextBand> PpocrDetector::find(const cv::Mat& page) {
  if (page.empty()) return {};
  const cv::Mat fitted = fit(page);
  const std::size_t plane = fitted.total();
  input_.resize(3 * plane);
  for (std::size_t channel = 0; channel < 3; ++channel) {
    cv::Mat normalised(fitted.size(), CV_32FC1, input_.data() + channel * plane);
    const double deviation = kDeviation[channel];
    fitted.convertTo(normalised, CV_32F, 1 / (255 * deviation), -kMean[channel] / deviation);
  }
  const Network::Output output = network_.run(
      {1, 3, static_cast<std::size_t>(fitted.rows), static_cast<std::size_t>(fitted.cols)}, input_);
  // OpenCV has no header over constant memory; nothing below writes to it.
  const cv::Mat map(fitted.size(), CV_32FC1, const_cast<float*>(output.values.data()));

  const cv::Mat text = map > kInk;
  std::vector<cv::RotatedRect> rects;
  std::vector<Contour> tangled;
  for (const Contour& contour : outer_contours(text)) {
    if (!add_if_band(map, contour, rects)) tangled.push_back(contour);
  }
  for (const Contour& contour : untangled(text, tangled)) add_if_band(map, contour, rects);

  std::vector<TextBand> bands;
  const float x = static_cast<float>(page.cols) / static_cast<float>(fitted.cols);
  const float y = static_cast<float>(page.rows) / static_cast<float>(fitted.rows);
  for (const cv::RotatedRect& rect : rects) bands.push_back(band_of(rect, x, y));
  return bands;
}

}  // namespace chengnuo::ocr
