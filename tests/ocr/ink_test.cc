#include "ocr/ink.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

namespace chengnuo::ocr {
namespace {

const cv::Scalar kPaper(255, 255, 255);

/// Ink takes its share of the light that what lies below gives back.
void stamp(cv::Mat& page, const cv::Rect& where, const cv::Scalar& ink) {
  cv::multiply(page(where), ink, page(where), 1.0 / 255);
}

TEST(SeparateInks, RedInkIsPaperInTheTextWhateverItsShade) {
  for (const cv::Scalar& red : {cv::Scalar(45, 35, 205), cv::Scalar(70, 90, 230),
                                cv::Scalar(120, 40, 190), cv::Scalar(170, 160, 235)}) {
    cv::Mat page(100, 100, CV_8UC3, kPaper);
    stamp(page, {20, 20, 60, 60}, red);

    const Inks inks = separate_inks(page);

    EXPECT_GE(inks.text.at<uchar>(50, 50), 240) << red;
    EXPECT_GE(inks.red.at<uchar>(50, 50), 40) << red;
  }
}

TEST(SeparateInks, TextUnderASealStaysDarkAndIsNoSealInk) {
  cv::Mat page(100, 100, CV_8UC3, kPaper);
  cv::rectangle(page, {10, 45, 80, 6}, {35, 35, 35}, cv::FILLED);
  stamp(page, {20, 20, 60, 60}, {45, 35, 205});

  const Inks inks = separate_inks(page);

  EXPECT_LE(inks.text.at<uchar>(48, 50), 60);
  EXPECT_LE(inks.red.at<uchar>(48, 50), 30);
}

TEST(SeparateInks, BlueInkIsText) {
  cv::Mat page(100, 100, CV_8UC3, kPaper);
  cv::rectangle(page, {10, 45, 80, 6}, {150, 60, 40}, cv::FILLED);

  const Inks inks = separate_inks(page);

  EXPECT_LE(inks.text.at<uchar>(48, 50), 90);
  EXPECT_GE(inks.blue.at<uchar>(48, 50), 60);
}

TEST(SeparateInks, AGreyPageIsAllText) {
  const cv::Mat page(100, 100, CV_8UC1, cv::Scalar(90));

  const Inks inks = separate_inks(page);

  EXPECT_EQ(inks.text.at<uchar>(50, 50), 90);
  EXPECT_EQ(cv::countNonZero(inks.red), 0);
}

}  // namespace
}  // namespace chengnuo::ocr
