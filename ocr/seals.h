#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "pipeline/page.h"

namespace chengnuo::ocr {

/// An image of a seal, with its outline as an ellipse in pixels of the upright page.
struct FoundSeal {
  pipeline::Seal seal;  ///< text, lower, number and confidence are left empty
  cv::Point2f centre;
  cv::Size2f axes;  ///< half axes of the outer rim: x along `angle`, y across. Square: half sides
  float angle = 0;  ///< degrees, clockwise as seen: of the rim, not of the text in it
};

/// The images of seals on `upright` (8UC3 or 8UC1), `dpi` known or guessed (not 0). On a colour
/// page seals are coloured; on a grey page grey rings are reported with colour "grey".
std::vector<FoundSeal> find_seals(const cv::Mat& upright, int dpi, pipeline::ColourMode colour);

}  // namespace chengnuo::ocr
