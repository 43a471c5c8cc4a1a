#include "pipeline/audit.h"
#include "tests/pipeline/each_database.h"

namespace chengnuo::pipeline {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr seconds kLease{60};
const Stage kSign{"sign", State::signed_, {}};

Error error(Remedy remedy) {
  return Error(remedy, {"出了错", "It went wrong"}, {"这样办", "Do this"});
}

class FailOn : public tests::EachDatabase {
 protected:
  Register reg(double random = 0.5) {
    return Register(database(), [random] { return random; });
  }
  Claim receive() {
    reg().receive(tests::drop("a"), "jiangsu", "", "sign");
    return claim().value();
  }
  std::optional<Claim> claim() { return reg().claim("worker", kLease); }
  void fail(const Claim& claim, Remedy remedy, double random = 0.5) {
    reg(random).fail(claim, claim.submission, kSign, error(remedy));
  }
  Submission only() { return reg().list({}).at(0); }
};
CHENGNUO_ON_EACH_DATABASE(FailOn);

TEST_P(FailOn, WithRetryComesAgainAfterAGrowingDelay) {
  receive();
  Claim again = [&] {
    pass(kLease);
    return claim().value();
  }();
  seconds at_least(2);
  for (int attempt = 1; attempt <= 4; ++attempt, at_least *= 2) {
    fail(again, Remedy::retry, 0);
    EXPECT_EQ(only().state, State::reading);
    EXPECT_TRUE(only().holds.empty());
    EXPECT_FALSE(reg().idle());
    pass(at_least - milliseconds(1));
    EXPECT_FALSE(claim()) << attempt;
    pass(milliseconds(1));
    again = claim().value();
    EXPECT_EQ(again.attempts, attempt);
  }
}

TEST_P(FailOn, WithRetryIsSpreadAndNeverLaterThanTenMinutes) {
  Claim again = receive();
  fail(again, Remedy::retry, 1);
  pass(seconds(4) - milliseconds(1));
  EXPECT_FALSE(claim());
  pass(milliseconds(1));
  again = claim().value();
  for (int i = 0; i < 40; ++i) {
    fail(again, Remedy::retry, 1);
    pass(minutes(10));
    again = claim().value();
  }
  EXPECT_EQ(again.attempts, 41);
}

TEST_P(FailOn, FiveTimesIsShownToTheAdministratorAndNobodyWaitsForIt) {
  Claim again = receive();
  for (int i = 0; i < 5; ++i) {
    fail(again, Remedy::retry);
    pass(minutes(10));
    if (i < 4) again = claim().value();
  }
  EXPECT_EQ(only().state, State::held);
  EXPECT_EQ(only().holds.at(0).for_whom, HoldFor::administrator);
  EXPECT_TRUE(reg().idle());

  again = claim().value();
  reg().advance(again, again.submission, kSign, "", {});
  EXPECT_EQ(only().state, State::signed_);
  EXPECT_TRUE(only().holds.empty());
}

TEST_P(FailOn, ThatTheDocumentCausedIsHeldForTheClerkWithTheAdvice) {
  fail(receive(), Remedy::fix_document);

  EXPECT_EQ(only().state, State::held);
  const Hold hold = only().holds.at(0);
  EXPECT_EQ(hold.for_whom, HoldFor::clerk);
  EXPECT_EQ(hold.stage, "sign");
  EXPECT_EQ(hold.reason.zh, "出了错");
  EXPECT_EQ(hold.advice.en, "Do this");
  pass(std::chrono::hours(100));
  EXPECT_FALSE(claim());
}

TEST_P(FailOn, ThatTheSetupCausedGoesOnByItselfOnceItIsMended) {
  const std::size_t before = [&] {
    fail(receive(), Remedy::fix_setup);
    return AuditLog(database()).entries(1, 1000).size();
  }();
  EXPECT_EQ(only().holds.at(0).for_whom, HoldFor::administrator);
  EXPECT_TRUE(reg().idle());
  EXPECT_FALSE(claim());

  for (int i = 0; i < 3; ++i) {
    pass(minutes(1));
    const auto again = claim().value();
    EXPECT_EQ(again.submission.state, State::held) << "still shown as held meanwhile";
    EXPECT_FALSE(reg().idle());
    fail(again, Remedy::fix_setup);
    EXPECT_EQ(only().holds.size(), 1U);
  }
  EXPECT_EQ(AuditLog(database()).entries(1, 1000).size(), before) << "nothing new to tell";

  EXPECT_EQ(reg().retry_all(), 1);
  const auto mended = claim().value();
  reg().advance(mended, mended.submission, kSign, "", {});
  EXPECT_EQ(only().state, State::signed_);
  EXPECT_TRUE(only().holds.empty());
}

TEST_P(FailOn, ThatNobodyForesawIsHeldForTheAdministrator) {
  fail(receive(), Remedy::report_bug);
  EXPECT_EQ(only().holds.at(0).for_whom, HoldFor::administrator);
  pass(std::chrono::hours(100));
  EXPECT_FALSE(claim());
  EXPECT_EQ(reg().retry_all(), 0);
}

TEST_P(FailOn, KeepsNothingOfWhatTheStageHadHalfDone) {
  const Claim mine = receive();
  reg().fail(mine, mine.submission, kSign, error(Remedy::fix_document));
  EXPECT_TRUE(only().copies.empty());
  EXPECT_EQ(only().stage, "sign");
}

TEST_P(FailOn, RetriesDoNotWaitForAClockThatWasSetBack) {
  fail(receive(), Remedy::retry, 1);
  pass(-std::chrono::hours(5));
  EXPECT_FALSE(claim());
  pass(seconds(4));
  EXPECT_TRUE(claim());
}

TEST_P(FailOn, APersonsDecisionGoesOnAtTheStageItNames) {
  fail(receive(), Remedy::fix_document);
  const std::string id = only().id;

  const Submission decided =
      reg().decide(id, {"wang", {}, "approve", "", "", "", "已核对"}, [](Submission& s) {
        s.holds.clear();
        s.state = State::approved;
      });

  EXPECT_EQ(decided.state, State::approved);
  EXPECT_EQ(decided.decisions.at(0).who, "wang");
  EXPECT_EQ(decided.decisions.at(0).at, now());
  const auto next = claim().value();
  EXPECT_EQ(next.submission.stage, "sign");
  EXPECT_EQ(next.submission.state, State::approved) << "not reading any more";
  EXPECT_EQ(next.attempts, 0);
}

TEST_P(FailOn, APersonsCorrectionLeavesItHeldAndItsRetrySet) {
  fail(receive(), Remedy::fix_setup);
  reg().decide(only().id, {"wang", {}, "correct", "phone", "", "", ""},
               [](Submission& s) { s.enterprise = "改"; });
  EXPECT_EQ(only().state, State::held);
  EXPECT_EQ(only().enterprise, "改");
  pass(minutes(2));
  EXPECT_TRUE(claim());
}

TEST_P(FailOn, APersonWaitsForTheWorkerThatHasIt) {
  const Claim mine = receive();
  try {
    reg().decide(mine.submission.id, {"wang", {}, "return", "", "", "", ""}, [](Submission&) {});
    FAIL();
  } catch (const Error& refused) {
    EXPECT_EQ(refused.remedy(), Remedy::retry);
  }
  try {
    reg().decide("S1", {"wang", {}, "return", "", "", "", ""}, [](Submission&) {});
    FAIL();
  } catch (const Error& refused) {
    EXPECT_EQ(refused.remedy(), Remedy::fix_document);
  }
}

TEST_P(FailOn, WhatWasReturnedIsNotWorkedOnAnyMore) {
  fail(receive(), Remedy::fix_setup);
  reg().decide(only().id, {"wang", {}, "return", "", "", "", ""},
               [](Submission& s) { s.state = State::returned; });
  pass(minutes(10));
  EXPECT_FALSE(claim());
  EXPECT_EQ(only().state, State::returned);
}

}  // namespace
}  // namespace chengnuo::pipeline
