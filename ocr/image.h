#pragma once

#include <opencv2/core.hpp>

#include "pipeline/page.h"

namespace chengnuo::ocr {

/// A decoded scan, as a reader process got it out of its file. Private to this room.
struct Image {
  cv::Mat pixels;  ///< 8UC1, or 8UC3 in blue, green, red order
  int dpi = 0;     ///< as the file says; 0 if it does not, or says nonsense
  pipeline::ColourMode colour = pipeline::ColourMode::colour;  ///< as stored; a grey page may
                                                               ///< well be stored as colour
};

inline cv::Rect rect_of(const pipeline::Box& box) { return {box.x, box.y, box.width, box.height}; }
inline pipeline::Box box_of(const cv::Rect& rect) {
  return {rect.x, rect.y, rect.width, rect.height};
}

}  // namespace chengnuo::ocr
