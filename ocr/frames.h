#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "ocr/outline.h"
#include "pipeline/page.h"

namespace chengnuo::ocr {

/// The outline of a seal that is not round: an ellipse, or a rectangle with `axes` as half sides.
struct Frame {
  Outline outline;
  pipeline::SealShape shape = pipeline::SealShape::oval;
};

/// Ovals (company seals of foreign enterprises, invoice seals) and squares (seals of persons, some
/// of finance) of coloured ink, each standing by itself. `strength`: 8UC1, 0 no ink; `millimetre`:
/// pixels; `contrast`: least strength of ink.
std::vector<Frame> find_frames(const cv::Mat& strength, double millimetre, double contrast);

}  // namespace chengnuo::ocr
