#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "pipeline/page.h"

namespace chengnuo::ocr {

/// A part of the page that is read by itself.
struct Region {
  pipeline::Box box;
  int table = -1;  ///< index of the table, -1 outside
  int cell = -1;   ///< index of the cell in it
};

/// The parts that bear ink, in reading order: each cell inside its rules, and what lies above,
/// between, below and beside the tables. `text`: the page without rules, 8UC1, `dpi` dots per inch,
/// in the pixels of the tables' boxes.
std::vector<Region> find_regions(const cv::Mat& text, int dpi,
                                 const std::vector<pipeline::Table>& tables);

}  // namespace chengnuo::ocr
