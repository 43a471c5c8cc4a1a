#include "pipeline/alignment.h"

#include <gtest/gtest.h>

#include <string>

namespace chengnuo::pipeline {
namespace {

/// The two texts one above the other, with - where one has nothing.
std::u32string shown(std::u32string_view first, std::u32string_view second) {
  std::u32string upper, lower;
  for (const Beside& pair : align(first, second)) {
    upper += pair.first ? first[*pair.first] : U'-';
    lower += pair.second ? second[*pair.second] : U'-';
  }
  return upper + U"/" + lower;
}

TEST(Align, PairsWhatIsTheSame) {
  EXPECT_EQ(shown(U"质量信誉", U"质量信誉"), U"质量信誉/质量信誉");
}

TEST(Align, PairsAMisreadCharacterWithWhatWasMeant) {
  EXPECT_EQ(shown(U"未来可期", U"末来可期"), U"未来可期/末来可期");
}

TEST(Align, LeavesAPlaceForWhatOneOfThemLacks) {
  EXPECT_EQ(shown(U"承担责任", U"不承担责任"), U"-承担责任/不承担责任");
  EXPECT_EQ(shown(U"二〇一七年", U"二一七年"), U"二〇一七年/二-一七年");
}

TEST(Align, AnEmptyTextIsAllGaps) {
  EXPECT_EQ(shown(U"甲乙", U""), U"甲乙/--");
  EXPECT_EQ(shown(U"", U"甲"), U"-/甲");
  EXPECT_EQ(shown(U"", U""), U"/");
}

}  // namespace
}  // namespace chengnuo::pipeline
