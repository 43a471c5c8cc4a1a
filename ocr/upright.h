#pragma once

#include <opencv2/core.hpp>

#include "ocr/engine.h"

namespace chengnuo::ocr {

/// How a page lies.
struct Turn {
  int rotation = 0;  ///< clockwise degrees that make it upright: 0, 90, 180, 270
  double skew = 0;   ///< degrees to turn it after that, counter-clockwise positive, -5 to 5
};

/// Finds how the page lies by its lines of text; which end is up is asked of `engine`, which reads
/// a few lines both ways. A page without text lies as it is.
/// `text`: 8UC1, dark on white, seals removed, `dpi` dots per inch.
Turn find_turn(const cv::Mat& text, int dpi, Engine& engine);

/// Turns the page: by quarter turns without loss, and by the skew only from 0.1 degrees up. `paper`
/// fills the corners that the skew leaves open.
cv::Mat turned(const cv::Mat& page, const Turn& turn, const cv::Scalar& paper);

}  // namespace chengnuo::ocr
