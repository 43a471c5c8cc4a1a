#include "ocr/ppocr_detector.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>

namespace chengnuo::ocr {
namespace {

// Longer side in pixels of what the network sees; 32 is its stride. Measured in docs/reading.md.
constexpr int kLongerSide = 1280;
constexpr int kStride = 32;
// The network was trained on colour images normalised so (ImageNet); grey counts as all three.
constexpr float kMean[] = {0.485F, 0.456F, 0.406F};
constexpr float kDeviation[] = {0.229F, 0.224F, 0.225F};
constexpr double kInk = 0.3;       // probability from which a pixel belongs to text
constexpr double kBand = 0.5;      // mean probability from which a band is text
constexpr float kThinnest = 3;     // pixels of what the network sees
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

  std::vector<std::vector<cv::Point>> contours;
  cv::findContours(map > kInk, contours, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_SIMPLE);
  std::vector<TextBand> bands;
  const float x = static_cast<float>(page.cols) / static_cast<float>(fitted.cols);
  const float y = static_cast<float>(page.rows) / static_cast<float>(fitted.rows);
  for (const auto& contour : contours) {
    const cv::RotatedRect rect = cv::minAreaRect(contour);
    if (std::min(rect.size.width, rect.size.height) < kThinnest) continue;
    if (mean_within(map, rect, cv::boundingRect(contour)) < kBand) continue;
    bands.push_back(band_of(rect, x, y));
  }
  return bands;
}

}  // namespace chengnuo::ocr
