#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "pipeline/page.h"

namespace chengnuo::ocr {

/// The ruled lines of a page: table rules, frames, lines to write on.
struct Rules {
  cv::Mat across;  ///< 8UC1, 255 on horizontal rules, kRuleDpi dots per inch
  cv::Mat down;    ///< the same of vertical ones
  double scale;    ///< pixels of the page to one of these masks
};

/// `text`: 8UC1, dark on white, upright within 0.2 degrees, `dpi` dots per inch. Rules shorter than
/// 8 mm do not count.
Rules find_rules(const cv::Mat& text, int dpi);

/// `text` without its rules: they become white.
cv::Mat without_rules(const cv::Mat& text, const Rules& rules);

/// The ruled tables, top to bottom, with cells; lines are left empty. Rules may be broken (a wall
/// counts when half of it is there), cells may be merged. A mere frame is no table. Boxes in pixels
/// of the page.
std::vector<pipeline::Table> find_tables(const Rules& rules);

}  // namespace chengnuo::ocr
