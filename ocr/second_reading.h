#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "ocr/engine.h"
#include "pipeline/page.h"

namespace chengnuo::ocr {

/// Reads those lines once more with `second` of which it matters that they are certain: the
/// doubtful ones, and those that bear numbers, codes, dates or names and are not beyond doubt.
/// Agreement raises a line's confidence and disagreement lowers it; both readings are then in
/// Line::readings, unless the second is a wreck that says nothing about the first. Line::text stays
/// the first engine's. `page`: what the lines were read on, in the pixels of their boxes.
void read_again(std::vector<pipeline::Line>& lines, const cv::Mat& page, Engine& second);

}  // namespace chengnuo::ocr
