#pragma once

#include <leptonica/allheaders.h>

#include <memory>
#include <opencv2/core.hpp>
#include <string>

namespace chengnuo::ocr {

/// A picture of tests/files/ocr in grey.
inline cv::Mat picture(const std::string& name) {
  const auto destroy = [](PIX* pix) { pixDestroy(&pix); };
  using Pixels = std::unique_ptr<PIX, decltype(destroy)>;
  const std::string path = std::string(CHENGNUO_TEST_FILES) + "/ocr/" + name;
  const Pixels stored(pixRead(path.c_str()), destroy);
  if (!stored) throw std::runtime_error("cannot read " + path);
  const Pixels grey(pixConvertTo8(stored.get(), 0), destroy);
  cv::Mat image(pixGetHeight(grey.get()), pixGetWidth(grey.get()), CV_8UC1);
  for (int y = 0; y < image.rows; ++y) {
    for (int x = 0; x < image.cols; ++x) {
      l_uint32 value = 0;
      pixGetPixel(grey.get(), x, y, &value);
      image.at<unsigned char>(y, x) = static_cast<unsigned char>(value);
    }
  }
  return image;
}

}  // namespace chengnuo::ocr
