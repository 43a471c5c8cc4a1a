#include "ocr/paper.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace chengnuo::ocr {
namespace {

// The background is looked for on a copy of this resolution: fast, and noise is averaged away.
constexpr double kPaperDpi = 50;
// Nothing dark that is smaller than this is paper: wider than any stroke, the star of a seal
// included (its solid core is about 5 mm).
constexpr double kWidestInkMm = 9;

int odd(double size) { return std::max(3, static_cast<int>(size) | 1); }

}  // namespace

pipeline::ColourMode colour_of(const cv::Mat& pixels) {
  // A quarter million samples say enough; neighbours are not averaged, since the spread between the
  // channels of single pixels is what tells a colour scanner's noise from a grey one's.
  const double step = std::max(1.0, std::sqrt(static_cast<double>(pixels.total()) / 250000));
  cv::Mat sample;
  cv::resize(pixels, sample, {}, 1 / step, 1 / step, cv::INTER_NEAREST);
  cv::Mat grey = sample;
  if (sample.channels() == 3) {
    cv::Mat channels[3], highest, lowest;
    cv::split(sample, channels);
    cv::max(channels[0], channels[1], highest);
    cv::max(highest, channels[2], highest);
    cv::min(channels[0], channels[1], lowest);
    cv::min(lowest, channels[2], lowest);
    const int coloured = cv::countNonZero(highest - lowest > 8);
    if (coloured > static_cast<int>(sample.total()) / 1000) return pipeline::ColourMode::colour;
    cv::cvtColor(sample, grey, cv::COLOR_BGR2GRAY);
  }
  const int between = cv::countNonZero((grey > 24) & (grey < 231));
  return between < static_cast<int>(grey.total()) / 100 ? pipeline::ColourMode::bilevel
                                                        : pipeline::ColourMode::grey;
}

int trusted_dpi(const cv::Mat& pixels, int stated) {
  const double longest = std::max(pixels.cols, pixels.rows);
  const double millimetres = stated > 0 ? longest / stated * 25.4 : 0;
  // A6 to A2; photographs and screenshots say 72 whatever they show.
  if (stated >= 50 && millimetres >= 130 && millimetres <= 620) return stated;
  return std::max(30, static_cast<int>(std::lround(longest / 297 * 25.4)));
}

cv::Mat even_out(const cv::Mat& pixels, int dpi) {
  const double scale = std::min(1.0, kPaperDpi / dpi);
  cv::Mat paper;
  cv::resize(pixels, paper, {}, scale, scale, cv::INTER_AREA);
  cv::medianBlur(paper, paper, 3);
  const int size = odd(kWidestInkMm / 25.4 * dpi * scale);
  const cv::Mat disc = cv::getStructuringElement(cv::MORPH_ELLIPSE, {size, size});
  cv::morphologyEx(paper, paper, cv::MORPH_CLOSE, disc);
  cv::GaussianBlur(paper, paper, {}, size / 5.0);
  cv::resize(paper, paper, pixels.size(), 0, 0, cv::INTER_LINEAR);
  cv::Mat even;
  cv::divide(pixels, paper, even, 255);
  return even;
}

}  // namespace chengnuo::ocr
