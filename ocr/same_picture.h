#pragma once

#include <opencv2/core.hpp>
#include <optional>

namespace chengnuo::ocr {

/// How `image` must be turned (decode.h, oriented) to show what `page` shows: a small rendering of
/// the page that the image was taken from. Nothing if it does not in any way, because the page
/// shows a part of it, or something more. 8UC1 or 8UC3.
std::optional<int> orientation_to_match(const cv::Mat& image, const cv::Mat& page);

}  // namespace chengnuo::ocr
