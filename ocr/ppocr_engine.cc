#include "ocr/ppocr_engine.h"

#include <algorithm>
#include <cmath>

#include "ocr/calibration.h"
#include "ocr/image.h"
#include "ocr/ppocr_detector.h"
#include "ocr/ppocr_pieces.h"
#include "ocr/ppocr_recogniser.h"
#include "pipeline/error.h"
#include "pipeline/text.h"

namespace chengnuo::ocr {
namespace {

using pipeline::Box;
using pipeline::Line;

constexpr const char* kDetector = "detect.onnx";
constexpr const char* kRecogniser = "recognise.onnx";
// What is read with a lower (geometric) mean probability is a smudge, a stamp's edge, a rule that
// was left: not text.
constexpr double kLeastMean = 0.3;
// Least confidence of ink that the detector did not take for text.
constexpr double kLeastUnmarked = 0.4;
// Below this confidence the second choice is worth keeping.
constexpr double kDoubtful = 0.85;

bool is_blank(const std::u32string& text) { return text == U" " || text == U"\u3000"; }

void leave_out(SeenLine& seen, std::size_t at) {
  const auto gap = seen.gaps.begin() + static_cast<std::ptrdiff_t>(at);
  if (gap->probability < std::next(gap)->probability) std::swap(*gap, *std::next(gap));
  seen.gaps.erase(std::next(gap));
  seen.characters.erase(seen.characters.begin() + static_cast<std::ptrdiff_t>(at));
}

void without_outer_blanks(SeenLine& seen) {
  auto& line = seen.characters;
  while (!line.empty() && is_blank(line.back().text)) leave_out(seen, line.size() - 1);
  while (!line.empty() && is_blank(line.front().text)) leave_out(seen, 0);
}

/// The places of a line at which the network hesitated. Blanks are nobody's concern.
std::vector<pipeline::Doubt> doubts_of(const SeenLine& seen) {
  std::vector<pipeline::Doubt> doubts;
  int at = 0;
  const auto add = [&](bool before, float probability, const std::u32string& instead) {
    const double confidence = calibrated_ppocr(static_cast<double>(probability));
    if (confidence < pipeline::kUndoubted)
      doubts.push_back({at, before, is_blank(instead) ? "" : pipeline::utf8(instead), confidence});
  };
  for (std::size_t i = 0; i < seen.gaps.size(); ++i) {
    const Overlooked& gap = seen.gaps[i];
    if (!is_blank(gap.text)) add(true, 1 - gap.probability, gap.text);
    if (i == seen.characters.size()) break;
    const SeenCharacter& character = seen.characters[i];
    if (!is_blank(character.text)) add(false, character.probability, character.second);
    at += static_cast<int>(character.text.size());
  }
  return doubts;
}

/// What the line would say with its least certain character as the network's second choice.
pipeline::Reading second_choice(const std::vector<SeenCharacter>& seen, double confidence) {
  const auto least = std::min_element(seen.begin(), seen.end(), [](const auto& a, const auto& b) {
    return a.probability < b.probability;
  });
  pipeline::Reading reading{
      "ppocr", "",
      confidence * static_cast<double>(least->second_probability / least->probability)};
  for (const SeenCharacter& character : seen) {
    const bool doubtful = &character == &*least;
    reading.text += pipeline::utf8(doubtful ? character.second : character.text);
  }
  return reading;
}

/// Turns what the network saw into a line; boxes are left to the caller. Empty if it is no text.
Line line_of(const SeenLine& seen) {
  Line line;
  if (seen.characters.empty()) return line;
  double sum = 0;
  float least = 1;
  for (const Overlooked& gap : seen.gaps) least = std::min(least, 1 - gap.probability);
  for (const SeenCharacter& character : seen.characters) {
    line.text += pipeline::utf8(character.text);
    sum += std::log(std::max(1e-6F, character.probability));
    if (!is_blank(character.text)) least = std::min(least, character.probability);
  }
  if (std::exp(sum / static_cast<double>(seen.characters.size())) < kLeastMean) return {};
  line.confidence = calibrated_ppocr(static_cast<double>(least));
  line.readings = {{"ppocr", line.text, line.confidence}};
  line.doubts = doubts_of(seen);
  if (line.confidence < kDoubtful) {
    line.readings.push_back(second_choice(seen.characters, line.confidence));
  }
  return line;
}

class PpocrEngine : public Engine {
 public:
  PpocrEngine(const std::filesystem::path& models, Precision precision)
      : detector_(models / kDetector, precision), recogniser_(models / kRecogniser, precision) {}

