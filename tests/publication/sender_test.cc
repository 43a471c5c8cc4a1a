#include "publication/sender.h"

#include <gtest/gtest.h>

#include "fixtures.h"
#include "pipeline/audit.h"
#include "pipeline/crash_point.h"
#include "pipeline/file.h"

namespace chengnuo::publication {
namespace {

using pipeline::State;

/// Receives what it is sent; fails as often as told before.
class FailingPublisher final : public Publisher {
 public:
  explicit FailingPublisher(std::vector<SignedMessage>& taken, int failures = 0)
      : taken_(taken), failures_(failures) {}
  std::optional<pipeline::Receipt> send(const SignedMessage& message) override {
    if (failures_-- > 0)
      throw pipeline::Error(pipeline::Remedy::retry, {"平台停机", "platform down"}, {});
    taken_.push_back(message);
    return pipeline::Receipt{"platform", {}, "P1", message.id};
  }

 private:
  std::vector<SignedMessage>& taken_;
  int failures_;
};

class SenderTest : public testing::Test {
 protected:
  SenderTest() {
    const pipeline::Drop drop{std::string(64, '1'), "a.jpg", "", 10, {}};
    id_ = register_.receive(drop, "unit1", "", "archive").submission;
    const auto claim = register_.claim("test", std::chrono::seconds(60));
    pipeline::Submission submission = archived_submission();
    submission.id = claim->submission.id;
    submission.stage = claim->submission.stage;
    const pipeline::Stage stage{"archive", State::archived, {}};
    pipeline::Outcome outcome;
    outcome.outgoing = {{id_ + ".report", "activity_office", "report"},
                        {id_ + ".letter", "platform", "letter"}};
    register_.advance(*claim, submission, stage, "", outcome);
    register_.release(*claim);
  }
  Sender sender(int failures = 0) {
    std::map<std::string, std::unique_ptr<Publisher>> publishers;
    for (const char* receiver : {"platform", "activity_office"})
      publishers[receiver] = std::make_unique<FailingPublisher>(taken_, failures);
    return Sender(register_, outbox_, schema_, std::move(publishers),
                  {{{"unit1", {"某省工业协会", keys_.unit}}}, "质量信誉承诺活动"});
  }

  XmlSecurity security_;
  TemporaryFolder folder_;
  TestKeys keys_ = make_keys(folder_.path());
  Schema schema_{CHENGNUO_XSD};
  pipeline::Database database_{"sqlite:" + (folder_.path() / "register.db").string()};
  pipeline::Register register_{database_};
  pipeline::Outbox outbox_{database_};
  std::vector<SignedMessage> taken_;
  std::string id_;
};

TEST_F(SenderTest, SendsEachMessageSignedAndKeepsItsReceipt) {
  Sender sending = sender();

  while (sending.send_one()) {
  }

  ASSERT_EQ(taken_.size(), 2U);
  for (const SignedMessage& message : taken_)
    EXPECT_TRUE(verify_xml(message.xml, {keys_.ca}).valid);
  const auto submission = register_.find(id_);
  EXPECT_EQ(submission->state, State::published);
  EXPECT_EQ(submission->receipts.size(), 2U);
  EXPECT_TRUE(outbox_.list(/*with_delivered=*/false).empty());
}

TEST_F(SenderTest, PutsOffAMessageWhoseReceiverIsDownAndSaysWhy) {
  Sender sending = sender(/*failures=*/1);

  while (sending.send_one()) {
  }

  EXPECT_TRUE(taken_.empty());
  const auto waiting = outbox_.list(/*with_delivered=*/false);
  ASSERT_EQ(waiting.size(), 2U);
  EXPECT_EQ(waiting[0].last_error.zh, "平台停机");
  EXPECT_EQ(register_.find(id_)->state, State::archived);
}

TEST_F(SenderTest, SaysTheSameWhenItRepeats) {
  Sender failing = sender(/*failures=*/1);
  while (failing.send_one()) {
  }
  outbox_.retry_all();
  Sender first = sender();
  while (first.send_one()) {
  }
  const auto sent = parse_message(taken_.at(0).xml);
  const auto again = parse_message(taken_.at(0).xml);

  EXPECT_EQ(to_xml_text(*sent), to_xml_text(*again));
  EXPECT_EQ(taken_.size(), 2U);
}

TEST_F(SenderTest, HoldsAMessageThatWouldNotFitTheSchema) {
  register_.decide(id_, {"test", {}, "correct", "", "", "", ""},
                   [](pipeline::Submission& submission) { submission.enterprise.clear(); });
  Sender sending = sender();

  while (sending.send_one()) {
  }

  EXPECT_TRUE(taken_.empty());
  EXPECT_FALSE(outbox_.list(false).at(0).last_error.empty());
}

using SenderDeathTest = SenderTest;

// Killed between the sending and the receipt's commit: it is sent again, and taken once.
TEST_F(SenderDeathTest, KilledAfterSendingRepeatsTheSameMessage) {
  const auto platform_folder = folder_.path() / "platform";
  // A database is not kept over a fork: the child opens its own.
  const auto send_to_folder = [&] {
    pipeline::Database database("sqlite:" + (folder_.path() / "register.db").string());
    pipeline::Register reg(database);
    pipeline::Outbox outbox(database);
    std::map<std::string, std::unique_ptr<Publisher>> publishers;
    for (const char* receiver : {"platform", "activity_office"})
      publishers[receiver] = make_folder_publisher(receiver, platform_folder);
    Sender sending(reg, outbox, schema_, std::move(publishers),
                   {{{"unit1", {"某省工业协会", keys_.unit}}}, "质量信誉承诺活动"});
    sending.send_one();
  };
  EXPECT_EXIT(
      {
        setenv("CHENGNUO_CRASH_AT", "sent, no receipt stored", 1);
        send_to_folder();
      },
      testing::KilledBySignal(SIGKILL), "");

  EXPECT_EQ(outbox_.list(false).size(), 2U);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(platform_folder), {}), 1);
}

}  // namespace
}  // namespace chengnuo::publication
