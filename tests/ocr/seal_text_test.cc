#include "ocr/seal_text.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "ocr/ppocr_engine.h"
#include "tests/ocr/picture.h"

namespace chengnuo::ocr {
namespace {

/// A seal of 183 pixels radius about (230, 230), turned by 24 degrees, stamped over two lines.
class SealText : public testing::Test {
 protected:
  FoundSeal read(const cv::Mat& pixels, cv::Point2f centre, float radius) {
    FoundSeal seal;
    seal.seal.shape = pipeline::SealShape::round;
    seal.centre = centre;
    seal.axes = {radius, radius};
    const auto colour =
        pixels.channels() == 3 ? pipeline::ColourMode::colour : pipeline::ColourMode::grey;
    read_seal_text(seal, Image{pixels, 250, colour}, *engine);
    return seal;
  }

  std::unique_ptr<Engine> engine = make_ppocr_engine(CHENGNUO_TEST_MODELS);
  cv::Mat page = colour_picture("seal.png");
};

TEST_F(SealText, IsReadRoundTheRingOfATurnedSealOverPrint) {
  const FoundSeal seal = read(page, {230, 230}, 187);

  EXPECT_EQ(seal.seal.text, "宁波海川精密仪器有限公司");
  EXPECT_GT(seal.seal.confidence, 0.9);
}

TEST_F(SealText, IsReadThoughTheRimWasFoundRoughly) {
  const FoundSeal seal = read(page, {236, 225}, 181);

  EXPECT_EQ(seal.seal.text, "宁波海川精密仪器有限公司");
}

TEST_F(SealText, KeepsTheLineBelowTheStarAndTheNumberApart) {
  const FoundSeal seal = read(page, {230, 230}, 187);

  EXPECT_EQ(seal.seal.lower, "质量专用章");
  EXPECT_EQ(seal.seal.number, "3302110045678");
}

TEST_F(SealText, DoesNotTakeADateUnderTheSealForItsWords) {
  cv::Mat plain = page.clone();
  cv::Mat channels[3];
  cv::split(plain, channels);  // everything that is there, as print
  cv::merge(std::vector<cv::Mat>{channels[1], channels[1], channels[1]}, plain);
  page(cv::Rect(0, 0, 460, 230)).copyTo(plain(cv::Rect(0, 0, 460, 230)));

  const FoundSeal seal = read(plain, {230, 230}, 187);

  EXPECT_EQ(seal.seal.lower, "");
}

TEST_F(SealText, SaysThatWordsBelowTheStarCouldNotBeRead) {
  cv::Mat smeared = page.clone();
  cv::Mat words = smeared(cv::Rect(150, 270, 160, 90));
  cv::GaussianBlur(words, words, {}, 9);

  const FoundSeal seal = read(smeared, {230, 230}, 187);

  EXPECT_EQ(seal.seal.lower, "");
  EXPECT_TRUE(seal.seal.lower_unread);
}

TEST_F(SealText, IsReadOnAPhotocopyWherePrintIsDarkerThanTheSeal) {
  cv::Mat grey;
  cv::cvtColor(page, grey, cv::COLOR_BGR2GRAY);

  const FoundSeal seal = read(grey, {230, 230}, 187);

  EXPECT_EQ(seal.seal.text, "宁波海川精密仪器有限公司");
}

TEST_F(SealText, StaysEmptyWhereThereIsNone) {
  page.setTo(cv::Scalar(246, 250, 252));
  cv::circle(page, {230, 230}, 180, cv::Scalar(45, 35, 205), 8);

  const FoundSeal seal = read(page, {230, 230}, 184);

  EXPECT_EQ(seal.seal.text, "");
  EXPECT_EQ(seal.seal.lower, "");
  EXPECT_EQ(seal.seal.number, "");
  EXPECT_EQ(seal.seal.confidence, 0);
}

TEST_F(SealText, IsNotTrustedWhereThePageEndsWithinTheRing) {
  const cv::Mat left_half = page(cv::Rect(0, 0, 230, 460));

  EXPECT_LT(read(left_half, {230, 230}, 187).seal.confidence, 0.6);
}

TEST_F(SealText, IsNotSoughtBeyondTheEdgeOfThePage) {
  EXPECT_EQ(read(page, {900, 900}, 187).seal.text, "");
}

}  // namespace
}  // namespace chengnuo::ocr
