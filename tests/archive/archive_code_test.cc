#include "archive/archive_code.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "pipeline/error.h"
#include "tests/pipeline/each_database.h"

namespace chengnuo::archive {
namespace {

TEST(CodePattern, GivesCodesAsTheStandardBuildsThem) {
  const CodePattern pattern;

  EXPECT_EQ(code_with_number(pattern, code_prefix(pattern, "KJS", 2025), 1),
            "J001-WS·2025-D30-KJS-0001");
  EXPECT_EQ(code_with_number(pattern, code_prefix(pattern, "KJS", 2025), 12345),
            "J001-WS·2025-D30-KJS-12345");
}

TEST(CodePattern, LeavesOutWhatHasItsMeaningInACode) {
  EXPECT_EQ(code_prefix({}, "石家庄 / 工信-局·一", 2025), "J001-WS·2025-D30-石家庄工信局一-");
}

TEST(CodePattern, IsRefusedWhereItCannotBeUnderstood) {
  for (const char* text :
       {"{fonds}", "{number}-{fonds}", "{what}-{number}", "{fonds-{number}", ""}) {
    CodePattern pattern;
    pattern.pattern = text;
    EXPECT_THROW(code_prefix(pattern, "KJS", 2025), pipeline::Error) << text;
  }
}

TEST(CodePattern, TakesTheYearThatItIsInChina) {
  const auto new_year = std::chrono::sys_days(std::chrono::year(2026) / 1 / 1);

  EXPECT_EQ(year_in_china(new_year - std::chrono::hours(8)), 2026);
  EXPECT_EQ(year_in_china(new_year - std::chrono::hours(9)), 2025);
}

class Codes : public tests::EachDatabase {};
CHENGNUO_ON_EACH_DATABASE(Codes);

TEST_P(Codes, RunOnWithoutAGapAndStayTheSame) {
  ArchiveCodes codes(database(), {});

  EXPECT_EQ(codes.assign("S1", "KJS").code, "J001-WS·2025-D30-KJS-0001");
  EXPECT_EQ(codes.assign("S2", "KJS").code, "J001-WS·2025-D30-KJS-0002");
  EXPECT_EQ(codes.assign("S3", "HDB").code, "J001-WS·2025-D30-HDB-0001");
  EXPECT_EQ(codes.assign("S1", "KJS").code, "J001-WS·2025-D30-KJS-0001");
}

TEST_P(Codes, BeginAgainEachYear) {
  ArchiveCodes codes(database(), {});
  codes.assign("S1", "KJS");
  pass(std::chrono::hours(24 * 60));

  EXPECT_EQ(codes.assign("S2", "KJS").code, "J001-WS·2026-D30-KJS-0001");
  EXPECT_EQ(codes.assign("S1", "KJS").code, "J001-WS·2025-D30-KJS-0001");
}

TEST_P(Codes, AreGivenOnceThoughManyAskAtOnce) {
  ArchiveCodes first(database(), {});
  std::vector<std::string> given(40);
  {
    std::vector<std::jthread> threads;
    for (std::size_t thread = 0; thread < 4; ++thread) {
      threads.emplace_back([&, thread] {
        for (std::size_t i = thread; i < given.size(); i += 4) {
          given[i] = first.assign("S" + std::to_string(i / 2), "KJS").code;
        }
      });
    }
  }

  // Each submission was asked for twice, by two threads.
  for (std::size_t i = 0; i < given.size(); i += 2) EXPECT_EQ(given[i], given[i + 1]);
  const std::set<std::string> different(given.begin(), given.end());
  EXPECT_EQ(different.size(), 20U);
  EXPECT_TRUE(different.contains("J001-WS·2025-D30-KJS-0020"));
}

TEST_P(Codes, GoOnAfterThoseThatWereFoundInTheArchive) {
  ArchiveCodes codes(database(), {});

  codes.adopt("S7", "J001-WS·2025-D30-KJS-0041", now());
  codes.adopt("S6", "J001-WS·2025-D30-KJS-0007", now());

  EXPECT_EQ(codes.assign("S7", "KJS").code, "J001-WS·2025-D30-KJS-0041");
  EXPECT_EQ(codes.assign("S8", "KJS").code, "J001-WS·2025-D30-KJS-0042");
}

#ifdef CHENGNUO_CRASH_POINTS
TEST_P(Codes, LoseNoNumberToAPowerCut) {
  ASSERT_TRUE(tests::in_child([&] {
                tests::die_at("give archive code: before commit");
                const auto database = another_database();
                ArchiveCodes(*database, {}).assign("S1", "KJS");
              }).killed);

  EXPECT_EQ(ArchiveCodes(database(), {}).assign("S2", "KJS").code, "J001-WS·2025-D30-KJS-0001");
}
#endif

}  // namespace
}  // namespace chengnuo::archive
