#include "ocr/ppocr_pieces.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <opencv2/imgproc.hpp>

#include "ocr/image.h"

namespace chengnuo::ocr {
namespace {

constexpr float kDegree = static_cast<float>(CV_PI) / 180;
constexpr float kSlanted = 6 * kDegree;  // no line of the page's own: across a stamp, by hand
constexpr int kInk = 128;                // darker is ink, on paper that was evened out
// Of a line that the network overlooked, in pixels: what is lower is a dash or a speck, what is
// higher is no single line at 300 dpi.
constexpr int kLowestLine = 14, kHighestLine = 110;

cv::Rect ink_within(const cv::Mat& image) {
  const cv::Mat ink = image < kInk;
  return cv::boundingRect(ink);
}

}  // namespace

std::optional<Piece> piece_within(const TextBand& band, const cv::Rect& region) {
  const TextBand whole = band.with_margin();
  const float angle = band.angle / kDegree;
  if (band.vertical || std::abs(band.angle) > kSlanted) {
    // Not along a border: belongs where its centre is, uncut.
    const cv::Point centre(cvRound(band.centre.x), cvRound(band.centre.y));
    if (!region.contains(centre)) return {};
    return Piece{{whole.centre, {whole.length, whole.thickness}, angle}, band.vertical};
  }
  if (band.centre.y < static_cast<float>(region.y) ||
      band.centre.y >= static_cast<float>(region.y + region.height)) {
    return {};
  }
  const auto left = static_cast<float>(region.x);
  const auto right = static_cast<float>(region.x + region.width);
  const float from = std::max(left, band.centre.x - band.length / 2);
  const float to = std::min(right, band.centre.x + band.length / 2);
  // Less than half a character beyond the border is the neighbour's, not a piece of its own.
  const bool cut = to - from < band.length - 1;
  if (to - from < (cut ? 0.5F * whole.thickness : 1.0F)) return {};

  const float margin = (whole.length - band.length) / 2;
  const float begin = std::max(left, from - margin);
  const float end = std::min(right, to + margin);
  const float x = (begin + end) / 2;
  const float y = band.centre.y + (x - band.centre.x) * std::tan(band.angle);
  return Piece{{{x, y}, {end - begin, whole.thickness}, angle}, false};
}

std::optional<Piece> overlooked_piece(const cv::Mat& page, const cv::Rect& region) {
  if (region.empty()) return {};
  const cv::Rect ink = ink_within(page(region));
  if (ink.height < kLowestLine || ink.height > kHighestLine) return {};
  const auto margin = static_cast<float>(ink.height) * 0.3F;
  const cv::Point2f centre(
      static_cast<float>(region.x + ink.x) + static_cast<float>(ink.width) / 2,
      static_cast<float>(region.y + ink.y) + static_cast<float>(ink.height) / 2);
  return Piece{{centre,
                {static_cast<float>(ink.width) + margin, static_cast<float>(ink.height) + margin},
                0},
               false};
}

void sort_for_reading(std::vector<Piece>& pieces) {
  std::sort(pieces.begin(), pieces.end(),
            [](const Piece& a, const Piece& b) { return a.place.center.y < b.place.center.y; });
  for (auto row = pieces.begin(); row != pieces.end();) {
    // Of one row are those whose centres are nearer than half of the lower one's height.
    const auto of_row = [&](const Piece& piece) {
      return piece.place.center.y - row->place.center.y <
             0.5F * std::min(piece.place.size.height, row->place.size.height);
    };
    const auto end = std::find_if_not(std::next(row), pieces.end(), of_row);
    std::sort(row, end,
              [](const Piece& a, const Piece& b) { return a.place.center.x < b.place.center.x; });
    row = end;
  }
}

void take_in_last_sign(std::vector<Piece>& pieces, const cv::Rect& region) {
  for (Piece& piece : pieces) {
    cv::RotatedRect& place = piece.place;
    if (piece.vertical || std::abs(place.angle) > kSlanted / kDegree) continue;
    const float end = place.center.x + place.size.width / 2;
    float limit =
        std::min(end + 0.6F * place.size.height, static_cast<float>(region.x + region.width));
    for (const Piece& other : pieces) {
      const bool beside = std::abs(other.place.center.y - place.center.y) <
                          0.6F * std::max(other.place.size.height, place.size.height);
      if (!beside || other.place.center.x <= place.center.x) continue;
      limit = std::min(limit, other.place.center.x - other.place.size.width / 2);
    }
    if (limit <= end) continue;
    place.size.width += limit - end;
    place.center.x += (limit - end) / 2;
    place.center.y += (limit - end) / 2 * std::tan(place.angle * kDegree);
  }
}

Cut cut_out(const cv::Mat& page, const cv::RotatedRect& place) {
  const float angle = place.angle * kDegree;
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

pipeline::Box Cut::box_on_page(float from, float to, const cv::Rect& bounds) const {
  const auto width = static_cast<float>(image.cols);
  const auto height = static_cast<float>(image.rows);
  std::vector<cv::Point2f> corners;
  for (const float x : {from * width, to * width}) {
    for (const float y : {0.0F, height}) {
      const cv::Vec2f at = to_page * cv::Vec3f(x, y, 1);
      corners.emplace_back(at[0], at[1]);
    }
  }
  return box_of(cv::boundingRect(corners) & bounds);
}

LaidOut lay_out(const cv::Mat& column) {
  LaidOut result;
  const cv::Rect used = ink_within(column);
  if (used.empty()) return result;
  cv::Mat rows;
  cv::reduce(column(used), rows, 1, cv::REDUCE_MIN, CV_8U);

  // Rows with ink between rows without are parts of characters; parts that fit into a square
  // belong together, as 二 and 品 have several.
  for (int y = 0; y < used.height;) {
    if (rows.at<unsigned char>(y) >= kInk) {
      ++y;
      continue;
    }
    int end = y;
    while (end < used.height && rows.at<unsigned char>(end) < kInk) ++end;
    const cv::Rect part(used.x, used.y + y, used.width, end - y);
    if (!result.places.empty() && (result.places.back() | part).height <= 1.1 * used.width) {
      result.places.back() |= part;
    } else {
      result.places.push_back(part);
    }
    y = end;
  }
  const int side = cvCeil(1.2 * used.width);
  result.line =
      cv::Mat(side, side * static_cast<int>(result.places.size()), CV_8UC1, cv::Scalar(255));
  for (std::size_t at = 0; at < result.places.size(); ++at) {
    cv::Rect place = result.places[at];
    if (place.height > side) return {};  // characters that touch: no column of upright ones
    const cv::Rect to(static_cast<int>(at) * side + (side - place.width) / 2,
                      (side - place.height) / 2, place.width, place.height);
    column(place).copyTo(result.line(to));
  }
  return result;
}

}  // namespace chengnuo::ocr
