#include "ocr/second_reading.h"

#include <algorithm>
#include <numeric>
#include <string>

#include "ocr/calibration.h"
#include "ocr/image.h"
#include "pipeline/text.h"

namespace chengnuo::ocr {
namespace {

// Above this a second reading would change nothing that anyone acts upon.
constexpr double kCertain = 0.998;
// Running text above this is left alone: a word in it is not a fact that is copied elsewhere.
constexpr double kGoodProse = 0.99;
constexpr std::size_t kShortLine = 20;  // code points: a field's value, a name, a signature's label

/// Without what engines write differently and nobody means: blanks, widths, kinds of quotation
/// mark.
std::u32string plain(const std::string& text) {
  std::u32string result = pipeline::code_points(pipeline::nfkc(pipeline::without_blanks(text)));
  for (char32_t& c : result) {
    if (c == U'“' || c == U'”' || c == U'〝' || c == U'〞') c = U'"';
    if (c == U'‘' || c == U'’') c = U'\'';
    if (c == U'丶') c = U'、';
    if (c == U'·' || c == U'•') c = U'.';
    if (c == U'—' || c == U'–' || c == U'－') c = U'-';
  }
  return result;
}

std::size_t edits_between(const std::u32string& a, const std::u32string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t kept = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({kept, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row.back();
}

bool matters(const pipeline::Line& line) {
  if (line.text.empty() || line.confidence >= kCertain) return false;
  if (line.confidence < kGoodProse) return true;
  const std::u32string text = pipeline::code_points(line.text);
  const bool digits = std::any_of(text.begin(), text.end(), [](char32_t c) {
    return (c >= U'0' && c <= U'9') || c == U'〇' || c == U'○';
  });
  return digits || text.size() <= kShortLine;
}

/// The line's image with some paper around it, which Tesseract wants.
cv::Mat image_of(const pipeline::Line& line, const cv::Mat& page) {
  const int margin = std::max(2, line.box.height / 10);
  const cv::Rect box = rect_of(line.box);
  return page(
      cv::Rect(box.x - margin, box.y - margin, box.width + 2 * margin, box.height + 2 * margin) &
      cv::Rect({0, 0}, page.size()));
}

}  // namespace

void read_again(std::vector<pipeline::Line>& lines, const cv::Mat& page, Engine& second) {
  for (pipeline::Line& line : lines) {
    if (!matters(line)) continue;
    const cv::Mat image = image_of(line, page);
    if (image.empty()) continue;
    const pipeline::Line again = second.read_line(image);
    const std::u32string first = plain(line.text), other = plain(again.text);
    const bool agrees = first == other;
    line.confidence = with_second_opinion(line.confidence,
                                          agrees ? SecondOpinion::agrees : SecondOpinion::differs);
    const bool wreck = 3 * edits_between(first, other) > std::max(first.size(), other.size());
    if (agrees || !wreck) {
      line.readings.push_back({std::string(second.name()), again.text, again.confidence});
    }
  }
}

}  // namespace chengnuo::ocr
