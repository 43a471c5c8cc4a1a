#include <set>
#include <thread>

#include "pipeline/audit.h"
#include "tests/pipeline/each_database.h"

namespace chengnuo::pipeline {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

class IntakeOn : public tests::EachDatabase {
 protected:
  Register reg() { return Register(database()); }
  std::string receive(const std::string& name, const std::string& unit = "jiangsu",
                      const std::string& batch = "") {
    return reg().receive(tests::drop(name), unit, batch, "read").submission;
  }
};
CHENGNUO_ON_EACH_DATABASE(IntakeOn);

TEST_P(IntakeOn, GivesIdsOfTheDayInChinaAndARunningNumber) {
  EXPECT_EQ(receive("a"), "S20251103-000001");
  EXPECT_EQ(receive("b"), "S20251103-000002");
  pass(hours(14));  // 16:00 UTC, midnight in China
  EXPECT_EQ(receive("c"), "S20251104-000001");
  pass(-hours(14));  // the clock is set back: the number goes on
  EXPECT_EQ(receive("d"), "S20251103-000003");
}

TEST_P(IntakeOn, StoresTheDropAsItCame) {
  Drop drop = tests::drop("扫描件.pdf");
  drop.folder = "十一月";
  drop.size = 12345;
  drop.received_at = now();
  const std::string id = reg().receive(drop, "jiangsu", "B1", "read").submission;

  const Submission stored = reg().find(id).value();
  EXPECT_EQ(stored.state, State::received);
  EXPECT_EQ(stored.stage, "read");
  EXPECT_EQ(stored.unit, "jiangsu");
  EXPECT_EQ(stored.batch, "B1");
  ASSERT_EQ(stored.drops.size(), 1U);
  EXPECT_EQ(stored.drops.at(0).name, "扫描件.pdf");
  EXPECT_EQ(stored.drops.at(0).folder, "十一月");
  EXPECT_EQ(stored.drops.at(0).size, 12345);
  EXPECT_EQ(stored.drops.at(0).received_at, now());
}

TEST_P(IntakeOn, KnowsTheSameBytesInOneUnitOnly) {
  const std::string id = receive("a");

  const Received again = reg().receive(tests::drop("a"), "jiangsu", "B2", "read");
  EXPECT_TRUE(again.known);
  EXPECT_EQ(again.submission, id);
  EXPECT_EQ(AuditLog(database()).entries(2, 1).at(0).action, "receive_again");

  const Received elsewhere = reg().receive(tests::drop("a"), "zhejiang", "", "read");
  EXPECT_FALSE(elsewhere.known);
  EXPECT_NE(elsewhere.submission, id);

  EXPECT_TRUE(reg().knows(tests::drop("a").sha256));
  EXPECT_FALSE(reg().knows(tests::drop("z").sha256));
  EXPECT_EQ(reg().list({}).size(), 2U);
}

TEST_P(IntakeOn, TakesANameThatIsNotUtf8) {
  Drop drop = tests::drop("a");
  drop.name = "scan\xE6\xFF.pdf";
  const std::string id = reg().receive(drop, "jiangsu", "", "read").submission;
  EXPECT_EQ(reg().find(id)->drops.at(0).name, "scan\uFFFD\uFFFD.pdf");
}

TEST_P(IntakeOn, OfManyHostsAtOnceMakesEachSubmissionOnce) {
  std::mutex mutex;
  std::multiset<std::string> new_ids;
  std::vector<std::jthread> hosts;
  for (int host = 0; host < 4; ++host)
    hosts.emplace_back([&] {
      const auto own = another_database();
      Register mine(*own);
      for (int i = 0; i < 10; ++i) {
        const auto received = mine.receive(tests::drop(std::to_string(i)), "jiangsu", "", "read");
        const std::lock_guard lock(mutex);
        if (!received.known) new_ids.insert(received.submission);
      }
    });
  hosts.clear();

  EXPECT_EQ(new_ids.size(), 10U);
  EXPECT_EQ(std::set<std::string>(new_ids.begin(), new_ids.end()).size(), 10U);
  EXPECT_EQ(reg().list({}).size(), 10U);
  EXPECT_EQ(AuditLog(database()).first_break(), 0);
  EXPECT_EQ(AuditLog(database()).entries(1, 1000).size(), 40U);
}

TEST_P(IntakeOn, RemembersWhatWasRefusedAndWhy) {
  reg().refuse("jiangsu", "表格.docx", {"不是扫描件", "not a scan"});
  reg().refuse("jiangsu", "空.pdf", {"文件是空的", "empty"});

  const auto refusals = reg().refusals(10);
  ASSERT_EQ(refusals.size(), 2U);
  EXPECT_EQ(refusals.at(0).name, "空.pdf");
  EXPECT_EQ(refusals.at(1).reason.en, "not a scan");
  EXPECT_EQ(refusals.at(1).at, now());
  EXPECT_EQ(AuditLog(database()).entries(1, 1).at(0).subject, "表格.docx");
}

TEST_P(IntakeOn, ListsById) {
  for (const char* name : {"a", "b", "c", "d"}) receive(name);
  Filter filter;
  filter.limit = 2;
  filter.offset = 1;
  const auto some = reg().list(filter);
  ASSERT_EQ(some.size(), 2U);
  EXPECT_EQ(some.at(0).id, "S20251103-000002");
  EXPECT_EQ(some.at(1).id, "S20251103-000003");
}

TEST_P(IntakeOn, ListsAUnitABatchAState) {
  const std::string a = receive("a", "jiangsu", "B1");
  receive("b", "zhejiang", "B1");
  const std::string c = receive("c", "jiangsu", "B2");
  reg().claim("w", seconds(60));  // one of the three is being read
  const auto ids = [&](const Filter& filter) {
    std::vector<std::string> found;
    for (const auto& submission : reg().list(filter)) found.push_back(submission.id);
    return found;
  };
  Filter filter;
  filter.unit = "jiangsu";
  EXPECT_EQ(ids(filter), (std::vector{a, c}));
  filter.batch = "B2";
  EXPECT_EQ(ids(filter), std::vector{c});
  Filter reading;
  reading.state = State::reading;
  EXPECT_EQ(ids(reading).size(), 1U);
}

TEST_P(IntakeOn, FindsTextInNamesAndCodesAndDrops) {
  const std::string a = receive("扫描_100%.pdf");
  receive("other.pdf");
  reg().decide(a, {"wang", {}, "correct", "enterprise_name", "", "", ""}, [](Submission& s) {
    s.enterprise = "南京（某某）有限公司";
    s.credit_code = "91320100MA1XYZ";
  });
  const auto count = [&](const std::string& text) {
    Filter filter;
    filter.text = text;
    return reg().list(filter).size();
  };
  EXPECT_EQ(count("某"), 1U);
  EXPECT_EQ(count("(某某)"), 1U) << "brackets of either width";
  EXPECT_EQ(count("ma1xyz"), 1U);
  EXPECT_EQ(count("ＭＡ１"), 1U);
  EXPECT_EQ(count("_100%"), 1U) << "no wildcards";
  EXPECT_EQ(count("%"), 1U);
  EXPECT_EQ(count(".PDF"), 2U);
  EXPECT_EQ(count("北京"), 0U);
}

TEST_P(IntakeOn, ListsWithoutDocumentsWhereTheyAreNotAskedFor) {
  const std::string id = receive("a");
  reg().decide(id, {"wang", {}, "correct", "", "", "", ""},
               [](Submission& s) { s.documents.resize(2); });
  Filter filter;
  EXPECT_EQ(reg().list(filter).at(0).documents.size(), 2U);
  filter.depth = Filter::Depth::without_documents;
  EXPECT_EQ(reg().list(filter).at(0).documents.size(), 0U);
  EXPECT_EQ(reg().find(id)->documents.size(), 2U);
}

TEST_P(IntakeOn, FindsNothingUnderAnUnknownId) { EXPECT_FALSE(reg().find("S20250101-000001")); }

}  // namespace
}  // namespace chengnuo::pipeline
