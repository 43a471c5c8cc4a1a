#pragma once

#include <opencv2/core.hpp>
#include <span>
#include <vector>

#include "ocr/seals.h"
#include "pipeline/page.h"

namespace chengnuo::ocr {

/// Ink that looks written, not printed: larger than the characters around it or where no text was
/// read, made of strokes. Better none than a false one: where nothing is signed, nothing may be
/// found beside the words 签字. `upright`: the page, `dpi` dots per inch; `lines` and `seals`: what
/// was found on it, in its pixels. `text`: the same page in any resolution, 8UC1, dark on evenly
/// white paper, without red ink and rules.
std::vector<pipeline::Mark> find_marks(const cv::Mat& upright, int dpi, const cv::Mat& text,
                                       std::span<const pipeline::Line> lines,
                                       std::span<const FoundSeal> seals);

}  // namespace chengnuo::ocr
