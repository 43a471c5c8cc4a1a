#pragma once

#include <filesystem>

#include "ocr/image.h"

namespace chengnuo::ocr {

/// The first picture of a JPEG, PNG or TIFF file, for tests of what comes after decoding: a program
/// that reads strangers' files does it elsewhere, in a reader process. Throws std::runtime_error.
Image load_image(const std::filesystem::path& file);

void save_png(const std::filesystem::path& file, const cv::Mat& pixels);

}  // namespace chengnuo::ocr
