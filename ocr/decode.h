#pragma once

#include <cstdint>
#include <opencv2/core.hpp>
#include <string>
#include <string_view>

#include "ocr/scan.h"

namespace chengnuo::ocr {

// Decoders of the image formats that we accept. Each checks the size that the header claims before
// it takes memory, turns what it finds (palettes, CMYK, 16 bits, transparency) into 8UC1 or 8UC3,
// and reports damage instead of returning half a page.
// All throw Error: fix_document if the image is damaged, too large, or of a rare kind.

/// What an image may have at most: a page of A4 at 1200 dpi has 139 million.
inline constexpr std::int64_t kMostPixels = 150'000'000;

void refuse_if_too_large(std::int64_t width, std::int64_t height);
/// "The image is cut off or damaged".
[[noreturn]] void refuse_damaged();

/// Damage that cannot be told for certain is noted.
Scan decode_jpeg(std::string_view bytes);
Image decode_png(std::string_view bytes);
/// Binary PPM or PGM with 8 bits (netpbm's P6, P5), as pdftoppm writes it.
Image decode_pnm(std::string_view bytes);

/// Page images of the open TIFF file, thumbnails and masks not counted; at most `enough`.
int count_tiff_pages(int file, int enough);
/// `number` from 1.
Image decode_tiff(int file, int number);

/// Quality 88: no loss that a reader of text would see, about 1 MB for a colour page of A4 at
/// 300 dpi.
std::string encode_jpeg(const cv::Mat& pixels, int dpi);
/// A bi-level PNG: 1 bit for each pixel of `pixels` (8UC1), white from 128 up.
std::string encode_bilevel_png(const cv::Mat& pixels);

/// Turns and mirrors as the tag "Orientation" (TIFF 6.0, page 36; EXIF 2.3, 4.6.4) demands: 1 to 8.
cv::Mat oriented(const cv::Mat& pixels, int orientation);
/// The tag's value in an EXIF block (a JPEG's APP1 segment); 1, upright, if there is none.
int exif_orientation(std::string_view block);

}  // namespace chengnuo::ocr
