#include "ocr/read_page.h"

#include <opencv2/imgproc.hpp>

namespace chengnuo::ocr {

ReadPage read_page(const Image& scan, Engines& engines) {
  ReadPage result;
  result.upright = scan.pixels;
  cv::Mat grey = scan.pixels;
  if (grey.channels() == 3) cv::cvtColor(grey, grey, cv::COLOR_BGR2GRAY);
  const pipeline::Box whole{0, 0, grey.cols, grey.rows};
  result.page.width = grey.cols;
  result.page.height = grey.rows;
  result.page.dpi = scan.dpi;
  result.page.colour = scan.colour;
  result.page.lines = engines.first->read(grey, {&whole, 1});
  return result;
}

}  // namespace chengnuo::ocr
