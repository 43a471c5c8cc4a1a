#include "ocr/paper.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace chengnuo::ocr {
namespace {

// The background is looked for on a copy of this resolution: fast, and noise is averaged away.
constexpr double kPaperDpi = 50;
// Nothing dark that is smaller than this is paper: wider than any stroke, the star of a seal
// included (its solid core is about 5 mm).
constexpr double kWidestInkMm = 9;

/// The middle value of those of a histogram up to `last`.
int median_up_to(const cv::Mat& histogram, int last) {
  double total = 0;
  for (int i = 0; i <= last; ++i) total += histogram.at<float>(i);
  double below = 0;
  for (int i = 0; i <= last; ++i) {
    below += histogram.at<float>(i);
    if (2 * below >= total) return i;
  }
  return last;
}

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

cv::Scalar paper_of(const cv::Mat& pixels) {
  cv::Mat few;
  cv::resize(pixels, few, {32, 32}, 0, 0, cv::INTER_AREA);
  std::vector<cv::Mat> channels;
  cv::split(few, channels);
  cv::Scalar paper;
  for (std::size_t i = 0; i < channels.size(); ++i) {
    std::vector<uchar> values(channels[i].begin<uchar>(), channels[i].end<uchar>());
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() * 2 / 3);
    std::nth_element(values.begin(), middle, values.end());
    paper[static_cast<int>(i)] = *middle;
  }
  return paper;
}

cv::Mat darkened(const cv::Mat& text) {
  // The middle of a stroke, not its blurred edge, says how dark the ink is. On an empty page there
  // is only noise, hence the limit.
  constexpr int kPalestInk = 150;
  cv::Mat thrown_away, histogram;
  const double ink_ends = cv::threshold(text, thrown_away, 0, 255, cv::THRESH_OTSU);
  const int channel = 0, size = 256;
  const float range[] = {0, 256};
  const float* ranges = range;
  cv::calcHist(&text, 1, &channel, {}, histogram, 1, &size, &ranges);
  const int ink = std::clamp(median_up_to(histogram, static_cast<int>(ink_ends)), 20, kPalestInk);
  // Two thirds of the way from ink to paper count as paper: seals and show-through are there.
  const double gain = 255 / (0.67 * (255 - ink));
  cv::Mat result;
  text.convertTo(result, CV_8U, gain, -ink * gain);
  return result;
}

cv::Mat without_specks(const cv::Mat& text) {
  constexpr double kContrast = 50;
  cv::Mat around = cv::Mat::ones(3, 3, CV_8U), darkest, brightest, result;
  around.at<uchar>(1, 1) = 0;
  cv::erode(text, darkest, around);
  cv::dilate(text, brightest, around);
  text.copyTo(result);
  darkest.copyTo(result, darkest - text > kContrast);
  brightest.copyTo(result, text - brightest > kContrast);
  return result;
}

}  // namespace chengnuo::ocr
