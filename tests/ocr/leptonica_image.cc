#include "tests/ocr/leptonica_image.h"

#include <allheaders.h>

#include <memory>
#include <opencv2/imgproc.hpp>
#include <stdexcept>

namespace chengnuo::ocr {
namespace {

struct PixDeleter {
  void operator()(PIX* pix) const noexcept { pixDestroy(&pix); }
};
using PixPtr = std::unique_ptr<PIX, PixDeleter>;

}  // namespace

Image load_image(const std::filesystem::path& file) {
  PixPtr pix(pixRead(file.c_str()));
  if (!pix) throw std::runtime_error("cannot read " + file.string());
  if (pixGetColormap(pix.get()) != nullptr) {
    pix.reset(pixRemoveColormap(pix.get(), REMOVE_CMAP_BASED_ON_SRC));
  }
  if (pixGetDepth(pix.get()) < 8) pix.reset(pixConvertTo8(pix.get(), 0));
  Image image;
  image.dpi = pixGetXRes(pix.get());
  const int width = pixGetWidth(pix.get()), height = pixGetHeight(pix.get());
  if (pixGetDepth(pix.get()) == 8) {
    image.colour = pipeline::ColourMode::grey;
    image.pixels.create(height, width, CV_8UC1);
  } else {
    image.pixels.create(height, width, CV_8UC3);
  }
  const bool colour = image.pixels.channels() == 3;
  for (int y = 0; y < height; ++y) {
    const l_uint32* line =
        pixGetData(pix.get()) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(pix.get());
    for (int x = 0; x < width; ++x) {
      if (colour) {
        l_int32 red = 0, green = 0, blue = 0;
        extractRGBValues(line[x], &red, &green, &blue);
        image.pixels.at<cv::Vec3b>(y, x) = {static_cast<uchar>(blue), static_cast<uchar>(green),
                                            static_cast<uchar>(red)};
      } else {
        image.pixels.at<uchar>(y, x) = static_cast<uchar>(GET_DATA_BYTE(line, x));
      }
    }
  }
  return image;
}

void save_png(const std::filesystem::path& file, const cv::Mat& pixels) {
  cv::Mat bgr = pixels;
  if (bgr.channels() == 1) cv::cvtColor(pixels, bgr, cv::COLOR_GRAY2BGR);
  PixPtr pix(pixCreate(bgr.cols, bgr.rows, 32));
  for (int y = 0; y < bgr.rows; ++y) {
    l_uint32* line = pixGetData(pix.get()) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(pix.get());
    for (int x = 0; x < bgr.cols; ++x) {
      const cv::Vec3b& pixel = bgr.at<cv::Vec3b>(y, x);
      composeRGBPixel(pixel[2], pixel[1], pixel[0], &line[x]);
    }
  }
  if (pixWrite(file.c_str(), pix.get(), IFF_PNG) != 0) {
    throw std::runtime_error("cannot write " + file.string());
  }
}

}  // namespace chengnuo::ocr
