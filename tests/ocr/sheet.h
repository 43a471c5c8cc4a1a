#pragma once

#include <filesystem>
#include <opencv2/core.hpp>
#include <string>

namespace chengnuo::ocr {

inline std::filesystem::path scan_file(const std::string& name) {
  return std::filesystem::path(CHENGNUO_TEST_FILES) / "ocr/scans" / name;
}

/// The word for the colour of a pixel.
inline std::string colour_at(const cv::Mat& pixels, double x, double y) {
  const int column = static_cast<int>(x * pixels.cols);
  const int row = static_cast<int>(y * pixels.rows);
  cv::Vec3b pixel;
  if (pixels.channels() == 1) {
    const auto grey = pixels.at<unsigned char>(row, column);
    pixel = {grey, grey, grey};
  } else {
    pixel = pixels.at<cv::Vec3b>(row, column);
  }
  const auto [blue, green, red] = std::tuple(pixel[0], pixel[1], pixel[2]);
  if (std::min({blue, green, red}) > 200) return "white";
  if (red > 150 && blue < 100) return "red";
  if (blue > 150 && red < 100) return "blue";
  return std::max({blue, green, red}) < 50 ? "black" : "dark";
}

/// What tests/files/ocr/scans/make.py drew (sheet): "red black blue white" if `pixels` shows it
/// upright, "dark black dark white" if it does so without colours.
inline std::string seen_on(const cv::Mat& pixels) {
  return colour_at(pixels, 52 / 248.0, 32 / 351.0) + " " +
         colour_at(pixels, 122 / 248.0, 85 / 351.0) + " " +
         colour_at(pixels, 37 / 248.0, 315 / 351.0) + " " +
         colour_at(pixels, 175 / 248.0, 245 / 351.0);
}

}  // namespace chengnuo::ocr
