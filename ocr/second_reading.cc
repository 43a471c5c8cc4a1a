#include "ocr/second_reading.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "ocr/calibration.h"
#include "ocr/image.h"
#include "pipeline/alignment.h"
#include "pipeline/text.h"

namespace chengnuo::ocr {
namespace {

// Running text above this is left alone: a word in it is not a fact that is copied elsewhere.
constexpr double kGoodProse = 0.99;
constexpr std::size_t kShortLine = 20;  // code points: a field's value, a name, a signature's label

/// What engines write differently and nobody means: blanks, widths, kinds of quotation mark.
std::u32string plain(char32_t c) {
  if (c == U'“' || c == U'”' || c == U'〝' || c == U'〞') return U"\"";
  if (c == U'‘' || c == U'’') return U"'";
  if (c == U'丶') return U"、";
  if (c == U'·' || c == U'•') return U".";
  if (c == U'—' || c == U'–' || c == U'－') return U"-";
  if (c > 0x2E80 && c < 0xA000 && c != 0x3000) return {1, c};  // mostly, and NFKC is slow
  return pipeline::code_points(pipeline::nfkc(pipeline::without_blanks(pipeline::utf8({&c, 1}))));
}

/// A line without those, and where its code points went.
struct Plain {
  std::u32string text;
  std::vector<std::size_t> begin;  ///< of each code point of the line, and of its end

  explicit Plain(const std::string& line) {
    for (const char32_t c : pipeline::code_points(line)) {
      begin.push_back(text.size());
      text += plain(c);
    }
    begin.push_back(text.size());
  }
};

/// The other reading beside the first: what it has at each character, and before each and the end.
class Comparison {
 public:
  Comparison(const Plain& first, const Plain& other)
      : at_(first.text.size()), before_(first.text.size() + 1) {
    std::size_t behind = 0;
    for (const pipeline::Beside& pair : pipeline::align(first.text, other.text)) {
      if (!pair.first) {
        before_[behind] += other.text[*pair.second];
      } else if (pair.second) {
        at_[*pair.first] = other.text.substr(*pair.second, 1);
      }
      if (pair.first) behind = *pair.first + 1;
      if (!pair.first || !pair.second || first.text[*pair.first] != other.text[*pair.second])
        ++edits_;
    }
  }

  std::size_t edits() const { return edits_; }
  /// What the other engine says at a doubt of the first.
  SecondOpinion on(const pipeline::Doubt& doubt, const Plain& first) const {
    const auto at = static_cast<std::size_t>(doubt.at);
    const std::u32string instead = Plain(doubt.instead).text;
    const std::size_t begin = first.begin.at(at);
    if (doubt.before) {
      if (before_[begin].empty()) return SecondOpinion::agrees;
      return before_[begin] == instead ? SecondOpinion::takes_the_other : SecondOpinion::differs;
    }
    const std::size_t end = first.begin.at(at + 1);
    std::u32string read;
    for (std::size_t i = begin; i < end; ++i) read += at_[i];
    const std::u32string meant = first.text.substr(begin, end - begin);
    if (read == meant)
      return is_easily_taken(meant, instead) ? SecondOpinion::agrees_weakly : SecondOpinion::agrees;
    return read == instead ? SecondOpinion::takes_the_other : SecondOpinion::differs;
  }

 private:
  /// Strokes and rings that look the same to every engine.
  static bool is_easily_taken(const std::u32string& read, const std::u32string& instead) {
    constexpr std::array<std::u32string_view, 2> kAlike = {U"1lI|i!", U"0Oo〇○D"};
    return std::ranges::any_of(kAlike, [&](std::u32string_view alike) {
      return read.size() == 1 && instead.size() == 1 && alike.find(read[0]) != alike.npos &&
             alike.find(instead[0]) != alike.npos;
    });
  }

  std::vector<std::u32string> at_;
  std::vector<std::u32string> before_;
  std::size_t edits_ = 0;
};

bool matters(const pipeline::Line& line) {
  if (line.text.empty() || line.confidence >= pipeline::kUndoubted) return false;
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
    const Plain first(line.text), other(again.text);
    const Comparison comparison(first, other);
    const bool wreck = 3 * comparison.edits() > std::max(first.text.size(), other.text.size());
    if (!wreck) line.readings.push_back({std::string(second.name()), again.text, again.confidence});
    if (line.doubts.empty()) {
      line.confidence =
          with_second_opinion(line.confidence, comparison.edits() == 0 ? SecondOpinion::agrees
                                                                       : SecondOpinion::differs);
      continue;
    }
    if (wreck) continue;  // says nothing of any place
    line.confidence = pipeline::kUndoubted;
    for (pipeline::Doubt& doubt : line.doubts) {
      doubt.confidence = with_second_opinion(doubt.confidence, comparison.on(doubt, first));
      line.confidence = std::min(line.confidence, doubt.confidence);
    }
    std::erase_if(line.doubts, [](const pipeline::Doubt& doubt) {
      return doubt.confidence >= pipeline::kUndoubted;
    });
  }
}

}  // namespace chengnuo::ocr
