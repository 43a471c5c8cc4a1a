#include "ocr/upright.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace chengnuo::ocr {
namespace {

const cv::Scalar kWhite(255, 255, 255);
constexpr int kLookDpi = 100;  // resolution at which lines are looked for

int millimetres(double length) {
  return std::max(1, static_cast<int>(std::lround(length / 25.4 * kLookDpi)));
}

cv::Mat without_long_lines(const cv::Mat& ink) {
  const int length = millimetres(12);
  cv::Mat across, down;
  cv::morphologyEx(ink, across, cv::MORPH_OPEN, cv::Mat::ones(1, length, CV_8U));
  cv::morphologyEx(ink, down, cv::MORPH_OPEN, cv::Mat::ones(length, 1, CV_8U));
  cv::Mat lines = across | down;
  cv::dilate(lines, lines, cv::Mat::ones(3, 3, CV_8U));
  return ink & ~lines;
}

/// Ink at kLookDpi: 255 where something is printed.
cv::Mat ink_of(const cv::Mat& text, int dpi) {
  cv::Mat small, ink;
  const double scale = static_cast<double>(kLookDpi) / dpi;
  cv::resize(text, small, {}, scale, scale, scale < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
  cv::adaptiveThreshold(small, ink, 255, cv::ADAPTIVE_THRESH_MEAN_C, cv::THRESH_BINARY_INV, 25, 20);
  return ink;
}

/// Boxes of what becomes one piece when gaps of up to `gap` millimetres are closed.
std::vector<cv::Rect> pieces(const cv::Mat& ink, double gap) {
  const int size = millimetres(gap) | 1;
  cv::Mat closed, labels, stats, centres;
  cv::morphologyEx(ink, closed, cv::MORPH_CLOSE, cv::Mat::ones(size, size, CV_8U));
  const int count = cv::connectedComponentsWithStats(closed, labels, stats, centres);
  std::vector<cv::Rect> boxes;
  for (int i = 1; i < count; ++i) {
    boxes.emplace_back(stats.at<int>(i, cv::CC_STAT_LEFT), stats.at<int>(i, cv::CC_STAT_TOP),
                       stats.at<int>(i, cv::CC_STAT_WIDTH), stats.at<int>(i, cv::CC_STAT_HEIGHT));
  }
  return boxes;
}

bool as_thick_as_text(int thickness) {
  return thickness >= millimetres(1.5) && thickness <= millimetres(14);
}

/// Characters of a line stand closer together than lines do, so closing small gaps makes pieces
/// that lie along the lines. Several gap sizes vote, since type sizes differ.
bool lines_run_down(const cv::Mat& ink) {
  double across = 0, down = 0;
  for (const double gap : {0.75, 1.25, 1.75}) {
    for (const cv::Rect& box : pieces(ink, gap)) {
      if (box.width >= 3 * box.height && as_thick_as_text(box.height)) across += box.width;
      if (box.height >= 3 * box.width && as_thick_as_text(box.width)) down += box.height;
    }
  }
  return down > across;
}

/// How sharply lines and the space between them alternate once turned by `degrees`.
double sharpness(const cv::Mat& ink, double degrees) {
  const cv::Point2f centre(static_cast<float>(ink.cols) / 2, static_cast<float>(ink.rows) / 2);
  cv::Mat turned_ink, profile;
  cv::warpAffine(ink, turned_ink, cv::getRotationMatrix2D(centre, degrees, 1), ink.size(),
                 cv::INTER_NEAREST);
  cv::reduce(turned_ink, profile, 1, cv::REDUCE_SUM, CV_32F);
  const cv::Mat difference =
      profile.rowRange(1, profile.rows) - profile.rowRange(0, profile.rows - 1);
  return difference.dot(difference);
}

double best_angle(const cv::Mat& ink, double from, double to, double step) {
  double best = 0, best_sharpness = -1;
  for (double angle = from; angle <= to + step / 2; angle += step) {
    const double value = sharpness(ink, angle);
    if (value > best_sharpness) {
      best_sharpness = value;
      best = angle;
    }
  }
  return best;
}

double find_skew(const cv::Mat& ink) {
  // Too little ink to tell a line from a speck.
  if (cv::countNonZero(ink) < static_cast<int>(ink.total()) / 2000) return 0;
  cv::Mat small;
  cv::resize(ink, small, {}, 0.5, 0.5, cv::INTER_AREA);
  const double coarse = best_angle(small, -5, 5, 0.5);
  const double fine = best_angle(ink, coarse - 0.5, coarse + 0.5, 0.1);
  return best_angle(ink, fine - 0.05, fine + 0.05, 0.05);
}

/// No line turned over reads as so many characters, all of them sure.
bool beyond_doubt(const pipeline::Line& read) {
  constexpr double kSure = 0.9;
  constexpr std::size_t kManyBytes = 6 * 3;
  return read.confidence >= kSure && read.text.size() >= kManyBytes;
}

/// A confident reading of many characters weighs more than one of a few.
double legibility(const pipeline::Line& read) {
  return read.confidence * static_cast<double>(std::min<std::size_t>(read.text.size(), 60));
}

bool upside_down(const cv::Mat& text, int dpi, Engine& engine) {
  std::vector<cv::Rect> lines;
  for (const cv::Rect& box : pieces(without_long_lines(ink_of(text, dpi)), 1.75)) {
    if (box.width >= 4 * box.height && as_thick_as_text(box.height)) lines.push_back(box);
  }
  // The middle of the page's lines by length: the longest may be two lines grown together.
  std::sort(lines.begin(), lines.end(),
            [](const cv::Rect& a, const cv::Rect& b) { return a.width > b.width; });
  const double scale = static_cast<double>(dpi) / kLookDpi;
  double upright = 0, turned_over = 0;
  int tried = 0;
  for (const cv::Rect& line : lines) {
    // Half a line of a letter tells as much as a whole one.
    const int width = std::min(line.width, 14 * line.height);
    const int margin = millimetres(0.75);
    const cv::Rect wanted(static_cast<int>((line.x - margin) * scale),
                          static_cast<int>((line.y - margin) * scale),
                          static_cast<int>((width + 2 * margin) * scale),
                          static_cast<int>((line.height + 2 * margin) * scale));
    const cv::Mat strip = text(wanted & cv::Rect({}, text.size()));
    const pipeline::Line as_it_lies = engine.read_line(strip);
    if (beyond_doubt(as_it_lies)) return false;
    cv::Mat over;
    cv::rotate(strip, over, cv::ROTATE_180);
    const pipeline::Line as_turned = engine.read_line(over);
    if (beyond_doubt(as_turned)) return true;
    upright += legibility(as_it_lies);
    turned_over += legibility(as_turned);
    ++tried;
    if (tried >= 2 && std::abs(upright - turned_over) > 0.3 * (upright + turned_over)) break;
    if (tried == 8) break;
  }
  return turned_over > upright;
}

}  // namespace

Turn find_turn(const cv::Mat& text, int dpi, Engine& engine) {
  Turn turn;
  cv::Mat ink = ink_of(text, dpi);
  if (lines_run_down(without_long_lines(ink))) {
    turn.rotation = 90;
    cv::rotate(ink, ink, cv::ROTATE_90_CLOCKWISE);
  }
  turn.skew = find_skew(ink);
  if (upside_down(turned(text, turn, kWhite), dpi, engine)) turn.rotation += 180;
  return turn;
}

cv::Mat turned(const cv::Mat& page, const Turn& turn, const cv::Scalar& paper) {
  cv::Mat result = page;
  if (turn.rotation == 90) cv::rotate(page, result, cv::ROTATE_90_CLOCKWISE);
  if (turn.rotation == 180) cv::rotate(page, result, cv::ROTATE_180);
  if (turn.rotation == 270) cv::rotate(page, result, cv::ROTATE_90_COUNTERCLOCKWISE);
  if (std::abs(turn.skew) < 0.1) return result;
  const cv::Point2f centre(static_cast<float>(result.cols) / 2,
                           static_cast<float>(result.rows) / 2);
  cv::Mat straight;
  cv::warpAffine(result, straight, cv::getRotationMatrix2D(centre, turn.skew, 1), result.size(),
                 cv::INTER_LINEAR, cv::BORDER_CONSTANT, paper);
  return straight;
}

}  // namespace chengnuo::ocr
