#pragma once

#include <opencv2/core.hpp>
#include <vector>

namespace chengnuo::ocr {

/// The boxes of the lines of text in `region` of `print` (8UC1, dark on white, upright, without
/// rules, `dpi` dots per inch), in reading order. A line ends where nothing stands for four
/// characters. What is larger than the characters around it, such as a signature across two lines,
/// does not join them.
std::vector<cv::Rect> find_text_lines(const cv::Mat& print, const cv::Rect& region, int dpi);

}  // namespace chengnuo::ocr
