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
  static Line line_of(const std::string& text, double confidence) {
    Line line;
    line.text = text;
    line.box = {100, 50, 400, 60};
    line.confidence = confidence;
    line.readings = {{"first", text, confidence}};
    return line;
  }

  static Line hesitating(const std::string& text, pipeline::Doubt doubt) {
    Line line = line_of(text, doubt.confidence);
    line.doubts = {std::move(doubt)};
    return line;
  }

  Line read_again(const std::string& first, double confidence, const std::string& second) {
    return read_again(line_of(first, confidence), second);
  }

  Line read_again(const Line& first, const std::string& second) {
    EngineThatSays engine(second);
    std::vector<Line> lines{first};
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

TEST_F(SecondReading, CountsOnlyWhereTheFirstHesitated) {
  Line line = hesitating("聚氯乙烯树脂", {.at = 4, .instead = "村", .confidence = 0.9});

  line = read_again(line, "聚所乙烯树脂");

  EXPECT_GT(line.confidence, 0.98);
}

TEST_F(SecondReading, BelievesLittleWhereTheOtherReadsTheFirstsSecondChoice) {
  Line line = hesitating("末来", {.at = 0, .instead = "未", .confidence = 0.9});

  line = read_again(line, "未来");

  EXPECT_LT(line.confidence, 0.6);
  ASSERT_EQ(line.doubts.size(), 1U);
  EXPECT_EQ(line.doubts[0].confidence, line.confidence);
}

TEST_F(SecondReading, GainsLittleWhereEveryEngineErrsAlike) {
  Line line = hesitating("l5@qq.com", {.at = 0, .instead = "1", .confidence = 0.9});

  line = read_again(line, "l5@qq.com");

  EXPECT_LT(line.confidence, 0.95);
}

TEST_F(SecondReading, SeesWhatTheFirstMayHaveLeftOut) {
  const pipeline::Doubt lost{.at = 1, .before = true, .instead = "〇", .confidence = 0.5};

  EXPECT_LT(read_again(hesitating("二一七年", lost), "二〇一七年").confidence, 0.2);
  EXPECT_GT(read_again(hesitating("二一七年", lost), "二一七年").confidence, 0.9);
}

TEST_F(SecondReading, AWreckSaysNothingOfAnyPlace) {
  const Line line = hesitating("法定代表人", {.at = 2, .instead = "伐", .confidence = 0.9});

  EXPECT_EQ(read_again(line, "洁宇什表八").confidence, 0.9);
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
