#include <mutex>
#include <set>
#include <thread>

#include "pipeline/audit.h"
#include "tests/pipeline/each_database.h"

namespace chengnuo::pipeline {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr seconds kLease{60};
const Stage kRead{"read", State::reading, {}};

class ClaimOn : public tests::EachDatabase {
 protected:
  Register reg() { return Register(database()); }
  std::string receive(const std::string& name, const std::string& unit = "jiangsu",
                      const std::string& batch = "") {
    return reg().receive(tests::drop(name), unit, batch, "read").submission;
  }
  std::optional<Claim> claim() { return reg().claim("worker", kLease); }
};
CHENGNUO_ON_EACH_DATABASE(ClaimOn);

TEST_P(ClaimOn, GivesEachSubmissionToOneWorker) {
  const std::string id = receive("a");

  const auto first = claim();
  ASSERT_TRUE(first);
  EXPECT_EQ(first->submission.id, id);
  EXPECT_EQ(first->submission.state, State::reading);
  EXPECT_EQ(first->interruptions, 0);
  EXPECT_FALSE(claim());
  EXPECT_FALSE(reg().idle());
}

TEST_P(ClaimOn, LetsUnitsTakeTurns) {
  for (int i = 0; i < 20; ++i) receive("big" + std::to_string(i), "big");
  receive("one", "small");
  std::vector<std::string> units;
  for (int i = 0; i < 4; ++i) units.push_back(claim()->submission.unit);
  EXPECT_EQ(units, (std::vector<std::string>{"big", "small", "big", "big"}));
}

TEST_P(ClaimOn, ServesAUnitThatComesLaterNext) {
  for (int i = 0; i < 20; ++i) receive("big" + std::to_string(i), "big");
  for (int i = 0; i < 5; ++i) claim();
  receive("one", "small");
  EXPECT_EQ(claim()->submission.unit, "small");
}

TEST_P(ClaimOn, LetsABatchOfAUnitNotStarveItsSingleLetter) {
  for (int i = 0; i < 20; ++i) receive("big" + std::to_string(i), "jiangsu", "2025-11");
  for (int i = 0; i < 5; ++i) claim();
  const std::string single = receive("one", "jiangsu");
  EXPECT_EQ(claim()->submission.id, single);
}

TEST_P(ClaimOn, OfManyWorkersAtOnceTakesEachSubmissionOnce) {
  constexpr int kCount = 30;
  for (int i = 0; i < kCount; ++i) receive(std::to_string(i), i % 3 == 0 ? "u1" : "u2");
  std::mutex mutex;
  std::multiset<std::string> taken;
  std::vector<std::jthread> workers;
  for (int i = 0; i < 4; ++i)
    workers.emplace_back([&] {
      const auto own = another_database();
      Register mine(*own);
      while (const auto mine_now = mine.claim("w", kLease)) {
        mine.advance(*mine_now, mine_now->submission, kRead, "", {});
        const std::lock_guard lock(mutex);
        taken.insert(mine_now->submission.id);
      }
    });
  workers.clear();

  EXPECT_EQ(taken.size(), std::size_t{kCount});
  EXPECT_EQ(std::set<std::string>(taken.begin(), taken.end()).size(), std::size_t{kCount});
  EXPECT_TRUE(reg().idle());
  EXPECT_EQ(AuditLog(database()).first_break(), 0);
}

TEST_P(ClaimOn, LastsAsLongAsItIsRenewed) {
  receive("a");
  const auto mine = claim().value();
  for (int i = 0; i < 5; ++i) {
    pass(seconds(50));
    EXPECT_TRUE(reg().renew(mine, kLease));
    EXPECT_FALSE(claim());
  }
}

TEST_P(ClaimOn, GoesToAnotherWhenItRanOutAndTheFirstCanWriteNothing) {
  const std::string id = receive("a");
  const auto dead = claim().value();
  pass(kLease);
  const auto heir = claim().value();
  EXPECT_EQ(heir.submission.id, id);
  EXPECT_EQ(heir.interruptions, 1);

  EXPECT_FALSE(reg().renew(dead, kLease));
  Submission changed = dead.submission;
  changed.enterprise = "stale";
  EXPECT_THROW(reg().advance(dead, changed, kRead, "sort", {}), LeaseLost);
  EXPECT_THROW(reg().fail(dead, changed, kRead, Error(Remedy::retry, {}, {})), LeaseLost);
  reg().release(dead);
  EXPECT_FALSE(claim()) << "the heir still has it";

  reg().advance(heir, heir.submission, kRead, "sort", {});
  EXPECT_EQ(reg().find(id)->stage, "sort");
  EXPECT_EQ(reg().find(id)->enterprise, "");
}

TEST_P(ClaimOn, IsNotGivenAThirdTimeAfterTwoInterruptionsAtOneStage) {
  const std::string id = receive("a");
  const std::string other = receive("b");
  claim();
  pass(kLease);
  claim();  // b, or a again
  claim();
  pass(kLease);

  std::vector<std::string> given;
  while (const auto next = claim()) given.push_back(next->submission.id);

  EXPECT_EQ(given, std::vector{other});
  const Submission held = reg().find(id).value();
  EXPECT_EQ(held.state, State::held);
  ASSERT_EQ(held.holds.size(), 1U);
  EXPECT_EQ(held.holds.at(0).for_whom, HoldFor::administrator);
  EXPECT_EQ(held.holds.at(0).stage, "read");
  EXPECT_NE(held.holds.at(0).reason.zh.find("处理该件时程序两次意外中断"), std::string::npos);
  EXPECT_FALSE(held.holds.at(0).advice.en.empty());
}

TEST_P(ClaimOn, CountsInterruptionsForOneStageOnly) {
  receive("a");
  claim();
  pass(kLease);
  const auto second = claim().value();
  EXPECT_EQ(second.interruptions, 1);
  reg().advance(second, second.submission, kRead, "sort", {});
  pass(kLease);
  EXPECT_EQ(claim()->interruptions, 1);
}

TEST_P(ClaimOn, IsGivenBackAtShutdownWithoutCountingAsAnInterruption) {
  const std::string id = receive("a");
  for (int i = 0; i < 3; ++i) {
    const auto mine = claim().value();
    EXPECT_EQ(mine.interruptions, 0);
    reg().release(mine);
    EXPECT_EQ(reg().find(id)->state, State::received);
  }
}

TEST_P(ClaimOn, OfADeadWorkerEndsInOneLeaseThoughTheClockWasSetBack) {
  receive("a");
  claim();
  pass(-hours(5));
  EXPECT_FALSE(claim()) << "its worker may well be alive";
  pass(kLease);
  EXPECT_TRUE(claim());
}

TEST_P(ClaimOn, OfALivingWorkerLastsThoughTheClockWasSetBack) {
  receive("a");
  const auto mine = claim().value();
  pass(-hours(5));
  EXPECT_FALSE(claim());
  pass(seconds(20));
  EXPECT_TRUE(reg().renew(mine, kLease));
  pass(seconds(59));
  EXPECT_FALSE(claim());
}

TEST_P(ClaimOn, OfWhatWasReceivedDoesNotWaitForAClockThatWasSetBack) {
  receive("a");
  pass(-hours(5));
  EXPECT_TRUE(claim());
}

}  // namespace
}  // namespace chengnuo::pipeline
