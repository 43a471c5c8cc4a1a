#include "ocr/notices.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

namespace chengnuo::ocr {
namespace {

// Dense characters of 10 point begin to fail below this (DA/T 31-2017 asks for 200 at least). What
// is not legible at all has its own notice (scan.h, settle).
constexpr int kLeastDpi = 145, kLegibleDpi = 100;

/// Cameras give pictures of 4:3, 3:2 or 16:9; no paper in use has these shapes.
bool like_a_photograph(const Image& scan) {
  if (scan.colour != pipeline::ColourMode::colour) return false;
  const double longer = std::max(scan.pixels.cols, scan.pixels.rows);
  const double ratio = longer / std::max(1, std::min(scan.pixels.cols, scan.pixels.rows));
  constexpr std::array kCameras = {4.0 / 3, 3.0 / 2, 16.0 / 9};
  return std::any_of(kCameras.begin(), kCameras.end(),
                     [&](double camera) { return std::abs(ratio - camera) < 0.01; });
}

}  // namespace

std::vector<pipeline::Message> notices_on(const Image& scan, const pipeline::Page& page) {
  std::vector<pipeline::Message> notices;
  if (page.dpi >= kLegibleDpi && page.dpi < kLeastDpi) {
    const std::string dpi = std::to_string(page.dpi);
    notices.push_back({"分辨率约 " + dpi + " dpi，偏低，文字可能认错；请用 300 dpi 重新扫描",
                       "The resolution is about " + dpi +
                           " dpi, which is low: text may be misread. Scan again at 300 dpi"});
  }
  if (like_a_photograph(scan)) {
    notices.push_back({"像是照片而不是扫描件；请用扫描仪重新扫描",
                       "This looks like a photograph, not a scan. Use a scanner"});
  }
  const bool grey_seal = std::any_of(page.seals.begin(), page.seals.end(),
                                     [](const auto& seal) { return seal.colour == "grey"; });
  if (!grey_seal) return notices;
  switch (page.colour) {
    case pipeline::ColourMode::colour:
      notices.push_back({"检出印章图像，但没有颜色，疑似复印件；请提供原件",
                         "A seal's image was found, but without colour: perhaps a photocopy. Ask "
                         "for the original"});
      break;
    case pipeline::ColourMode::grey:
      notices.push_back({"灰度扫描：印章无法按颜色核对；请改用彩色扫描原件",
                         "Scanned in grey: the seal cannot be checked by its colour. Scan the "
                         "original in colour"});
      break;
    case pipeline::ColourMode::bilevel:
      notices.push_back({"黑白扫描：印章无法按颜色核对；请改用彩色扫描原件",
                         "Scanned in black and white: the seal cannot be checked by its colour. "
                         "Scan the original in colour"});
      break;
  }
  return notices;
}

}  // namespace chengnuo::ocr
