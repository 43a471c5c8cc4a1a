#include "ocr/paper.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

namespace chengnuo::ocr {
namespace {

using pipeline::ColourMode;

/// A page with lines of blocks as high as characters, 100 dpi.
cv::Mat grey_page() {
  cv::Mat page(1169, 827, CV_8UC1, cv::Scalar(240));
  for (int y = 100; y < 1000; y += 30) {
    for (int x = 100; x < 700; x += 18) cv::rectangle(page, {x, y, 14, 15}, 40, 2);
  }
  cv::Mat noise(page.size(), CV_8UC1);
  cv::RNG(7).fill(noise, cv::RNG::UNIFORM, 0, 12);
  return page - noise;
}

TEST(ColourOf, AGreyPageStoredAsColourIsGrey) {
  cv::Mat stored;
  cv::cvtColor(grey_page(), stored, cv::COLOR_GRAY2BGR);

  EXPECT_EQ(colour_of(stored), ColourMode::grey);
}

TEST(ColourOf, ASealOnAWhitePageMakesItColour) {
  cv::Mat page;
  cv::cvtColor(grey_page(), page, cv::COLOR_GRAY2BGR);
  cv::circle(page, {500, 900}, 80, {60, 50, 210}, 4);

  EXPECT_EQ(colour_of(page), ColourMode::colour);
}

TEST(ColourOf, APageOfBlackAndWhiteIsBilevel) {
  EXPECT_EQ(colour_of(grey_page() > 128), ColourMode::bilevel);
}

TEST(TrustedDpi, TakesAPhotographsSeventyTwoForWhatFitsA4) {
  const cv::Mat photograph(3508, 2480, CV_8UC1);

  EXPECT_EQ(trusted_dpi(photograph, 72), 300);
  EXPECT_EQ(trusted_dpi(photograph, 0), 300);
  EXPECT_EQ(trusted_dpi(photograph, 200), 200);
}

TEST(EvenOut, WhitensTintedPaperUnderAShadowAndKeepsInk) {
  cv::Mat page(1169, 827, CV_8UC3);
  for (int y = 0; y < page.rows; ++y) {
    const double light = 1 - 0.5 * y / page.rows;
    page.row(y).setTo(cv::Scalar(215, 235, 245) * light);
  }
  cv::rectangle(page, {300, 1000, 60, 6}, {30, 30, 30}, cv::FILLED);

  const cv::Mat even = even_out(page, 100);

  const cv::Vec3b shadow = even.at<cv::Vec3b>(1100, 200), ink = even.at<cv::Vec3b>(1003, 330);
  EXPECT_GE(std::min({shadow[0], shadow[1], shadow[2]}), 245);
  EXPECT_LE(std::max({ink[0], ink[1], ink[2]}), 90);
}

TEST(WithoutSpecks, RemovesDustAndKeepsStrokes) {
  cv::Mat text(40, 40, CV_8UC1, cv::Scalar(250));
  text.at<uchar>(10, 10) = 0;
  text.at<uchar>(20, 20) = text.at<uchar>(20, 21) = text.at<uchar>(20, 22) = 0;

  const cv::Mat clean = without_specks(text);

  EXPECT_EQ(clean.at<uchar>(10, 10), 250);
  EXPECT_EQ(clean.at<uchar>(20, 21), 0);
}

TEST(Darkened, MakesPaleTextBlack) {
  cv::Mat text(200, 200, CV_8UC1, cv::Scalar(250));
  cv::rectangle(text, {50, 50, 100, 8}, 130, cv::FILLED);

  const cv::Mat dark = darkened(text);

  EXPECT_LE(dark.at<uchar>(54, 100), 20);
  EXPECT_EQ(dark.at<uchar>(150, 100), 255);
}

}  // namespace
}  // namespace chengnuo::ocr
