#include "ocr/seal_lower.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>
#include <string>

#include "pipeline/text.h"

namespace chengnuo::ocr {
namespace {

constexpr float kHalfTurn = std::numbers::pi_v<float>;
constexpr double kLeastLower = 0.7;  // confidence; below this the line was not read
// Of 353 generated seals, 7 with words below the star: their rows had a mean ink of 47 and more,
// the others' of 29 at most (255: as strong as the ring's); words were 21 rows high and more.
constexpr double kInkOfWords = 32;
constexpr int kLeastHeight = 8;

bool is_bracket(char32_t c) { return c == U'（' || c == U'）' || c == U'(' || c == U')'; }

/// The inside of the seal below its star, turned so that the name's middle is at the top, `turn`
/// radians besides.
cv::Mat below_the_star(const cv::Mat& ink, const SealRim& rim, const RingText& ring, float turn) {
  constexpr float kFrom = 0.32F, kTo = 0.66F, kWide = 0.66F;  // parts of the radius
  const float gap = kHalfTurn - (ring.to - ring.from) / 2;
  const float scale = 160;  // pixels for a radius: characters of 25 and up
  const int width = cvRound(2 * kWide * scale), height = cvRound((kTo - kFrom) * scale);
  cv::Mat x(height, width, CV_32F), y(height, width, CV_32F);
  for (int row = 0; row < height; ++row) {
    for (int column = 0; column < width; ++column) {
      const float right = (static_cast<float>(column) + 0.5F) / scale - kWide;
      const float down = (static_cast<float>(row) + 0.5F) / scale + kFrom;
      const float radius = std::hypot(right, down);
      const float angle = ring.top() + turn + kHalfTurn / 2 + std::atan2(down, right);
      // The characters of the ring are not part of this line.
      const bool beside = std::abs(angle - ring.top() - kHalfTurn) < gap;
      const cv::Point2f at =
          beside || radius < ring.inner + 0.03F ? rim.at(angle, radius) : cv::Point2f(-9, -9);
      x.at<float>(row, column) = at.x;
      y.at<float>(row, column) = at.y;
    }
  }
  cv::Mat image;
  cv::remap(ink, image, x, y, cv::INTER_CUBIC, cv::BORDER_CONSTANT, cv::Scalar(255));
  return image;
}

/// How much of each row is ink.
cv::Mat ink_by_row(const cv::Mat& image) {
  cv::Mat sums;
  cv::reduce(255 - image, sums, 1, cv::REDUCE_AVG, CV_32F);
  return sums;
}

/// The name's middle is only roughly the top: the line is level where its rows differ most.
float turn_to_level(const cv::Mat& ink, const SealRim& rim, const RingText& ring) {
  float best = 0;
  double sharpest = -1;
  for (int degrees = -10; degrees <= 10; degrees += 2) {
    const float turn = static_cast<float>(degrees) * kHalfTurn / 180;
    cv::Scalar mean, deviation;
    cv::meanStdDev(ink_by_row(below_the_star(ink, rim, ring, turn)), mean, deviation);
    if (deviation[0] <= sharpest) continue;
    sharpest = deviation[0];
    best = turn;
  }
  return best;
}

/// What an engine reads there; empty if it is not sure.
std::u32string words_on(const cv::Mat& image, Engine& engine) {
  const pipeline::Line line = engine.read_line(image);
  if (line.confidence <= kLeastLower) return {};
  std::u32string text;
  for (const char32_t c : pipeline::code_points(line.text))
    if (is_han(c) || (c >= U'0' && c <= U'9') || is_bracket(c)) text.push_back(c);
  return text;
}

}  // namespace

void read_lower(pipeline::Seal& seal, const SealInk& ink, const SealRim& rim, const RingText& ring,
                Engine& engine) {
  const bool colour = !ink.red.empty();
  const cv::Mat& measured = colour ? ink.red : ink.grey;
  const float turn = turn_to_level(measured, rim, ring);
  const cv::Mat rows = ink_by_row(below_the_star(measured, rim, ring, turn)) > kInkOfWords;
  const cv::Rect used = cv::boundingRect(rows);
  if (used.height < kLeastHeight) return;

  const auto line_of = [&](const cv::Mat& from) {
    const cv::Mat image = below_the_star(from, rim, ring, turn);
    return image(cv::Rect(0, used.y - 4, image.cols, used.height + 8) &
                 cv::Rect({0, 0}, image.size()));
  };
  std::u32string text = words_on(line_of(ink.grey), engine);
  if (text.empty() && colour) text = words_on(line_of(ink.red), engine);
  if (std::ranges::count_if(text, is_han) >= 3)
    seal.lower = pipeline::utf8(text);
  else
    seal.lower_unread = colour;  // on a grey page it may be print: such pages go to a person anyway
}

}  // namespace chengnuo::ocr
