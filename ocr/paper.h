#pragma once

#include <opencv2/core.hpp>

#include "ocr/image.h"

namespace chengnuo::ocr {

/// How the scan was made, judged by its pixels: a grey JPEG is often stored as colour, and a
/// bi-level page as grey.
pipeline::ColourMode colour_of(const cv::Mat& pixels);

/// Dots per inch: what the file says, unless the page would then be far from any size in use; in
/// that case what makes its long side an A4's (297 mm).
int trusted_dpi(const cv::Mat& pixels, int stated);

/// The scan with its paper made evenly white: each channel divided by the paper's colour around
/// each pixel, so that tinted paper, shadows, folds and a dark scanner bed become 255 while ink
/// keeps its colour. Same type as `pixels`.
cv::Mat even_out(const cv::Mat& pixels, int dpi);

/// The colour of most of the paper of a scan, one value for each channel.
cv::Scalar paper_of(const cv::Mat& pixels);

/// Ink of any strength made black, and noise of the paper and what remains of a seal white. `text`:
/// 8UC1, dark text on evenly white paper.
cv::Mat darkened(const cv::Mat& text);

/// Single pixels that differ from all their neighbours, as dust and faulty sensors make them,
/// become like their neighbours. 8UC1.
cv::Mat without_specks(const cv::Mat& text);

}  // namespace chengnuo::ocr
