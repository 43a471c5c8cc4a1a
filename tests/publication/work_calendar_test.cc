#include "publication/work_calendar.h"

#include <gtest/gtest.h>

#include <fstream>

#include "fixtures.h"
#include "pipeline/error.h"
#include "pipeline/json.h"
#include "publication/standing.h"

namespace chengnuo::publication {
namespace {

Day day(const char* text) { return parse_day(text).value(); }

class WorkCalendarTest : public testing::Test {
 protected:
  WorkCalendar calendar_{std::filesystem::path(CHENGNUO_SOURCE_DIR) / "publication/holidays.txt"};
};

// Three published notices whose end is known.
TEST_F(WorkCalendarTest, CountsTheFirstDayAsPublishedNoticesDo) {
  EXPECT_EQ(iso(calendar_.last_of(day("2023-11-07"), 3)), "2023-11-09");
  EXPECT_EQ(iso(calendar_.last_of(day("2024-12-09"), 5)), "2024-12-13");
  EXPECT_EQ(iso(calendar_.last_of(day("2023-11-10"), 10)), "2023-11-23");
}

TEST_F(WorkCalendarTest, PassesOverHolidaysAndCountsWorkedWeekends) {
  EXPECT_EQ(iso(calendar_.last_of(day("2025-09-27"), 5)), "2025-10-10");  // begins on a Saturday
  EXPECT_FALSE(calendar_.works_on(day("2025-10-08")));
  EXPECT_TRUE(calendar_.works_on(day("2025-09-28")));
}

TEST_F(WorkCalendarTest, SaysWhichYearsItKnows) {
  EXPECT_TRUE(calendar_.knows_year_of(day("2025-06-01")));
  EXPECT_FALSE(calendar_.knows_year_of(day("2019-06-01")));
}

TEST(WorkCalendar, NamesTheLineOfAFault) {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "h.txt") << "2025-10-01 休\n2025-02-30 休\n";
  try {
    WorkCalendar calendar(folder.path() / "h.txt");
    FAIL();
  } catch (const pipeline::Error& error) {
    EXPECT_NE(error.message().zh.find("第 2 行"), std::string::npos);
  }
}

TEST(Day, IsTakenInChina) {
  EXPECT_EQ(iso(day_in_china(pipeline::from_rfc3339("2025-11-03T15:59:59Z"))), "2025-11-03");
  EXPECT_EQ(iso(day_in_china(pipeline::from_rfc3339("2025-11-03T16:00:00Z"))), "2025-11-04");
  EXPECT_FALSE(parse_day("2025-02-29"));
  EXPECT_FALSE(parse_day("20250228"));
}

TEST(Standing, ADelistingOutlivesAnObjectionsEndAndAWithdrawalEverything) {
  const auto act = [](MessageKind kind) { return Act{kind, "m", "2025-11-04T02:00:00Z", {}}; };
  std::vector<Act> acts{act(MessageKind::suspension), act(MessageKind::delisting),
                        act(MessageKind::resumption)};
  EXPECT_EQ(standing_on(day("2025-11-05"), std::nullopt, acts), Standing::delisted);
  acts.push_back(act(MessageKind::withdrawal));
  acts.push_back(act(MessageKind::relisting));
  EXPECT_EQ(standing_on(day("2025-11-05"), std::nullopt, acts), Standing::withdrawn);
}

}  // namespace
}  // namespace chengnuo::publication
