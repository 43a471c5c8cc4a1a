#include "signing/text_layer.h"

#include <gmock/gmock.h>

#include "tests/signing/fixtures.h"

namespace chengnuo::signing::tests {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr PageScale kScale{1000, 0.5};

TEST(TextLayer, PutsACharacterOnItsBox) {
  pipeline::Line line = a_line("诺", {100, 200, 40, 50});
  line.characters = {{100, 200, 40, 50}};
  TextLayer layer;

  const std::string operators = layer.operators({line}, kScale);

  // 50 pixels high are 25 points; the box's lower edge is 750 pixels above the page's.
  EXPECT_THAT(operators, HasSubstr("/F1 25.000 Tf 80.000 Tz 1 0 0 1 50.000 375.000 Tm <0001> Tj"));
}

TEST(TextLayer, SharesALineEvenlyAmongCharactersWithoutBoxes) {
  TextLayer layer;

  const std::string operators = layer.operators({a_line("承诺书", {0, 0, 300, 100})}, kScale);

  EXPECT_THAT(operators, HasSubstr(" 0.000 450.000 Tm <0001>"));
  EXPECT_THAT(operators, HasSubstr(" 50.000 450.000 Tm <0002>"));
  EXPECT_THAT(operators, HasSubstr(" 100.000 450.000 Tm <0003>"));
}

TEST(TextLayer, RunsDownwardsInATallLine) {
  TextLayer layer;

  const std::string operators = layer.operators({a_line("承诺", {10, 0, 20, 200})}, kScale);

  EXPECT_THAT(operators, HasSubstr(" 5.000 450.000 Tm <0001>"));
  EXPECT_THAT(operators, HasSubstr(" 5.000 400.000 Tm <0002>"));
}

TEST(TextLayer, ReachesToTheNextCharacterSoThatNoBlankAppears) {
  pipeline::Line line = a_line("A诺", {0, 0, 100, 20});
  line.characters = {{0, 0, 10, 20}, {60, 0, 40, 20}};
  TextLayer layer;

  EXPECT_THAT(layer.operators({line}, kScale), HasSubstr("300.000 Tz 1 0 0 1 0.000"));
}

TEST(TextLayer, GivesEachCodePointOneCode) {
  TextLayer layer;

  layer.operators({a_line("承诺承诺", {0, 0, 300, 100}), a_line("诺", {0, 0, 9, 9})}, kScale);

  EXPECT_EQ(layer.last_code(), 2);
}

TEST(TextLayer, MapsACodePointBeyondTheBasicPlaneToAPairOfUnits) {
  TextLayer layer;
  layer.operators({a_line("𠮷", {0, 0, 20, 20})}, kScale);

  EXPECT_THAT(layer.to_unicode(), HasSubstr("1 beginbfchar\n<0001> <D842DFB7>\nendbfchar"));
}

TEST(TextLayer, LeavesOutWhatPdfAForbids) {
  TextLayer layer;
  layer.operators({a_line("\xEF\xBB\xBF承\t\n", {0, 0, 20, 20})}, kScale);

  EXPECT_EQ(layer.last_code(), 1);
  EXPECT_THAT(layer.to_unicode(), Not(HasSubstr("FEFF")));
}

TEST(TextLayer, StartsANewSectionOfTheMapAfterAHundred) {
  std::string text;
  for (int i = 0; i < 101; ++i)
    text += {'\xE4', static_cast<char>(0xB8 + i / 64), static_cast<char>(0x80 + i % 64)};
  TextLayer layer;
  layer.operators({a_line(text, {0, 0, 1000, 10})}, kScale);

  EXPECT_THAT(layer.to_unicode(), HasSubstr("100 beginbfchar"));
  EXPECT_THAT(layer.to_unicode(), HasSubstr("1 beginbfchar\n<0065>"));
}

TEST(TextLayer, SurvivesLinesWithoutSizeOrText) {
  TextLayer layer;

  const std::string operators =
      layer.operators({a_line("", {0, 0, 10, 10}), a_line("承", {0, 0, 0, 0})}, kScale);

  EXPECT_EQ(operators, "BT\n3 Tr\nET\n");
}

}  // namespace
}  // namespace chengnuo::signing::tests