  std::string_view name() const override { return "ppocr"; }

  std::vector<Line> read(const cv::Mat& page, std::span<const Box> regions) override {
    std::vector<Line> lines;
    if (page.empty() || regions.empty()) return lines;
    const std::vector<TextBand> bands = detector_.find(page);
    for (const Box& region : regions) {
      const cv::Rect bounds = rect_of(region) & cv::Rect({0, 0}, page.size());
      std::vector<Piece> pieces;
      for (const TextBand& band : bands) {
        if (const auto piece = piece_within(band, bounds)) pieces.push_back(*piece);
      }
      double least = 0;
      if (pieces.empty()) {
        if (const auto piece = overlooked_piece(page, bounds)) pieces.push_back(*piece);
        least = kLeastUnmarked;
      }
      sort_for_reading(pieces);
      take_in_last_sign(pieces, bounds);
      for (const Piece& piece : pieces) {
        Line line = piece.vertical ? read_vertical(page, piece.place, bounds)
                                   : read_level(cut_out(page, piece.place), bounds);
        if (!line.text.empty() && line.confidence >= least) lines.push_back(std::move(line));
      }
    }
    return lines;
  }

  Line read_line(const cv::Mat& image) override {
    return read_level({image, cv::Matx23f(1, 0, 0, 0, 1, 0)}, {{0, 0}, image.size()});
  }

 private:
  Line read_level(const Cut& cut, const cv::Rect& bounds) {
    SeenLine seen = recogniser_.read(cut.image);
    without_outer_blanks(seen);
    Line line = line_of(seen);
    if (line.text.empty()) return line;
    line.box = cut.box_on_page(0, 1, bounds);
    for (const SeenCharacter& character : seen.characters) {
      const Box box = cut.box_on_page(character.from, character.to, bounds);
      line.characters.insert(line.characters.end(), character.text.size(), box);
    }
    return line;
  }

  /// Text that runs downwards: a column of upright characters, or a level line that was turned.
  Line read_vertical(const cv::Mat& page, cv::RotatedRect place, const cv::Rect& bounds) {
    const Cut upright = cut_out(page, place);
    Line column = read_column(upright, bounds);
    std::swap(place.size.width, place.size.height);
    place.angle += 90;
    Line turned = read_level(cut_out(page, place), bounds);
    return turned.confidence > column.confidence ? turned : column;
  }

  Line read_column(const Cut& cut, const cv::Rect& bounds) {
    const LaidOut laid = lay_out(cut.image);
    if (laid.places.size() < 2) return {};
    SeenLine seen = recogniser_.read(laid.line);
    for (std::size_t at = seen.characters.size(); at-- > 0;)
      if (seen.characters[at].text == U" ") leave_out(seen, at);
    Line line = line_of(seen);
    if (line.text.empty()) return line;
    line.box = cut.box_on_page(0, 1, bounds);
    if (pipeline::code_points(line.text).size() != laid.places.size()) return line;
    for (const cv::Rect& place : laid.places) {
      const cv::Vec2f at =
          cut.to_page * cv::Vec3f(static_cast<float>(place.x), static_cast<float>(place.y), 1);
      line.characters.push_back(
          box_of(cv::Rect(cvRound(at[0]), cvRound(at[1]), place.width, place.height) & bounds));
    }
    return line;
  }

  PpocrDetector detector_;
  PpocrRecogniser recogniser_;
};

}  // namespace

std::unique_ptr<Engine> make_ppocr_engine(const std::filesystem::path& models,
                                          Precision precision) {
  if (!ppocr_is_installed(models)) {
    throw pipeline::Error(
        pipeline::Remedy::fix_setup,
        {"没有找到 PP-OCR 模型文件", "The files of the PP-OCR models are missing"},
        {"请运行 scripts/models，并在配置中写明模型文件夹；或把识别引擎设为 tesseract",
         "Run scripts/models and name the folder of models in the configuration, or set the engine "
         "to tesseract"},
        models);
  }
  return std::make_unique<PpocrEngine>(models, precision);
}

bool ppocr_is_installed(const std::filesystem::path& models) {
  return std::filesystem::is_regular_file(models / kDetector) &&
         std::filesystem::is_regular_file(models / kRecogniser);
}

}  // namespace chengnuo::ocr
