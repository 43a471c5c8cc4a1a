#pragma once

#include <filesystem>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "ocr/network.h"

namespace chengnuo::ocr {

/// One character as the network saw it.
struct SeenCharacter {
  std::u32string text;     ///< nearly always one code point
  float probability = 0;   ///< the network's own, too sure of itself: see calibration.h
  float from = 0, to = 0;  ///< where it stands, as parts of the image's width
  std::u32string second;   ///< what it would be otherwise; empty: nothing at all
  float second_probability = 0;
};

/// The likeliest character that was not taken between two others, if there was any.
struct Overlooked {
  std::u32string text;
  float probability = 0;
};

struct SeenLine {
  std::vector<SeenCharacter> characters;
  std::vector<Overlooked> gaps;  ///< before each of the characters, and behind the last one
};

/// Reads an image of one line with PP-OCR's recognition network (CTC: Graves and others, 2006).
class PpocrRecogniser {
 public:
  /// Throws Error: fix_setup, as Network does, or if the model does not carry its characters.
  PpocrRecogniser(const std::filesystem::path& onnx, Precision precision);

  /// The line that fills `image` (8UC1). Throws Error: report_bug.
  SeenLine read(const cv::Mat& image);

 private:
  Network network_;
  std::vector<std::u32string> characters_;  ///< by class of the network; 0 is "no character"
  std::vector<float> input_;
};

}  // namespace chengnuo::ocr
