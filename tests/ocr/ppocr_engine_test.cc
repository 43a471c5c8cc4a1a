#include "ocr/ppocr_engine.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "ocr/engines.h"
#include "ocr/image.h"
#include "pipeline/error.h"
#include "pipeline/text.h"
#include "tests/ocr/picture.h"

namespace chengnuo::ocr {
namespace {

using pipeline::Box;
using pipeline::Line;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

std::vector<std::string> texts(const std::vector<Line>& lines) {
  std::vector<std::string> result;
  for (const Line& line : lines) result.push_back(line.text);
  return result;
}

TEST(PpocrEngine, SaysWhatToDoWhenItsModelsAreMissing) {
  try {
    make_ppocr_engine("/nowhere");
    FAIL() << "an engine without models";
  } catch (const pipeline::Error& error) {
    EXPECT_EQ(error.remedy(), pipeline::Remedy::fix_setup);
    EXPECT_THAT(error.advice().en, testing::HasSubstr("scripts/models"));
  }
}

TEST(Engines, RefuseAPrecisionThatThereIsNot) {
  try {
    make_engines({.engine = "auto", .precision = "double"});
    FAIL() << "engines of a precision that nobody knows";
  } catch (const pipeline::Error& error) {
    EXPECT_EQ(error.remedy(), pipeline::Remedy::fix_setup);
    EXPECT_THAT(error.advice().en, testing::HasSubstr("native or exact"));
  }
}

#ifdef CHENGNUO_WITH_OPENVINO

class PpocrOnAPage : public testing::Test {
 protected:
  std::vector<Line> read(std::vector<Box> regions) { return engine->read(page, regions); }
  Box whole() const { return {0, 0, page.cols, page.rows}; }

  std::unique_ptr<Engine> engine = make_ppocr_engine(CHENGNUO_TEST_MODELS);
  cv::Mat page = picture("printed.png");
};

TEST_F(PpocrOnAPage, ReadsPrintedLines) {
  const std::vector<Line> lines = read({whole()});

  EXPECT_THAT(texts(lines), Contains("质量信誉承诺书"));
  EXPECT_THAT(texts(lines), Contains("我公司郑重承诺：对产品全寿命周期承担质量责任。"));
  EXPECT_THAT(texts(lines), Contains("2024年3月18日"));
}

TEST_F(PpocrOnAPage, GivesEachCharacterABoxWhereItStands) {
  const std::vector<Line> lines = read({whole()});

  const auto date = std::find_if(lines.begin(), lines.end(),
                                 [](const Line& line) { return line.text == "2024年3月18日"; });
  ASSERT_NE(date, lines.end());
  ASSERT_EQ(date->characters.size(), pipeline::code_points(date->text).size());
  // Drawn at (80, 600): four digits of 24 pixels, then a sign of 48.
  const Box year = date->characters[4];
  EXPECT_NEAR(year.x + year.width / 2.0, 80 + 4 * 24 + 24, 16);
  EXPECT_NEAR(year.y + year.height / 2.0, 624, 16);
}

TEST_F(PpocrOnAPage, CutsALineAtTheBorderBetweenCells) {
  const Box label{60, 310, 272, 90};
  const Box value{332, 310, 300, 90};

  EXPECT_THAT(texts(read({label, value})), ElementsAre("法定代表人", "欧阳志远"));
  for (const Line& line : read({value})) {
    EXPECT_GE(line.box.x, value.x);
  }
}

TEST_F(PpocrOnAPage, ReadsCharactersThatStandBelowEachOther) {
  const Box cell{1270, 280, 110, 290};

  std::string text;
  for (const Line& line : read({cell})) text += line.text;

  EXPECT_EQ(text, "推荐单位");
}

TEST_F(PpocrOnAPage, ReadsASingleCharacterInACell) {
  const Box four{80 + 4 * 24 - 60, 590, 60, 80};  // one digit of 2024, and white around it
  cv::Mat digit = page(rect_of(four)).clone();
  page.setTo(255);
  digit.copyTo(page(rect_of({700, 300, 60, 80})));

  const std::vector<Line> lines = read({{600, 250, 300, 180}});

  ASSERT_EQ(lines.size(), 1U);
}

TEST_F(PpocrOnAPage, KeepsTheOrderOfTheRegions) {
  const Box date{60, 580, 500, 90};
  const Box title{400, 20, 700, 120};

  EXPECT_THAT(texts(read({date, title})), ElementsAre("2024年3月18日", "质量信誉承诺书"));
}

TEST_F(PpocrOnAPage, ReadsOneLineThatFillsTheImage) {
  const cv::Mat title = page(cv::Rect(470, 30, 530, 90));

  const Line line = engine->read_line(title);

  EXPECT_EQ(line.text, "质量信誉承诺书");
  EXPECT_GT(line.confidence, 0.8);
  ASSERT_THAT(line.readings, Not(IsEmpty()));
  EXPECT_EQ(line.readings.front().engine, "ppocr");
}

TEST_F(PpocrOnAPage, ReadsTheSameWordsWithExactNumbers) {
  const auto exact = make_ppocr_engine(CHENGNUO_TEST_MODELS, Precision::exact);
  const Box all = whole();

  EXPECT_THAT(texts(exact->read(page, std::vector{all})),
              testing::UnorderedElementsAreArray(texts(read({all}))));
}

TEST_F(PpocrOnAPage, FindsNothingOnEmptyPaper) {
  page.setTo(255);

  EXPECT_THAT(read({whole()}), IsEmpty());
  EXPECT_EQ(engine->read_line(page(cv::Rect(0, 0, 300, 60))).text, "");
}

#endif

}  // namespace
}  // namespace chengnuo::ocr
