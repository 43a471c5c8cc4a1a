#include "ocr/flatten.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>
#include <vector>

namespace chengnuo::ocr {
namespace {

/// A sheet of A4 at 100 dpi with lines of print and a frame 100 pixels from its edges.
cv::Mat sheet() {
  cv::Mat paper(1169, 827, CV_8UC3, cv::Scalar(250, 250, 250));
  for (int y = 200; y < 1000; y += 30)
    for (int x = 150; x < 650; x += 25)
      cv::rectangle(paper, cv::Rect(x, y, 14, 16), cv::Scalar(20, 20, 20), cv::FILLED);
  cv::rectangle(paper, cv::Rect(100, 100, 627, 969), cv::Scalar(0, 0, 0), 3);
  return paper;
}

/// The sheet on a desk, its corners at `corners` of a picture of 1200 x 1600.
Image photographed(const cv::Mat& paper, const std::vector<cv::Point2f>& corners) {
  const auto width = static_cast<float>(paper.cols), height = static_cast<float>(paper.rows);
  const std::vector<cv::Point2f> edges{{0, 0}, {width, 0}, {width, height}, {0, height}};
  Image picture{cv::Mat(1600, 1200, CV_8UC3, cv::Scalar(50, 70, 95)), 72};
  cv::warpPerspective(paper, picture.pixels, cv::getPerspectiveTransform(edges, corners),
                      picture.pixels.size(), cv::INTER_AREA, cv::BORDER_TRANSPARENT);
  return picture;
}

/// The frame's four corners, as parts of the picture's sides.
std::vector<cv::Point2f> frame_on(const cv::Mat& picture) {
  cv::Mat grey;
  cv::cvtColor(picture, grey, cv::COLOR_BGR2GRAY);
  const int border = picture.cols / 25;  // what is left of the desk
  const cv::Rect inner(border, border, grey.cols - 2 * border, grey.rows - 2 * border);
  std::vector<cv::Point> ink, hull, corners;
  cv::findNonZero(grey(inner) < 128, ink);
  cv::convexHull(ink, hull);
  cv::approxPolyDP(hull, corners, 0.02 * cv::arcLength(hull, true), true);
  std::vector<cv::Point2f> parts;
  for (const cv::Point& corner : corners)
    parts.emplace_back(static_cast<float>(corner.x + border) / static_cast<float>(picture.cols),
                       static_cast<float>(corner.y + border) / static_cast<float>(picture.rows));
  return parts;
}

TEST(Flattened, UndoesThePerspectiveOfAPhotograph) {
  const Image picture = photographed(sheet(), {{180, 130}, {1030, 190}, {1160, 1440}, {40, 1520}});

  const Image flat = flattened(picture);

  EXPECT_NEAR(static_cast<double>(flat.pixels.rows) / flat.pixels.cols, 1.414, 0.01);
  EXPECT_EQ(flat.dpi, 0);
  const auto corners = frame_on(flat.pixels);
  ASSERT_EQ(corners.size(), 4U);
  for (const cv::Point2f& corner : corners) {
    EXPECT_NEAR(std::min(corner.x, 1 - corner.x), 100.0 / 827, 0.012);
    EXPECT_NEAR(std::min(corner.y, 1 - corner.y), 100.0 / 1169, 0.012);
  }
}

TEST(Flattened, LeavesAScanAlone) {
  const Image scan{sheet(), 100};

  EXPECT_EQ(flattened(scan).pixels.data, scan.pixels.data);
}

TEST(Flattened, LeavesASheetAloneThatLiesSkewOnAScannersDarkBed) {
  const Image scan = photographed(sheet(), {{150, 120}, {976, 149}, {935, 1317}, {109, 1288}});

  EXPECT_EQ(flattened(scan).pixels.data, scan.pixels.data);
}

TEST(Flattened, LeavesASheetAloneOfWhichACornerIsNotInView) {
  const Image picture = photographed(sheet(), {{-60, 130}, {1030, 190}, {1160, 1440}, {40, 1520}});

  EXPECT_EQ(flattened(picture).pixels.data, picture.pixels.data);
}

TEST(Flattened, LeavesAPictureWithoutASheetAlone) {
  const Image picture{cv::Mat(800, 600, CV_8UC3, cv::Scalar(90, 90, 90)), 72};

  EXPECT_EQ(flattened(picture).pixels.data, picture.pixels.data);
}

}  // namespace
}  // namespace chengnuo::ocr
