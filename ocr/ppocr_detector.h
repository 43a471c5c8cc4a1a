#pragma once

#include <filesystem>
#include <opencv2/core.hpp>
#include <vector>

#include "ocr/network.h"

namespace chengnuo::ocr {

/// A piece of text that runs along `angle`: the band that the network marked, which is thinner than
/// the ink. `with_margin` gives the place that holds all of it. Pixels of the page.
struct TextBand {
  cv::Point2f centre;
  float length = 0;       ///< along the text
  float thickness = 0;    ///< across it
  float angle = 0;        ///< radians, clockwise as seen; between -pi/4 and pi/4
  bool vertical = false;  ///< the text runs downwards: much taller than wide

  TextBand with_margin() const;
};

/// Finds lines of text on a page with PP-OCR's detection network ("Real-time Scene Text Detection
/// with Differentiable Binarization", Liao and others, 2019).
class PpocrDetector {
 public:
  /// Throws Error: fix_setup, as Network does.
  PpocrDetector(const std::filesystem::path& onnx, Precision precision)
      : network_(onnx, Network::Sizes::repeated, precision) {}

  /// The bands of text on `page` (8UC1), in no order. Throws Error: report_bug.
  std::vector<TextBand> find(const cv::Mat& page);

 private:
  Network network_;
  std::vector<float> input_;
};

}  // namespace chengnuo::ocr
