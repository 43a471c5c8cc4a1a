#pragma once

#include <leptonica/allheaders.h>

#include <memory>
#include <opencv2/core.hpp>
#include <stdexcept>
#include <string>

namespace chengnuo::ocr {

/// A picture of tests/files/ocr, 8UC3 in blue, green, red order.
inline cv::Mat colour_picture(const std::string& name) {
  const auto destroy = [](PIX* pix) { pixDestroy(&pix); };
  using Pixels = std::unique_ptr<PIX, decltype(destroy)>;
  const std::string path = std::string(CHENGNUO_TEST_FILES) + "/ocr/" + name;
  const Pixels stored(pixRead(path.c_str()), destroy);
  if (!stored) throw std::runtime_error("cannot read " + path);
  const Pixels pixels(pixConvertTo32(stored.get()), destroy);
  cv::Mat image(pixGetHeight(pixels.get()), pixGetWidth(pixels.get()), CV_8UC3);
  for (int y = 0; y < image.rows; ++y) {
    for (int x = 0; x < image.cols; ++x) {
      l_int32 red = 0, green = 0, blue = 0;
      pixGetRGBPixel(pixels.get(), x, y, &red, &green, &blue);
      image.at<cv::Vec3b>(y, x) = {static_cast<unsigned char>(blue),
                                   static_cast<unsigned char>(green),
                                   static_cast<unsigned char>(red)};
    }
  }
  return image;
}

/// The same in grey, 8UC1.
inline cv::Mat picture(const std::string& name) {
  cv::Mat grey;
  cv::extractChannel(colour_picture(name), grey, 1);
  return grey;
}

}  // namespace chengnuo::ocr
