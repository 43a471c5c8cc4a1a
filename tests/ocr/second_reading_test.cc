#include "ocr/second_reading.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ocr/calibration.h"

namespace chengnuo::ocr {
namespace {

using pipeline::Line;
using pipeline::Reading;

/// An engine that knows one sentence.
class EngineThatSays : public Engine {
 public:
  explicit EngineThatSays(std::string text) : text_(std::move(text)) {}
  std::string_view name() const override { return "other"; }
  std::vector<Line> read(const cv::Mat&, std::span<const pipeline::Box>) override { return {}; }
  Line read_line(const cv::Mat& image) override {
    seen = image.size();
    Line line;
    line.text = text_;
    line.confidence = 0.9;
    return line;
  }

  cv::Size seen;

 private:
  std::string text_;
};

class SecondReading : public testing::Test {
 protected:
  Line read_again(const std::string& first, double confidence, const std::string& second) {
    EngineThatSays engine(second);
    Line line;
    line.text = first;
    line.box = {100, 50, 400, 60};
    line.confidence = confidence;
    line.readings = {{"first", first, confidence}};
    std::vector<Line> lines{line};
    ocr::read_again(lines, page, engine);
    seen = engine.seen;
    return lines.front();
  }

  cv::Mat page = cv::Mat(600, 500, CV_8UC1, cv::Scalar(255));
  cv::Size seen;
};

TEST_F(SecondReading, RaisesTheConfidenceOfALineOnWhichBothAgree) {
  const Line line = read_again("91320211MA1WK3X27H", 0.8, "91320211MA1WK3X27H");

  EXPECT_GT(line.confidence, 0.97);
  EXPECT_EQ(line.text, "91320211MA1WK3X27H");
  ASSERT_EQ(line.readings.size(), 2U);
  EXPECT_EQ(line.readings[1].engine, "other");
}

TEST_F(SecondReading, LowersItWhereTheyDifferAndKeepsBoth) {
  const Line line = read_again("2024年3月18日", 0.9, "2024年3月13日");

  EXPECT_LT(line.confidence, 0.9);
  EXPECT_EQ(line.text, "2024年3月18日");
  ASSERT_EQ(line.readings.size(), 2U);
  EXPECT_EQ(line.readings[1].text, "2024年3月13日");
}

TEST_F(SecondReading, TakesFullAndHalfWidthSignsForTheSame) {
  EXPECT_GT(read_again("承诺企业（盖章）：", 0.9, "承诺企业 (盖章):").confidence, 0.98);
}

TEST_F(SecondReading, DoesNotOfferAWreckAsAnotherReading) {
  const Line line = read_again("法定代表人：欧阳志远", 0.9, "洁宇什表八| 队阳");

  EXPECT_EQ(line.readings.size(), 1U);
}

TEST_F(SecondReading, LeavesAloneWhatIsBeyondDoubt) {
  const Line line = read_again("2024年3月18日", 0.9985, "2024年3月13日");

  EXPECT_EQ(line.confidence, 0.9985);
  EXPECT_EQ(seen, cv::Size());
}

TEST_F(SecondReading, LeavesRunningTextAloneWhereItIsGood) {
  const std::string prose = "严格遵守法律、法规和强制性标准要求，面向经济全球化发展环境，积极采用";

  EXPECT_EQ(read_again(prose, 0.993, "").confidence, 0.993);
  EXPECT_NE(read_again(prose, 0.9, "").confidence, 0.9);
}

TEST_F(SecondReading, LooksAtTheLineWithSomePaperAroundIt) {
  read_again("宁波", 0.5, "宁波");

  EXPECT_EQ(seen, cv::Size(400 + 6, 60 + 12));  // the page ends at the right
}

TEST(Calibration, RisesWithWhatTheEngineSays) {
  double before = 0;
  for (double least = 0.05; least < 1; least += 0.01) {
    EXPECT_GE(calibrated_ppocr(least), before);
    before = calibrated_ppocr(least);
  }
  EXPECT_LT(calibrated_ppocr(0.9), 0.95);
  EXPECT_GT(calibrated_ppocr(1), 0.99);
  EXPECT_LT(calibrated_tesseract(1), 1);
}

}  // namespace
}  // namespace chengnuo::ocr
