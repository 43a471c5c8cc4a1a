#include "ocr/ppocr_engine.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <optional>

#include "ocr/image.h"
#include "ocr/ppocr_detector.h"
#include "ocr/ppocr_recogniser.h"
#include "pipeline/error.h"
#include "pipeline/text.h"

namespace chengnuo::ocr {
namespace {

using pipeline::Box;
using pipeline::Line;

constexpr const char* kDetector = "detect.onnx";
constexpr const char* kRecogniser = "recognise.onnx";
// A line below this is a smudge, a stamp's edge, a rule that was left: not text.
constexpr double kLeastConfidence = 0.3;

/// The part of a band of text that lies in one region.
struct Piece {
  cv::RotatedRect place;  ///< upright text: width along it
  bool vertical = false;
};

/// What of `band` lies within `region`; nothing if the band runs elsewhere. The band itself decides
/// and is cut; the margin is then given back as far as the region's border allows.
std::optional<Piece> piece_within(const TextBand& band, const cv::Rect& region) {
  const TextBand whole = band.with_margin();
  const float margin = (whole.length - band.length) / 2;
  if (band.vertical || std::abs(band.angle) > 0.1F) {
    // Not along a border: belongs where its centre is, uncut.
    if (!region.contains(cv::Point(cvRound(band.centre.x), cvRound(band.centre.y)))) return {};
    return Piece{{whole.centre,
                  {whole.length, whole.thickness},
                  whole.angle * 180 / static_cast<float>(CV_PI)},
                 band.vertical};
  }
  if (band.centre.y < static_cast<float>(region.y) ||
      band.centre.y >= static_cast<float>(region.y + region.height)) {
    return {};
  }
  const float left = static_cast<float>(region.x);
  const float right = static_cast<float>(region.x + region.width);
  const float from = std::max(left, band.centre.x - band.length / 2);
  const float to = std::min(right, band.centre.x + band.length / 2);
  const bool cut = to - from < band.length - 1;
  if (to - from < (cut ? 0.5F * whole.thickness : 1.0F)) return {};
  const float begin = std::max(left, from - margin);
  const float end = std::min(right, to + margin);
  const float middle = (begin + end) / 2;
  const float shift = middle - band.centre.x;
  return Piece{{{middle, band.centre.y + shift * std::tan(band.angle)},
                {end - begin, whole.thickness},
                band.angle * 180 / static_cast<float>(CV_PI)},
               false};
}

/// The image of a piece, turned so that its text runs level. `to_page` maps its pixels back.
struct Cut {
  cv::Mat image;
  cv::Matx23f to_page;
};

Cut cut_out(const cv::Mat& page, const cv::RotatedRect& place) {
  const float angle = place.angle * static_cast<float>(CV_PI) / 180;
  const cv::Point2f x{std::cos(angle), std::sin(angle)};
  const cv::Point2f y{-x.y, x.x};
  const cv::Size size{std::max(1, cvRound(place.size.width)),
                      std::max(1, cvRound(place.size.height))};
  const cv::Point2f corner = place.center - x * (static_cast<float>(size.width) / 2) -
                             y * (static_cast<float>(size.height) / 2);
  Cut cut;
  cut.to_page = {x.x, y.x, corner.x, x.y, y.y, corner.y};
  cv::warpAffine(page, cut.image, cut.to_page, size, cv::INTER_CUBIC | cv::WARP_INVERSE_MAP,
                 cv::BORDER_CONSTANT, cv::Scalar(255));
  return cut;
}

/// The box on the page of the part of a cut between `from` and `to`, given as parts of its width,
/// as far as it lies within `bounds`.
Box box_on_page(const Cut& cut, float from, float to, const cv::Rect& bounds) {
  const float width = static_cast<float>(cut.image.cols);
  const float height = static_cast<float>(cut.image.rows);
  std::vector<cv::Point2f> corners;
  for (const float x : {from * width, to * width}) {
    for (const float y : {0.0F, height}) {
      const cv::Vec2f at = cut.to_page * cv::Vec3f(x, y, 1);
      corners.emplace_back(at[0], at[1]);
    }
  }
  return box_of(cv::boundingRect(corners) & bounds);
}

/// Turns what the network saw into a line; boxes are left to the caller.
Line line_of(const std::vector<SeenCharacter>& seen) {
  Line line;
  double sum = 0;
  for (const SeenCharacter& character : seen) {
    line.text += pipeline::utf8(character.text);
    sum += std::log(std::max(1e-6F, character.probability));
  }
  if (!seen.empty()) line.confidence = std::exp(sum / static_cast<double>(seen.size()));
  line.readings = {{"ppocr", line.text, line.confidence}};
  return line;
}

void without_outer_blanks(std::vector<SeenCharacter>& seen) {
  const auto blank = [](const SeenCharacter& character) {
    return character.text == U" " || character.text == U"\u3000";
  };
  while (!seen.empty() && blank(seen.back())) seen.pop_back();
  seen.erase(seen.begin(), std::find_if_not(seen.begin(), seen.end(), blank));
}

/// Reading order: rows from the top, each from the left. Pieces are of one row when the centre of
/// one lies within the other's middle half.
void sort_for_reading(std::vector<Piece>& pieces) {
  std::sort(pieces.begin(), pieces.end(),
            [](const Piece& a, const Piece& b) { return a.place.center.y < b.place.center.y; });
  for (auto row = pieces.begin(); row != pieces.end();) {
    auto end = std::next(row);
    while (end != pieces.end() &&
           end->place.center.y - row->place.center.y <
               0.5F * std::min(end->place.size.height, row->place.size.height)) {
      ++end;
    }
    std::sort(row, end,
              [](const Piece& a, const Piece& b) { return a.place.center.x < b.place.center.x; });
    row = end;
  }
}

class PpocrEngine : public Engine {
 public:
  explicit PpocrEngine(const std::filesystem::path& models)
      : detector_(models / kDetector), recogniser_(models / kRecogniser) {}

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
      sort_for_reading(pieces);
      for (const Piece& piece : pieces) {
        Line line = read_piece(page, piece, bounds);
        if (line.confidence >= kLeastConfidence) lines.push_back(std::move(line));
      }
    }
    return lines;
  }

