#include "ocr/read_page.h"

#include <gtest/gtest.h>

namespace chengnuo::ocr {
namespace {

TEST(ReadPage, FindsNothingOnAnEmptyPage) {
  Engines engines = make_engines({.engine = "tesseract"});
  const Image blank{cv::Mat(700, 500, CV_8UC1, cv::Scalar(255)), 100, pipeline::ColourMode::grey};

  const ReadPage read = read_page(blank, engines);

  EXPECT_TRUE(read.page.lines.empty());
  EXPECT_EQ(read.page.width, 500);
  EXPECT_EQ(read.page.height, 700);
}

}  // namespace
}  // namespace chengnuo::ocr
