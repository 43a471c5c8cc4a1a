#include "ocr/seals.h"

#include <gtest/gtest.h>

#include <cmath>
#include <opencv2/imgproc.hpp>

#include "ocr/image.h"

namespace chengnuo::ocr {
namespace {

using pipeline::ColourMode;
using pipeline::SealShape;

constexpr int kDpi = 150;
const cv::Scalar kRed(55, 45, 215), kBlue(200, 90, 60), kGrey(110, 110, 110);

int millimetres(double length) { return static_cast<int>(std::lround(length / 25.4 * kDpi)); }

cv::Mat page_with_text() {
  cv::Mat page(1754, 1240, CV_8UC3, cv::Scalar(245, 250, 250));
  for (int y = 200; y < 1500; y += 45) {
    for (int x = 150; x < 1050; x += 26) cv::rectangle(page, {x, y, 20, 22}, {30, 30, 30}, 2);
  }
  return page;
}

/// Stamps `seal` (drawn in ink on white) on the page.
void stamp(cv::Mat& page, const cv::Mat& seal) { cv::multiply(page, seal, page, 1.0 / 255); }

cv::Mat no_ink() { return cv::Mat(1754, 1240, CV_8UC3, cv::Scalar(255, 255, 255)); }

void draw_star(cv::Mat& seal, cv::Point centre, double radius, const cv::Scalar& ink) {
  std::vector<cv::Point> points;
  for (int k = 0; k < 10; ++k) {
    const double turn = -CV_PI / 2 + k * CV_PI / 5, reach = k % 2 == 0 ? radius : 0.382 * radius;
    points.emplace_back(cvRound(centre.x + reach * std::cos(turn)),
                        cvRound(centre.y + reach * std::sin(turn)));
  }
  cv::fillPoly(seal, std::vector<std::vector<cv::Point>>{points}, ink, cv::LINE_AA);
}

/// A seal of 42 mm with characters (as blocks) along three quarters of the ring.
void draw_round_seal(cv::Mat& page, cv::Point centre, const cv::Scalar& ink) {
  cv::Mat seal = no_ink();
  cv::circle(seal, centre, millimetres(20.5), ink, millimetres(1), cv::LINE_AA);
  draw_star(seal, centre, millimetres(6.5), ink);
  for (double turn = 0.75 * CV_PI; turn < 2.25 * CV_PI; turn += 0.3) {
    const cv::Point at(cvRound(centre.x + millimetres(15.5) * std::cos(turn)),
                       cvRound(centre.y + millimetres(15.5) * std::sin(turn)));
    cv::rectangle(seal, {at.x - 12, at.y - 12, 24, 24}, ink, 4, cv::LINE_AA);
  }
  stamp(page, seal);
}

TEST(FindSeals, FindsARoundSealOverText) {
  cv::Mat page = page_with_text();
  draw_round_seal(page, {700, 1200}, kRed);

  const auto seals = find_seals(page, kDpi, ColourMode::colour);

  ASSERT_EQ(seals.size(), 1U);
  EXPECT_EQ(seals[0].seal.colour, "red");
  EXPECT_EQ(seals[0].seal.shape, SealShape::round);
  EXPECT_TRUE(seals[0].seal.star);
  EXPECT_NEAR(seals[0].centre.x, 700, 4);
  EXPECT_NEAR(seals[0].centre.y, 1200, 4);
  EXPECT_NEAR(seals[0].axes.width, millimetres(21), 5);
}

TEST(FindSeals, FindsAFadedSealOnTintedPaper) {
  cv::Mat page = page_with_text();
  draw_round_seal(page, {700, 1200}, {190, 185, 250});
  cv::multiply(page, cv::Scalar(205, 235, 250), page, 1.0 / 255);

  EXPECT_EQ(find_seals(page, kDpi, ColourMode::colour).size(), 1U);
}

TEST(FindSeals, TellsOverlappingSealsApart) {
  cv::Mat page = page_with_text();
  draw_round_seal(page, {600, 1000}, kRed);
  draw_round_seal(page, {700, 1150}, kRed);

  EXPECT_EQ(find_seals(page, kDpi, ColourMode::colour).size(), 2U);
}

TEST(FindSeals, FindsTheHalfOfASealThatIsOnThePage) {
  cv::Mat page = page_with_text();
  draw_round_seal(page, {1240, 800}, kRed);

  const auto seals = find_seals(page, kDpi, ColourMode::colour);

  ASSERT_EQ(seals.size(), 1U);
  EXPECT_NEAR(seals[0].centre.x, 1240, 12);
  EXPECT_EQ(seals[0].seal.box.x + seals[0].seal.box.width, 1240);
}

TEST(FindSeals, FindsAnOvalSeal) {
  cv::Mat page = page_with_text(), seal = no_ink();
  const cv::RotatedRect rim(cv::Point2f(600, 1200), cv::Size2f(265, 177), 10);
  cv::ellipse(seal, rim, kRed, millimetres(1), cv::LINE_AA);
  cv::rectangle(seal, {540, 1185, 120, 30}, kRed, 5);
  stamp(page, seal);

  const auto seals = find_seals(page, kDpi, ColourMode::colour);

  ASSERT_EQ(seals.size(), 1U);
  EXPECT_EQ(seals[0].seal.shape, SealShape::oval);
  EXPECT_FALSE(seals[0].seal.star);
  EXPECT_NEAR(std::max(seals[0].axes.width, seals[0].axes.height), 136, 8);
  EXPECT_NEAR(std::min(seals[0].axes.width, seals[0].axes.height), 91, 8);
}

TEST(FindSeals, FindsAPersonsSquareSeal) {
  cv::Mat page = page_with_text(), seal = no_ink();
  cv::rectangle(seal, {600, 1200, 106, 106}, kRed, 5);
  for (const int x : {618, 660}) {
    for (const int y : {1218, 1260}) cv::rectangle(seal, {x, y, 30, 30}, kRed, 5);
  }
  stamp(page, seal);

  const auto seals = find_seals(page, kDpi, ColourMode::colour);

  ASSERT_EQ(seals.size(), 1U);
  EXPECT_EQ(seals[0].seal.shape, SealShape::square);
}

TEST(FindSeals, NamesBlueSealsBlue) {
  cv::Mat page = page_with_text();
  draw_round_seal(page, {700, 1200}, kBlue);

  const auto seals = find_seals(page, kDpi, ColourMode::colour);

  ASSERT_EQ(seals.size(), 1U);
  EXPECT_EQ(seals[0].seal.colour, "blue");
}

TEST(FindSeals, ASealWithoutColourIsGrey) {
  cv::Mat page = page_with_text(), grey;
  draw_round_seal(page, {700, 1200}, kGrey);
  cv::cvtColor(page, grey, cv::COLOR_BGR2GRAY);

  for (const auto& seals :
       {find_seals(grey, kDpi, ColourMode::grey), find_seals(page, kDpi, ColourMode::colour)}) {
    ASSERT_EQ(seals.size(), 1U);
    EXPECT_EQ(seals[0].seal.colour, "grey");
  }
}

TEST(FindSeals, RedPrintIsNoSeal) {
  cv::Mat page = page_with_text();
  for (int x = 300; x < 900; x += 90) cv::rectangle(page, {x, 80, 70, 75}, kRed, 9);
  cv::line(page, {150, 180}, {1090, 180}, kRed, 5);

  EXPECT_TRUE(find_seals(page, kDpi, ColourMode::colour).empty());
}

TEST(FindSeals, PlainTextHasNone) {
  cv::Mat grey;
  cv::cvtColor(page_with_text(), grey, cv::COLOR_BGR2GRAY);

  EXPECT_TRUE(find_seals(grey, kDpi, ColourMode::grey).empty());
}

}  // namespace
}  // namespace chengnuo::ocr