  Line read_line(const cv::Mat& image) override {
    const Cut whole{image, cv::Matx23f(1, 0, 0, 0, 1, 0)};
    return read_cut(whole, {{0, 0}, image.size()});
  }

 private:
  Line read_piece(const cv::Mat& page, const Piece& piece, const cv::Rect& bounds) {
    if (!piece.vertical) return read_cut(cut_out(page, piece.place), bounds);
    cv::RotatedRect place = piece.place;
    std::swap(place.size.width, place.size.height);
    place.angle += 90;
    return read_cut(cut_out(page, place), bounds);
  }

  Line read_cut(const Cut& cut, const cv::Rect& bounds) {
    std::vector<SeenCharacter> seen = recogniser_.read(cut.image);
    without_outer_blanks(seen);
    Line line = line_of(seen);
    if (line.text.empty()) return line;
    line.box = box_on_page(cut, 0, 1, bounds);
    for (const SeenCharacter& character : seen) {
      const Box box = box_on_page(cut, character.from, character.to, bounds);
      line.characters.insert(line.characters.end(), character.text.size(), box);
    }
    return line;
  }

  PpocrDetector detector_;
  PpocrRecogniser recogniser_;
};

}  // namespace

std::unique_ptr<Engine> make_ppocr_engine(const std::filesystem::path& models) {
  if (!ppocr_is_installed(models)) {
    throw pipeline::Error(
        pipeline::Remedy::fix_setup,
        {"没有找到 PP-OCR 模型文件", "The files of the PP-OCR models are missing"},
        {"请运行 scripts/models，并在配置中写明模型文件夹；或把识别引擎设为 tesseract",
         "Run scripts/models and name the folder of models in the configuration, or set the engine "
         "to tesseract"},
        models);
  }
  return std::make_unique<PpocrEngine>(models);
}

bool ppocr_is_installed(const std::filesystem::path& models) {
  return std::filesystem::is_regular_file(models / kDetector) &&
         std::filesystem::is_regular_file(models / kRecogniser);
}

}  // namespace chengnuo::ocr
