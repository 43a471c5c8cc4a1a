#include "templates/dates.h"

#include <gtest/gtest.h>

namespace chengnuo::templates {
namespace {

/// The ISO form of the only date in a text; "none", "two", or "?" in front where it was guessed.
std::string read(std::u32string_view text) {
  const auto dates = find_dates(text);
  if (dates.empty()) return "none";
  if (dates.size() > 1) return "two";
  return (dates[0].guessed ? "?" : "") + dates[0].iso();
}

TEST(Dates, ReadsEveryWrittenFormOfADay) {
  EXPECT_EQ(read(U"2011年7月25日"), "2011-07-25");
  EXPECT_EQ(read(U"2011年07月25日"), "2011-07-25");
  EXPECT_EQ(read(U"2011.7.25"), "2011-07-25");
  EXPECT_EQ(read(U"2011-7-25"), "2011-07-25");
  EXPECT_EQ(read(U"2011/7/25"), "2011-07-25");
  EXPECT_EQ(read(U"20110725"), "2011-07-25");
  EXPECT_EQ(read(U"２０１１年７月２５日"), "2011-07-25");
  EXPECT_EQ(read(U"2011 年 7 月 25 日"), "2011-07-25");
  EXPECT_EQ(read(U"2011　年　7　月　25　日"), "2011-07-25");
}

TEST(Dates, ReadsChineseNumeralsWithEveryZero) {
  EXPECT_EQ(read(U"二〇一一年七月二十五日"), "2011-07-25");
  EXPECT_EQ(read(U"二○一一年七月二十五日"), "2011-07-25");
  EXPECT_EQ(read(U"二零一一年七月廿五日"), "2011-07-25");
  EXPECT_EQ(read(U"贰零壹壹年柒月贰拾伍日"), "2011-07-25");
  EXPECT_EQ(read(U"二〇一二年十二月卅一日"), "2012-12-31");
  EXPECT_EQ(read(U"二〇二〇年十月十日"), "2020-10-10");
  EXPECT_EQ(read(U"二〇一一年十一月二十日"), "2011-11-20");
}

TEST(Dates, MarksADateInWhichACharacterWasTakenForAnother) {
  EXPECT_EQ(read(U"二O一一年七月二十五日"), "?2011-07-25");
  EXPECT_EQ(read(U"2O11年7月25日"), "?2011-07-25");
  EXPECT_EQ(read(U"2011年7月25目"), "?2011-07-25");
  EXPECT_EQ(read(U"2011年l月25日"), "?2011-01-25");
}

TEST(Dates, KeepsWhatIsNotWrittenOpen) {
  EXPECT_EQ(read(U"1995年9月"), "1995-09");
  EXPECT_EQ(read(U"始建于1958年"), "1958");
  EXPECT_FALSE(find_dates(U"1995年9月")[0].whole());
}

TEST(Dates, KnowsTheCalendar) {
  EXPECT_FALSE(find_dates(U"二〇一一年二月三十日")[0].exists());
  EXPECT_FALSE(find_dates(U"2011年13月1日")[0].exists());
  EXPECT_TRUE(find_dates(U"2012年2月29日")[0].exists());
  EXPECT_FALSE(find_dates(U"2011年2月29日")[0].exists());
}

TEST(Dates, FindsWhereADateStandsInALine) {
  const auto dates = find_dates(U"签署日期： 2011 年 7 月 25 日（盖章）");

  ASSERT_EQ(dates.size(), 1u);
  EXPECT_EQ(dates[0].begin, 6u);
  EXPECT_EQ(dates[0].end, 21u);
}

TEST(Dates, TakesNoOtherNumberForADate) {
  EXPECT_EQ(read(U"91440400192548256N"), "none");
  EXPECT_EQ(read(U"0510-85123456"), "none");
  EXPECT_EQ(read(U"GB/T 19001-2008"), "none");
  EXPECT_EQ(read(U"13812345678"), "none");
  EXPECT_EQ(read(U"年产值5000万元"), "none");
  EXPECT_EQ(read(U"2011年7月25日至2012年7月24日"), "two");
}

TEST(Dates, TellsABlankFromADate) {
  EXPECT_TRUE(is_blank_date(U"　　年　月　日"));
  EXPECT_TRUE(is_blank_date(U"20  年  月  日"));
  EXPECT_FALSE(is_blank_date(U"2011年7月25日"));
}

}  // namespace
}  // namespace chengnuo::templates
