#include "ocr/marks.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <optional>

#include "ocr/image.h"
#include "ocr/ink.h"
#include "ocr/paper.h"

namespace chengnuo::ocr {
namespace {

constexpr int kMarkDpi = 150;
constexpr double kMillimetre = kMarkDpi / 25.4;
constexpr double kScannerEdge = 6 * kMillimetre;  // where shadows and binding holes are

struct Piece {
  cv::Rect box;
  int area = 0;
  cv::Point pixel{};     ///< one of its own
  bool written = false;  ///< belongs to a mark, if something large is near
  bool large = false;
};

std::vector<Piece> pieces(const cv::Mat& ink, cv::Mat& labels) {
  cv::Mat stats, centres;
  const int count = cv::connectedComponentsWithStats(ink, labels, stats, centres);
  std::vector<Piece> found(static_cast<std::size_t>(count));
  for (int i = 1; i < count; ++i) {
    found[static_cast<std::size_t>(i)] = {
        {stats.at<int>(i, cv::CC_STAT_LEFT), stats.at<int>(i, cv::CC_STAT_TOP),
         stats.at<int>(i, cv::CC_STAT_WIDTH), stats.at<int>(i, cv::CC_STAT_HEIGHT)},
        stats.at<int>(i, cv::CC_STAT_AREA)};
  }
  for (int y = labels.rows - 1; y >= 0; --y) {
    for (int x = 0; x < labels.cols; ++x) {
      found[static_cast<std::size_t>(labels.at<int>(y, x))].pixel = {x, y};
    }
  }
  return found;
}

cv::Rect scaled(const pipeline::Box& box, double scale) {
  return {cv::Point(cvFloor(box.x * scale), cvFloor(box.y * scale)),
          cv::Point(cvCeil((box.x + box.width) * scale), cvCeil((box.y + box.height) * scale))};
}

double share_inside(const cv::Rect& box, const cv::Rect& outer) {
  return static_cast<double>((box & outer).area()) / std::max(1, box.area());
}

/// Where the characters of a line stand: from `top`, `height` high.
struct Band {
  double top = 0;
  double height = 0;
};

double median(std::vector<int> values) {
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

/// The characters of one line: pieces that stand one above the other are one character.
std::vector<cv::Rect> characters(std::vector<cv::Rect> line) {
  std::sort(line.begin(), line.end(), [](const auto& a, const auto& b) { return a.x < b.x; });
  std::vector<cv::Rect> found;
  for (const cv::Rect& piece : line) {
    const int shared = found.empty() ? 0 : found.back().br().x - piece.x;
    if (2 * shared > std::min(piece.width, found.empty() ? 0 : found.back().width)) {
      found.back() |= piece;
    } else {
      found.push_back(piece);
    }
  }
  // Punctuation, and what is left of specks.
  std::erase_if(found, [](const cv::Rect& box) { return box.height < 1.5 * kMillimetre; });
  return found;
}

std::optional<Band> band_of(const std::vector<cv::Rect>& characters) {
  if (characters.empty()) return {};
  std::vector<int> tops, heights;
  for (const cv::Rect& box : characters) {
    tops.push_back(box.y);
    heights.push_back(box.height);
  }
  return Band{median(std::move(tops)), median(std::move(heights))};
}

struct PrintedLine {
  cv::Rect box;
  std::optional<Band> band;  ///< if the line is certainly print
};

/// The lines that were read, as the measure of what print looks like on this page.
class Print {
 public:
  Print(const std::vector<Piece>& all, std::span<const pipeline::Line> lines, double scale) {
    std::vector<cv::Rect> everywhere;
    for (const pipeline::Line& line : lines) {
      const cv::Rect box = scaled(line.box, scale);
      std::vector<cv::Rect> here;
      for (const Piece& piece : all) {
        if (share_inside(piece.box, box) > 0.7) here.push_back(piece.box);
      }
      here = characters(std::move(here));
      everywhere.insert(everywhere.end(), here.begin(), here.end());
      // A readable signature is a short line; a line of print is longer, or beyond doubt.
      const double least = here.size() >= 6 ? 0 : here.size() >= 4 ? 0.5 : 0.9;
      const bool certain = line.confidence >= least;
      lines_.push_back({box, certain ? band_of(here) : std::nullopt});
    }
    const std::optional<Band> band = band_of(everywhere);
    usual_ = band ? band->height : 3.5 * kMillimetre;  // 10 to 12 point
    for (PrintedLine& line : lines_) {
      // Small letters do not say how high the tall ones are.
      if (line.band && line.band->height < 0.85 * usual_) {
        line.band = Band{static_cast<double>(line.box.y),
                         std::max(usual_, static_cast<double>(line.box.height))};
      }
    }
  }

  double usual() const { return usual_; }

  /// Whether a piece is larger than print is where it stands, by so much that one piece is enough
  /// to tell (1), or by a part of that.
  bool outgrown_by(const cv::Rect& piece, double certainty) const {
    const PrintedLine* line = covering(piece);
    if (line == nullptr) {
      return std::max(piece.width, piece.height) > 1.4 * usual_ && piece.height > 0.5 * usual_;
    }
    const double larger = 1 + 0.4 * certainty;
    if (!line->band) return piece.height > larger * usual_;
    const Band band = *line->band;
    if (piece.height > larger * band.height) return true;
    // Blurred print grows together sideways but keeps to its line; a pen does not.
    const double above = band.top - piece.y;
    const double below = piece.br().y - (band.top + band.height);
    return piece.width > (0.6 + 0.6 * certainty) * band.height &&
           std::max(above, below) > 0.18 * certainty * band.height &&
           piece.height > 0.8 * band.height;
  }

  bool covers(const cv::Rect& piece) const { return covering(piece) != nullptr; }

 private:
  const PrintedLine* covering(const cv::Rect& piece) const {
    const PrintedLine* best = nullptr;
    double most = 0.5;
    for (const PrintedLine& line : lines_) {
      const double share = share_inside(piece, line.box);
      if (share <= most) continue;
      most = share;
      best = &line;
    }
    return best;
  }

  std::vector<PrintedLine> lines_;
  double usual_ = 0;
};

/// Under a copied seal only what is as dark as ink is ink.
void remove_grey_seals(cv::Mat& ink, const cv::Mat& small, std::span<const FoundSeal> seals,
                       double scale) {
  for (const FoundSeal& seal : seals) {
    if (seal.seal.colour != "grey") continue;
    cv::Mat within = cv::Mat::zeros(ink.size(), CV_8U);
    const auto grown = static_cast<float>(scale * 2.04);
    cv::ellipse(within, {seal.centre * scale, seal.axes * grown, seal.angle}, 255, cv::FILLED);
    ink.setTo(0, within & (small > 70));
  }
}

/// "blue" or "black": the ink in `box` of a page.
std::string colour_of(const cv::Mat& upright, int dpi, const cv::Rect& box) {
  if (upright.channels() == 1) return "black";
  // Enough around it to tell what colour the paper is.
  const int margin = dpi / 2;
  const cv::Rect around =
      cv::Rect(box.x - margin, box.y - margin, box.width + 2 * margin, box.height + 2 * margin) &
      cv::Rect({}, upright.size());
  const Inks inks = separate_inks(even_out(upright(around), dpi)(box - around.tl()));
  const cv::Mat ink = inks.text < 140;
  return cv::countNonZero(ink) > 0 && cv::mean(inks.blue, ink)[0] > 20 ? "blue" : "black";
}

}  // namespace

std::vector<pipeline::Mark> find_marks(const cv::Mat& upright, int dpi, const cv::Mat& text,
                                       std::span<const pipeline::Line> lines,
                                       std::span<const FoundSeal> seals) {
  const double scale = static_cast<double>(kMarkDpi) / dpi;
  cv::Mat small, ink, labels;
  const cv::Size size(cvRound(upright.cols * scale), cvRound(upright.rows * scale));
  cv::resize(text, small, size, 0, 0, cv::INTER_AREA);
  cv::threshold(small, ink, 140, 255, cv::THRESH_BINARY_INV);
  remove_grey_seals(ink, small, seals, scale);
  std::vector<Piece> all = pieces(ink, labels);
  const Print print(all, lines, scale);
  const cv::Rect page(cvRound(kScannerEdge), cvRound(kScannerEdge),
                      ink.cols - 2 * cvRound(kScannerEdge), ink.rows - 2 * cvRound(kScannerEdge));

  cv::Mat written = cv::Mat::zeros(ink.size(), CV_8U);
  for (std::size_t i = 1; i < all.size(); ++i) {
    Piece& piece = all[i];
    const bool on_page = (piece.box & page) == piece.box;
    const bool speck = std::max(piece.box.height, piece.box.width) < 0.3 * print.usual();
    // Blots are no strokes.
    const double fill = static_cast<double>(piece.area) / piece.box.area();
    if (!on_page || speck || fill > 0.75) continue;
    piece.large = print.outgrown_by(piece.box, 1);
    piece.written = !print.covers(piece.box) || print.outgrown_by(piece.box, 0.4);
    if (piece.written) written(piece.box).setTo(255, labels(piece.box) == static_cast<int>(i));
  }

  // Strokes that stand together are one mark, if some of them are larger than print.
  const int reach = cvRound(0.8 * print.usual()) | 1;
  cv::Mat joined, groups;
  cv::dilate(written, joined, cv::Mat::ones(reach, reach, CV_8U));
  const int count = cv::connectedComponents(joined, groups);
  struct Group {
    cv::Rect box;
    int strokes = 0;
    bool any_large = false;
  };
  std::vector<Group> found(static_cast<std::size_t>(count));
  for (std::size_t i = 1; i < all.size(); ++i) {
    if (!all[i].written) continue;
    Group& group = found[static_cast<std::size_t>(groups.at<int>(all[i].pixel))];
    group.box = group.box.empty() ? all[i].box : (group.box | all[i].box);
    ++group.strokes;
    group.any_large = group.any_large || all[i].large;
  }
  std::vector<pipeline::Mark> marks;
  for (const Group& group : found) {
    const cv::Rect& box = group.box;
    if (!group.any_large || box.width < 5 * kMillimetre || box.height < 3 * kMillimetre) continue;
    if (box.width > 90 * kMillimetre || box.height > 50 * kMillimetre) continue;
    pipeline::Mark mark;
    const cv::Rect rect = scaled(box_of(box), 1 / scale) & cv::Rect({}, upright.size());
    mark.box = box_of(rect);
    mark.colour = colour_of(upright, dpi, rect);
    mark.strokes = group.strokes;
    marks.push_back(std::move(mark));
  }
  return marks;
}

}  // namespace chengnuo::ocr
