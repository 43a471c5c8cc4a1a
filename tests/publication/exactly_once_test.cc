// A receiver that fails, is cut off after it took a message, and restarts: each message is
// published once, and what is about one letter in the order in which it was decided.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <cstdlib>
#include <random>

#include "fixtures.h"
#include "publication/letter_store.h"
#include "publication/receiving.h"
#include "publication/sender.h"

namespace chengnuo::publication {
namespace {

using pipeline::State;

/// A whole receiver behind the sender's interface, with bad luck that repeats from run to run.
class UnluckyReceiver final : public Publisher {
 public:
  UnluckyReceiver(std::filesystem::path folder, const Schema& schema, std::filesystem::path anchor)
      : folder_(std::move(folder)), schema_(schema), anchor_(std::move(anchor)) {
    restart();
  }
  std::optional<pipeline::Receipt> send(const SignedMessage& message) override {
    const auto luck = random_() % 100;
    if (luck < 20) fail("500");
    if (luck < 25) restart();
    const auto answer =
        Receiving(*store_, schema_, {anchor_}).take(message.xml, "2025-11-04T02:00:00Z");
    if (luck >= 25 && luck < 35) fail("timed out after it took the message");
    if (answer.status != 200) fail(answer.receipt.reason);
    return pipeline::Receipt{"platform", {}, answer.receipt.number, message.id};
  }
  const LetterStore& store() const { return *store_; }

 private:
  void restart() { store_ = std::make_unique<LetterStore>(folder_, WorkCalendar()); }
  [[noreturn]] static void fail(const std::string& why) {
    throw ReceiverFailure(pipeline::Remedy::retry, {why, why}, {});
  }

  std::filesystem::path folder_;
  const Schema& schema_;
  std::filesystem::path anchor_;
  std::unique_ptr<LetterStore> store_;
  std::mt19937 random_{7};
};

TEST(ExactlyOnce, UnderFailuresTimeoutsAndRestartsEachMessageIsPublishedOnceAndInOrder) {
  constexpr int kLetters = 40;
  const std::vector kActs{MessageKind::suspension, MessageKind::resumption,
                          MessageKind::correction};
  const XmlSecurity security;
  const TemporaryFolder folder;
  const TestKeys keys = make_keys(folder.path());
  const Schema schema(CHENGNUO_XSD);
  pipeline::Time now = pipeline::Time(std::chrono::hours(500'000));
  pipeline::Database database("sqlite:" + (folder.path() / "r.db").string(), [&] { return now; });
  pipeline::Register reg(database);
  pipeline::Outbox outbox(database);
  std::vector<std::string> ids;
  for (int i = 0; i < kLetters; ++i) {
    const pipeline::Drop drop{std::string(62, '1') + std::to_string(10 + i), "a.jpg", "", 10, {}};
    const std::string id = reg.receive(drop, "unit1", "", "archive").submission;
    const auto claim = reg.claim("test", std::chrono::seconds(60));
    pipeline::Submission submission = archived_submission();
    submission.id = id;
    // Two activities of each enterprise.
    submission.credit_code = "企业" + std::to_string(i / 2);
    submission.stage = claim->submission.stage;
    pipeline::Outcome outcome;
    outcome.outgoing = {{id + ".letter", "platform", "letter"}};
    reg.advance(*claim, submission, {"archive", State::archived, {}}, "", outcome);
    decide_acts(reg, id, id + ".letter", kActs);
    ids.push_back(id);
  }
  auto unlucky = std::make_unique<UnluckyReceiver>(folder.path() / "platform", schema, keys.ca);
  const UnluckyReceiver& receiver = *unlucky;
  std::map<std::string, std::unique_ptr<Publisher>> publishers;
  publishers["platform"] = std::move(unlucky);
  Sender sending(reg, outbox, schema, std::move(publishers),
                 {{{"unit1", {"某省工业协会", keys.unit}}}, "活动", 0, {}});

  while (!outbox.list(/*with_delivered=*/false).empty()) {
    while (sending.send_one()) {
    }
    now += std::chrono::seconds(60);
  }

  EXPECT_EQ(receiver.store().search({}, Day()).total, std::size_t{kLetters});
  for (const std::string& id : ids) {
    const auto letter = receiver.store().find(id + ".letter");
    ASSERT_TRUE(letter);
    std::vector<MessageKind> kinds;
    for (const Act& act : letter->acts) kinds.push_back(act.kind);
    EXPECT_EQ(kinds, kActs);
  }
  const auto number = [&](const std::string& id) {
    return receiver.store().find(id)->receipt.number;
  };
  for (std::size_t i = 0; i < ids.size(); i += 2)
    EXPECT_LT(number(ids[i] + ".letter"), number(ids[i + 1] + ".letter"))
        << "an enterprise's second activity overtook its first";
}

TEST(LetterStoreDeathTest, KilledBeforeTheReceiptTakesTheMessageAnew) {
  const TemporaryFolder folder;
  EXPECT_EXIT(
      {
        setenv("CHENGNUO_CRASH_AT", "message stored, no receipt", 1);
        LetterStore(folder.path(), WorkCalendar())
            .store("<message/>", letter(), "unit", "2025-11-04T02:00:00Z");
      },
      testing::KilledBySignal(SIGKILL), "");

  LetterStore store(folder.path(), WorkCalendar());
  EXPECT_FALSE(store.find(letter().id));
  const auto again = store.store("<message/>", letter(), "unit", "2025-11-04T03:00:00Z");
  EXPECT_EQ(again.outcome, LetterStore::Outcome::stored);
  EXPECT_EQ(again.receipt.number, "P100001");
}

}  // namespace
}  // namespace chengnuo::publication
