#include "ocr/scan.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "ocr/paper.h"
#include "pipeline/error.h"

namespace chengnuo::ocr {
namespace {

/// A3 at 400 dpi has 31 million. More makes reading slow and no better.
constexpr double kPixelsWanted = 40e6;
/// Below this a page of A4 would have 8 dpi: a dot, an icon, a tracking pixel.
constexpr int kSmallestSide = 96;
constexpr int kSmallestOther = 16;

/// At 100 dpi a character of 小四 (12 pt) has 17 pixels: strokes run into each other below that.
constexpr int kLegibleDpi = 100;

std::string size_of(const cv::Mat& pixels) {
  return std::to_string(pixels.cols) + "×" + std::to_string(pixels.rows);
}

}  // namespace

void settle(Scan& scan) {
  cv::Mat& pixels = scan.image.pixels;
  if (std::max(pixels.cols, pixels.rows) < kSmallestSide ||
      std::min(pixels.cols, pixels.rows) < kSmallestOther) {
    const std::string size = size_of(pixels);
    throw pipeline::Error(pipeline::Remedy::fix_document,
                          {"图像太小（" + size + " 像素），不可能是一页文件",
                           "The image is too small (" + size + " pixels) to be a page"},
                          {"请确认提交的是扫描件，并以 300 dpi 重新扫描",
                           "Make sure that this is the scan, and scan it again at 300 dpi"});
  }

  scan.image.dpi = trusted_dpi(pixels, scan.image.dpi);
  const std::string size = size_of(pixels);
  if (const auto count = static_cast<double>(pixels.total()); count > kPixelsWanted) {
    const double scale = std::sqrt(kPixelsWanted / count);
    cv::resize(pixels, pixels, {}, scale, scale, cv::INTER_AREA);
    scan.image.dpi = std::max(1, static_cast<int>(std::lround(scan.image.dpi * scale)));
    // Means of black and white are grey.
    if (scan.image.colour == pipeline::ColourMode::bilevel)
      scan.image.colour = pipeline::ColourMode::grey;
  }

  if (scan.image.dpi < kLegibleDpi) {
    scan.notices.push_back(
        {"分辨率过低（" + size + " 像素），文字无法可靠辨认；请以 300 dpi 重新扫描",
         "The resolution is too low (" + size +
             " pixels) to read the text reliably; scan the page again at 300 dpi"});
  }
}

}  // namespace chengnuo::ocr
