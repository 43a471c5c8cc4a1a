// Kills the process before and after each commit of a submission's life, starts again, and expects
// what an undisturbed run gives: nothing lost, nothing twice.

#include "pipeline/audit.h"
#include "pipeline/outbox.h"
#include "tests/pipeline/each_database.h"

namespace chengnuo::pipeline {
namespace {

using std::chrono::seconds;

constexpr seconds kLease{60};

class PowerCutOn : public tests::EachDatabase {
 protected:
  void SetUp() override {
#ifndef CHENGNUO_CRASH_POINTS
    GTEST_SKIP() << "built without crash points (CHENGNUO_CRASH_POINTS)";
#endif
    EachDatabase::SetUp();
  }
};
CHENGNUO_ON_EACH_DATABASE(PowerCutOn);

/// From two drops to two receipts, from wherever the register says that it stands.
class Life {
  template <typename Work>
  auto step(const std::string& change, Work work_of_step) {
    tests::die_at(step_++ == fatal_step_ ? change + ": " + place_ : "");
    return work_of_step();
  }

 public:
  /// Dies at `place` ("before commit", "after commit") of its step number `fatal_step`, from 0.
  Life(Database& database, std::string name, int fatal_step = -1, std::string place = "")
      : register_(database),
        outbox_(database),
        name_(std::move(name)),
        fatal_step_(fatal_step),
        place_(std::move(place)) {}

  void run() {
    for (const char* paper : {" form", " letter"})
      step("receive",
           [&] { return register_.receive(tests::drop(name_ + paper), "u", "", "join"); });
    for (bool waited = false; !waited;) {
      while (const auto claim = step("claim", [&] { return register_.claim("w", kLease); }))
        work(*claim);
      waited = !approve();
    }
    while (const auto delivery = step("take", [&] { return outbox_.take(kLease); })) {
      const bool letter = delivery->message.kind == "letter";
      step("deliver", [&] {
        outbox_.delivered(*delivery, {delivery->message.receiver, {}, "1", ""},
                          letter ? State::published : State::reported);
        return true;
      });
    }
  }

 private:
  void work(const Claim& claim) {
    Submission submission = claim.submission;
    while (!submission.stage.empty()) {
      Outcome outcome;
      std::string next;
      State reaches = State::approved;
      if (submission.stage == "join") {
        next = "check";
        reaches = State::reading;
        if (submission.drops.size() < 2) {
          outcome.holds = {tests::hold()};
          outcome.awaiting = Awaiting{{name_}, {}};
        }
      } else if (submission.stage == "check") {
        next = "archive";
        if (submission.decisions.empty()) outcome.holds = {tests::hold()};
      } else {
        reaches = State::archived;
        outcome.outgoing = {{"report " + submission.id, "activity_office", "report"},
                            {"letter " + submission.id, "platform", "letter"}};
      }
      const Stage stage{submission.stage, reaches, {}};
      submission = step("advance",
                        [&] { return register_.advance(claim, submission, stage, next, outcome); });
      if (!submission.holds.empty()) return;
    }
  }

  /// The clerk looks at what is held.
  bool approve() {
    Filter held;
    held.state = State::held;
    bool any = false;
    for (const Submission& submission : register_.list(held)) {
      if (submission.stage != "check") continue;
      step("decide", [&] {
        return register_.decide(submission.id, {"wang", {}, "approve", "", "", "", ""},
                                [](Submission& s) { s.holds.clear(); });
      });
      any = true;
    }
    return any;
  }

  Register register_;
  Outbox outbox_;
  std::string name_;
  int fatal_step_;
  std::string place_;
  int step_ = 0;
};

TEST_P(PowerCutOn, AtAnyCommitLosesNothingAndDoesNothingTwice) {
  int lives = 0;
  for (const char* place : {"before commit", "after commit"}) {
    bool killed = true;
    for (int fatal_step = 0; killed; ++fatal_step, ++lives) {
      SCOPED_TRACE(place + std::string(" of step ") + std::to_string(fatal_step));
      const std::string name = "公司" + std::to_string(lives);
      const auto end = tests::in_child([&] {
        const auto own = another_database();
        Life(*own, name, fatal_step, place).run();
      });
      killed = end.killed;
      ASSERT_TRUE(killed || end.code == 0);

      pass(kLease);
      const auto again = tests::in_child([&] {
        const auto own = another_database();
        Life(*own, name).run();
      });
      ASSERT_EQ(again.code, 0);
    }
    ASSERT_GT(lives, 15) << "the life has more steps than that";
  }

  Register reg(database());
  EXPECT_TRUE(reg.idle());
  const auto submissions = reg.list({});
  EXPECT_EQ(submissions.size(), static_cast<std::size_t>(lives));
  for (const Submission& submission : submissions) {
    EXPECT_EQ(submission.state, State::published) << submission.id;
    EXPECT_EQ(submission.drops.size(), 2U) << submission.id;
    EXPECT_EQ(submission.decisions.size(), 1U) << submission.id;
    EXPECT_EQ(submission.receipts.size(), 2U) << submission.id;
  }
  const auto messages = Outbox(database()).list(true);
  EXPECT_EQ(messages.size(), 2 * submissions.size());
  for (const Delivery& message : messages) EXPECT_TRUE(message.receipt) << message.message.id;

  const AuditLog log(database());
  EXPECT_EQ(log.first_break(), 0);
  std::map<std::string, int> told;
  for (const AuditEntry& entry : log.entries(1, 100'000)) ++told[entry.action];
  EXPECT_EQ(told["receive"], 2 * lives);
  EXPECT_EQ(told["approve"], lives);
  EXPECT_EQ(told["deliver"], 2 * lives);
}

TEST_P(PowerCutOn, WhileTheTablesAreMadeLeavesADatabaseThatOpens) {
  for (const char* place : {"open: before commit", "open: after commit"}) {
    const auto end = tests::in_child([&] {
      tests::die_at(place);
      another_database();
    });
    EXPECT_TRUE(end.killed);
  }
  EXPECT_TRUE(Register(database()).idle());
}

}  // namespace
}  // namespace chengnuo::pipeline
