#include "pipeline/outbox.h"

#include <set>
#include <thread>

#include "pipeline/audit.h"
#include "tests/pipeline/each_database.h"

namespace chengnuo::pipeline {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

class OutboxOn : public tests::EachDatabase {
 protected:
  /// A submission that was archived, with these messages to be sent.
  std::string archived(const std::string& name, const std::vector<Outgoing>& messages) {
    Register reg(database());
    const std::string id = reg.receive(tests::drop(name), "unit", "", "archive").submission;
    const auto claim = reg.claim("w", seconds(60)).value();
    Outcome outcome;
    outcome.outgoing = messages;
    reg.advance(claim, claim.submission, {"archive", State::archived, {}}, "", outcome);
    return id;
  }
  Submission submission(const std::string& id) { return Register(database()).find(id).value(); }
  Outbox outbox() { return Outbox(database()); }
};
CHENGNUO_ON_EACH_DATABASE(OutboxOn);

const Outgoing kReport{"m-report", "activity_office", "report"};
const Outgoing kLetter{"m-letter", "platform", "letter"};

TEST_P(OutboxOn, GivesAMessageToOneSenderAtATime) {
  const std::string id = archived("a", {kReport});

  const auto delivery = outbox().take(minutes(1)).value();
  EXPECT_EQ(delivery.message.id, "m-report");
  EXPECT_EQ(delivery.submission, id);
  EXPECT_EQ(delivery.created, now());
  EXPECT_FALSE(outbox().take(minutes(1)));

  pass(minutes(1));  // the sender died
  EXPECT_TRUE(outbox().take(minutes(1)));
}

TEST_P(OutboxOn, KeepsTheReceiptWithTheSubmission) {
  const std::string id = archived("a", {kReport});
  const auto delivery = outbox().take(minutes(1)).value();

  outbox().delivered(delivery, {"activity_office", now(), "2025-17", "m-report"}, State::reported);
  outbox().delivered(delivery, {"activity_office", now(), "2025-17", "m-report"}, State::reported);

  EXPECT_EQ(submission(id).state, State::reported);
  ASSERT_EQ(submission(id).receipts.size(), 1U);
  EXPECT_EQ(submission(id).receipts.at(0).number, "2025-17");
  EXPECT_TRUE(outbox().list(false).empty());
  EXPECT_EQ(outbox().list(true).at(0).receipt->number, "2025-17");
  EXPECT_FALSE(outbox().take(minutes(1)));
}

TEST_P(OutboxOn, NeverTakesAStateBackwards) {
  const std::string id = archived("a", {kReport, kLetter});
  const auto report = outbox().take(minutes(1)).value();
  const auto letter = outbox().take(minutes(1)).value();

  outbox().delivered(letter, {"platform", now(), "1", ""}, State::published);
  outbox().delivered(report, {"activity_office", now(), "2", ""}, State::reported);

  EXPECT_EQ(submission(id).state, State::published);
  EXPECT_EQ(submission(id).receipts.size(), 2U);
}

TEST_P(OutboxOn, SendsOneSubmissionsMessagesToAReceiverInOrder) {
  const std::string id = archived("a", {kLetter});
  Register(database())
      .decide(id, {"wang", {}, "delist", "", "", "", ""},
              [](Submission& s) { s.state = State::delisted; },
              {{"m-delisting", "platform", "delisting"}});

  const auto letter = outbox().take(minutes(1)).value();
  EXPECT_EQ(letter.message.id, "m-letter");
  outbox().postpone(letter, {"断网", "offline"}, now() + minutes(5));
  EXPECT_FALSE(outbox().take(minutes(1))) << "the delisting must not overtake the letter";

  pass(minutes(5));
  outbox().delivered(outbox().take(minutes(1)).value(), {"platform", now(), "1", ""},
                     State::published);
  EXPECT_EQ(outbox().take(minutes(1))->message.id, "m-delisting");
  EXPECT_EQ(submission(id).state, State::delisted) << "a late receipt does not undo it";
}

TEST_P(OutboxOn, SendsOneEnterprisesMessagesInOrderAcrossItsSubmissions) {
  const auto of_enterprise = [&](const std::string& name, const std::string& message) {
    Register reg(database());
    const std::string id = reg.receive(tests::drop(name), "unit", "", "archive").submission;
    auto claim = reg.claim("w", seconds(60)).value();
    claim.submission.enterprise = "恒润机械（无锡）有限公司";
    Outcome outcome;
    outcome.outgoing = {{message, "platform", "letter"},
                        {message + "-r", "activity_office", "report"}};
    reg.advance(claim, claim.submission, {"archive", State::archived, {}}, "", outcome);
  };
  of_enterprise("a", "m-first");
  of_enterprise("b", "m-second");

  const auto first = outbox().take(minutes(1), "platform").value();
  EXPECT_EQ(first.message.id, "m-first");
  EXPECT_EQ(first.after, "");
  EXPECT_FALSE(outbox().take(minutes(1), "platform")) << "the second activity must not overtake";
  EXPECT_EQ(outbox().take(minutes(1), "activity_office")->message.id, "m-first-r")
      << "another receiver has its own order";

  outbox().delivered(first, {"platform", now(), "1", ""}, State::published);
  const auto second = outbox().take(minutes(1), "platform").value();
  EXPECT_EQ(second.message.id, "m-second");
  EXPECT_EQ(second.after, "m-first");
}

TEST_P(OutboxOn, SendsAgainWhatAReceiverLostBeforeWhatFollows) {
  const std::string id = archived("a", {kLetter});
  outbox().delivered(outbox().take(minutes(1)).value(), {"platform", now(), "1", ""},
                     State::published);
  Register(database())
      .decide(id, {"wang", {}, "suspend", "", "", "", ""}, [](Submission&) {},
              {{"m-suspension", "platform", "suspension"}});

  EXPECT_FALSE(outbox().send_again("m-letter", "activity_office")) << "it was never for that one";
  EXPECT_TRUE(outbox().send_again("m-letter", "platform"));

  const auto again = outbox().take(minutes(1)).value();
  EXPECT_EQ(again.message.id, "m-letter");
  EXPECT_FALSE(outbox().take(minutes(1)));
  outbox().delivered(again, {"platform", now(), "2", ""}, State::published);
  ASSERT_EQ(submission(id).receipts.size(), 1U) << "the receipt that holds is the last one";
  EXPECT_EQ(submission(id).receipts.at(0).number, "2");
  EXPECT_EQ(outbox().take(minutes(1))->message.id, "m-suspension");
}

TEST_P(OutboxOn, APostponedMessageDoesNotKeepOthersWaiting) {
  archived("a", {kLetter});
  archived("b", {{"m-2", "platform", "letter"}});
  outbox().postpone(outbox().take(minutes(1)).value(), {"坏", "bad"}, now() + hours(1));

  EXPECT_EQ(outbox().take(minutes(1))->message.id, "m-2");

  const auto waiting = outbox().list(false);
  EXPECT_EQ(waiting.at(0).attempts, 1);
  EXPECT_EQ(waiting.at(0).last_error.en, "bad");
  EXPECT_EQ(waiting.at(0).due, now() + hours(1));
  EXPECT_EQ(outbox().retry_all(), 1) << "the other one is being sent";
  EXPECT_EQ(outbox().take(minutes(1))->message.id, "m-letter");
}

TEST_P(OutboxOn, AMessageThatIsDueDoesNotWaitForAClockThatWasSetBack) {
  archived("a", {kLetter});
  outbox().postpone(outbox().take(minutes(1)).value(), {"坏", "bad"}, now() + seconds(5));
  pass(-hours(24));
  EXPECT_TRUE(outbox().take(minutes(1)));
  EXPECT_FALSE(outbox().take(minutes(1)));
}

TEST_P(OutboxOn, SeveralSendersTakeEachMessageOnce) {
  for (int i = 0; i < 12; ++i) {
    const std::string n = std::to_string(i);
    archived(n, {{"r" + n, "activity_office", "report"}, {"p" + n, "platform", "letter"}});
  }
  std::mutex mutex;
  std::multiset<std::string> sent;
  std::vector<std::jthread> senders;
  for (int i = 0; i < 3; ++i)
    senders.emplace_back([&] {
      const auto own = another_database();
      Outbox mine(*own);
      while (const auto delivery = mine.take(minutes(1))) {
        {
          const std::lock_guard lock(mutex);
          sent.insert(delivery->message.id);
        }
        mine.delivered(*delivery, {"r", now(), "1", ""}, State::published);
      }
    });
  senders.clear();

  EXPECT_EQ(sent.size(), 24U);
  EXPECT_EQ(std::set<std::string>(sent.begin(), sent.end()).size(), 24U);
  EXPECT_EQ(AuditLog(database()).first_break(), 0);
}

TEST_P(OutboxOn, AReceiptIsNotLostToAWorkerThatStillHasTheSubmission) {
  Register reg(database());
  const std::string id = reg.receive(tests::drop("a"), "unit", "", "archive").submission;
  const auto claim = reg.claim("w", seconds(60)).value();
  Outcome outcome;
  outcome.outgoing = {kReport};
  const auto held_by_worker =
      reg.advance(claim, claim.submission, {"archive", State::archived, {}}, "tidy", outcome);
  outbox().delivered(outbox().take(minutes(1)).value(), {"activity_office", now(), "9", ""},
                     State::reported);

  reg.advance(claim, held_by_worker, {"tidy", State::archived, {}}, "", {});

  EXPECT_EQ(submission(id).receipts.size(), 1U);
  EXPECT_EQ(submission(id).state, State::reported);
}

}  // namespace
}  // namespace chengnuo::pipeline
