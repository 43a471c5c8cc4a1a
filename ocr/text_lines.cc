#include "ocr/text_lines.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace chengnuo::ocr {
namespace {

struct Span {
  int begin = 0;
  int end = 0;
  int length() const { return end - begin; }
};

/// Where a profile is above zero.
std::vector<Span> spans(const std::vector<int>& profile) {
  std::vector<Span> found;
  for (int i = 0; i < static_cast<int>(profile.size()); ++i) {
    if (profile[static_cast<std::size_t>(i)] == 0) continue;
    if (found.empty() || found.back().end != i) found.push_back({i, i});
    found.back().end = i + 1;
  }
  return found;
}

std::vector<int> profile(const cv::Mat& ink, int reduced_dimension) {
  cv::Mat sums;
  cv::reduce(ink, sums, reduced_dimension, cv::REDUCE_SUM, CV_32S);
  return {sums.begin<int>(), sums.end<int>()};
}

int upper_quartile(std::vector<int> values) {
  if (values.empty()) return 0;
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(values.size() * 3 / 4);
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

/// What may be print in a region, as ink and as boxes.
class Print {
 public:
  Print(const cv::Mat& region, double millimetre) {
    cv::Mat all, labels, stats, centres;
    cv::threshold(region, all, 140, 255, cv::THRESH_BINARY_INV);
    const int count = cv::connectedComponentsWithStats(all, labels, stats, centres);
    std::vector<cv::Rect> boxes(1);
    for (int i = 1; i < count; ++i) {
      boxes.emplace_back(stats.at<int>(i, cv::CC_STAT_LEFT), stats.at<int>(i, cv::CC_STAT_TOP),
                         stats.at<int>(i, cv::CC_STAT_WIDTH), stats.at<int>(i, cv::CC_STAT_HEIGHT));
    }
    std::vector<int> heights;
    for (const cv::Rect& box : boxes) {
      if (box.height >= 1.2 * millimetre) heights.push_back(box.height);
    }
    height_ = upper_quartile(std::move(heights));
    ink_ = cv::Mat::zeros(region.size(), CV_8U);
    for (std::size_t i = 1; i < boxes.size(); ++i) {
      const cv::Rect& box = boxes[i];
      if (std::max(box.width, box.height) < 0.25 * millimetre) continue;
      if (box.height > 1.6 * height_ && box.height > 1.6 * usual_around(box, boxes, millimetre)) {
        continue;
      }
      ink_(box).setTo(255, labels(box) == static_cast<int>(i));
      if (box.height >= 1.2 * millimetre) kept_.push_back(box);
    }
  }

  const cv::Mat& ink() const { return ink_; }
  int character_height() const { return height_; }
  /// The same within some rows, as those of a title.
  int character_height(Span rows) const {
    std::vector<int> heights;
    for (const cv::Rect& box : kept_) {
      if (box.y >= rows.begin && box.br().y <= rows.end) heights.push_back(box.height);
    }
    return std::max(height_, upper_quartile(std::move(heights)));
  }

 private:
  /// The height of the characters level with a piece; its own if it stands alone.
  static double usual_around(const cv::Rect& piece, const std::vector<cv::Rect>& boxes,
                             double millimetre) {
    std::vector<int> heights;
    for (std::size_t i = 1; i < boxes.size(); ++i) {
      const cv::Rect& box = boxes[i];
      const int shared = std::min(piece.br().y, box.br().y) - std::max(piece.y, box.y);
      if (box.height >= 1.2 * millimetre && shared > box.height / 2) heights.push_back(box.height);
    }
    return heights.empty() ? piece.height : upper_quartile(std::move(heights));
  }

  cv::Mat ink_;
  std::vector<cv::Rect> kept_;
  int height_ = 0;
};

/// Rows of characters: strokes one above the other (二, 三, i) belong to one row, rows that touch
/// are parted where there is least ink between them.
std::vector<Span> rows(const Print& print) {
  const std::vector<int> inked = profile(print.ink(), 1);
  const int character = print.character_height();
  std::vector<Span> joined;
  for (const Span& span : spans(inked)) {
    if (!joined.empty()) {
      Span& last = joined.back();
      const int gap = span.begin - last.end;
      const int thinner = std::min(last.length(), span.length());
      const int thicker = std::max(last.length(), span.length());
      const bool part = thinner < 0.6 * character && gap < 0.35 * character;
      const bool strokes = thicker < 0.3 * character && gap < 0.75 * character;
      if ((part || strokes) && span.end - last.begin <= 1.25 * character) {
        last.end = span.end;
        continue;
      }
    }
    joined.push_back(span);
  }
  std::vector<Span> parted;
  for (Span span : joined) {
    const int height = print.character_height(span);
    while (span.length() > 1.9 * height) {
      const auto at = [&](int row) { return inked.begin() + row; };
      const int first = span.begin + static_cast<int>(0.8 * height);
      const int last = std::min(span.end - static_cast<int>(0.5 * height),
                                span.begin + static_cast<int>(1.9 * height));
      if (last <= first) break;
      const int cut = static_cast<int>(std::min_element(at(first), at(last)) - inked.begin());
      parted.push_back({span.begin, cut});
      span.begin = cut;
    }
    parted.push_back(span);
  }
  return parted;
}

}  // namespace

std::vector<cv::Rect> find_text_lines(const cv::Mat& print, const cv::Rect& region, int dpi) {
  const double millimetre = dpi / 25.4;
  const Print pieces(print(region), millimetre);
  std::vector<cv::Rect> lines;
  if (pieces.character_height() == 0) return lines;
  for (const Span& row : rows(pieces)) {
    const cv::Mat band = pieces.ink().rowRange(row.begin, row.end);
    std::vector<Span> parts;
    for (const Span& span : spans(profile(band, 0))) {
      if (!parts.empty() && span.begin - parts.back().end < 4 * row.length()) {
        parts.back().end = span.end;
      } else {
        parts.push_back(span);
      }
    }
    for (const Span& part : parts) {
      const std::vector<Span> inked = spans(profile(band.colRange(part.begin, part.end), 1));
      const cv::Rect line(region.x + part.begin, region.y + row.begin + inked.front().begin,
                          part.length(), inked.back().end - inked.front().begin);
      // Dust, and the remains of what was taken out. A 一 is as low, but as wide as a character.
      const bool low = line.height < millimetre;
      const bool one = line.height > 0.25 * millimetre && line.width > 2 * millimetre &&
                       line.width < 8 * millimetre;
      if (low && !one) continue;
      lines.push_back(line);
    }
  }
  return lines;
}

}  // namespace chengnuo::ocr
