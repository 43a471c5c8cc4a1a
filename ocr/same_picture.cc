#include "ocr/same_picture.h"

#include <cmath>
#include <opencv2/imgproc.hpp>

#include "ocr/decode.h"

namespace chengnuo::ocr {
namespace {

/// Of the sides; a page's size is rounded to points, an image's to pixels.
constexpr double kSameShape = 0.02;
/// Means over tiles are compared, since every program shrinks in its own way: 8 pixels are the
/// height of a small character on a page 1000 pixels high.
constexpr int kTile = 8;
/// Grey levels by which a tile may differ. Measured on 18 scans of 150 to 300 dpi: the same scan
/// differs by 8 to 23; a "1" typed over it in 10 pt makes 46, a "9" 67.
constexpr double kSameTile = 32;

cv::Mat grey(const cv::Mat& pixels) {
  if (pixels.channels() == 1) return pixels;
  cv::Mat result;
  cv::cvtColor(pixels, result, cv::COLOR_BGR2GRAY);
  return result;
}

bool same_shape(const cv::Size& one, const cv::Size& other) {
  const double ratio = static_cast<double>(one.width) * other.height /
                       (static_cast<double>(one.height) * other.width);
  return std::abs(ratio - 1) <= kSameShape;
}

/// Of the means of any tile, where `image` may lie up to one pixel off.
double largest_difference(const cv::Mat& image, const cv::Mat& page) {
  cv::Mat framed;
  cv::copyMakeBorder(image, framed, 1, 1, 1, 1, cv::BORDER_REPLICATE);
  cv::Mat least;
  for (int y = 0; y < 3; ++y) {
    for (int x = 0; x < 3; ++x) {
      cv::Mat difference;
      cv::subtract(framed(cv::Rect({x, y}, page.size())), page, difference, cv::noArray(), CV_32F);
      cv::blur(difference, difference, {kTile, kTile});
      difference = cv::abs(difference);
      if (least.empty()) {
        least = difference;
      } else {
        cv::min(least, difference, least);
      }
    }
  }
  return cv::norm(least, cv::NORM_INF);
}

}  // namespace

std::optional<int> orientation_to_match(const cv::Mat& image, const cv::Mat& page) {
  const cv::Mat stored = grey(image);
  const cv::Mat shown = grey(page);
  for (int orientation = 1; orientation <= 8; ++orientation) {
    const bool sideways = orientation >= 5;
    const cv::Size turned = sideways ? cv::Size(image.rows, image.cols) : image.size();
    if (!same_shape(turned, shown.size())) continue;
    const cv::Size size = sideways ? cv::Size(shown.rows, shown.cols) : shown.size();
    cv::Mat small;
    cv::resize(stored, small, size, 0, 0, cv::INTER_AREA);
    if (largest_difference(oriented(small, orientation), shown) < kSameTile) return orientation;
  }
  return std::nullopt;
}

}  // namespace chengnuo::ocr
