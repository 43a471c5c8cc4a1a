#pragma once

#include <opencv2/core.hpp>

namespace chengnuo::ocr {

/// The inks of a page whose paper is evenly white (even_out), each as an 8UC1 map.
struct Inks {
  cv::Mat text;  ///< brightness, dark text on white, in which red ink is paper
  cv::Mat red;   ///< strength of red ink, 0 none; black text under it does not show
  cv::Mat blue;  ///< strength of blue ink
};

/// Red: from orange to magenta, as ink pads and their fading give. Of a grey page (8UC1) the text
/// is the page itself, and there is no red or blue.
Inks separate_inks(const cv::Mat& even);

}  // namespace chengnuo::ocr
