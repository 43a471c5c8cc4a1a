#include "ocr/text_lines.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

namespace chengnuo::ocr {
namespace {

constexpr int kDpi = 300;
constexpr int kCharacter = 44;

cv::Mat blank_page() { return cv::Mat(1200, 2000, CV_8UC1, cv::Scalar(255)); }

/// Print of `count` characters: boxes with a stroke through the middle.
void print(cv::Mat& page, int x, int y, int count) {
  for (int i = 0; i < count; ++i, x += kCharacter + 6) {
    cv::rectangle(page, {x, y, kCharacter, kCharacter}, 0, 3);
    cv::line(page, {x, y + 22}, {x + kCharacter, y + 22}, 0, 3);
  }
}

std::vector<cv::Rect> lines_of(const cv::Mat& page) {
  return find_text_lines(page, {0, 0, page.cols, page.rows}, kDpi);
}

TEST(FindTextLines, GoesFromTopToBottom) {
  cv::Mat page = blank_page();
  print(page, 200, 300, 10);
  print(page, 100, 375, 20);

  const auto lines = lines_of(page);

  ASSERT_EQ(lines.size(), 2U);
  EXPECT_NEAR(lines[0].y, 300, 3);
  EXPECT_NEAR(lines[1].x, 100, 3);
  EXPECT_NEAR(lines[1].height, kCharacter, 6);
}

TEST(FindTextLines, PartsWhatStandsFarApart) {
  cv::Mat page = blank_page();
  print(page, 100, 300, 6);
  print(page, 1200, 305, 6);

  const auto lines = lines_of(page);

  ASSERT_EQ(lines.size(), 2U);
  EXPECT_NEAR(lines[1].y, 305, 3);
}

TEST(FindTextLines, StrokesOneAboveTheOtherAreOneCharacter) {
  cv::Mat page = blank_page();
  print(page, 100, 100, 10);
  cv::rectangle(page, {100, 300, 44, 4}, 0, cv::FILLED);  // 二
  cv::rectangle(page, {96, 330, 52, 4}, 0, cv::FILLED);

  const auto lines = lines_of(page);

  ASSERT_EQ(lines.size(), 2U);
  EXPECT_NEAR(lines[1].height, 34, 4);
}

TEST(FindTextLines, ASignatureAcrossTwoLinesDoesNotJoinThem) {
  cv::Mat page = blank_page();
  print(page, 100, 300, 12);
  print(page, 100, 380, 12);
  cv::line(page, {780, 280}, {900, 440}, 0, 6);
  cv::line(page, {900, 440}, {960, 290}, 0, 6);

  EXPECT_EQ(lines_of(page).size(), 2U);
}

TEST(FindTextLines, ATitleIsOneLine) {
  cv::Mat page = blank_page();
  for (int i = 0; i < 7; ++i) {
    cv::rectangle(page, {500 + i * 110, 100, 96, 96}, 0, 6);
    cv::line(page, {500 + i * 110, 150}, {590 + i * 110, 150}, 0, 6);
  }
  for (int row = 0; row < 8; ++row) print(page, 100, 300 + row * 80, 25);

  const auto lines = lines_of(page);

  ASSERT_EQ(lines.size(), 9U);
  EXPECT_NEAR(lines[0].height, 99, 8);
}

TEST(FindTextLines, DustIsNoLine) {
  cv::Mat page = blank_page();
  print(page, 100, 300, 10);
  page.at<uchar>(800, 800) = 0;
  cv::line(page, {0, 0}, {1500, 0}, 0, 1);  // the edge of the glass

  EXPECT_EQ(lines_of(page).size(), 1U);
}

}  // namespace
}  // namespace chengnuo::ocr
