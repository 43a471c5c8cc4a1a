#pragma once

#include <opencv2/core.hpp>
#include <optional>
#include <vector>

#include "ocr/ppocr_detector.h"
#include "pipeline/page.h"

namespace chengnuo::ocr {

/// The part of a band of text that lies in one region of the page.
struct Piece {
  cv::RotatedRect place;  ///< with its margin; width along the text
  bool vertical = false;
};

/// What of `band` lies within `region`; nothing if the band runs elsewhere. The band itself decides
/// and is cut; its margin is given back as far as the region's border allows.
std::optional<Piece> piece_within(const TextBand& band, const cv::Rect& region);

/// The only line of a region in which no band was found: the ink of it, if that may be one line.
/// The network overlooks single characters, such as the 无 that fills a cell.
std::optional<Piece> overlooked_piece(const cv::Mat& page, const cv::Rect& region);

/// Reading order: rows from the top, each from the left.
void sort_for_reading(std::vector<Piece>& pieces);

/// Lengthens level pieces to the right by half a character, as far as the region and the next piece
/// allow: the network often ends its band before a 。 or a ：.
void take_in_last_sign(std::vector<Piece>& pieces, const cv::Rect& region);

/// The image of a piece, turned so that its text runs level, and the way back to the page.
struct Cut {
  cv::Mat image;
  cv::Matx23f to_page;  ///< from pixels of `image`

  /// The box on the page of the part between `from` and `to`, given as parts of the image's width,
  /// as far as it lies within `bounds`.
  pipeline::Box box_on_page(float from, float to, const cv::Rect& bounds) const;
};

Cut cut_out(const cv::Mat& page, const cv::RotatedRect& place);

/// A column of characters that stand upright below each other, laid side by side as one line; the
/// network knows no columns. `places`: where each stood, in pixels of `column`.
struct LaidOut {
  cv::Mat line;
  std::vector<cv::Rect> places;
};
LaidOut lay_out(const cv::Mat& column);

}  // namespace chengnuo::ocr
