#include "publication/sender.h"

#include <gtest/gtest.h>

#include <set>

#include "fixtures.h"
#include "pipeline/audit.h"
#include "pipeline/crash_point.h"
#include "pipeline/file.h"
#include "publication/letter_store.h"
#include "publication/public_act.h"
#include "publication/receiving.h"

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
      throw ReceiverFailure(pipeline::Remedy::retry, {"平台停机", "platform down"}, {});
    taken_.push_back(message);
    return pipeline::Receipt{"platform", {}, "P1", message.id};
  }

 private:
  std::vector<SignedMessage>& taken_;
  int failures_;
};

/// Never there.
class DownPublisher final : public Publisher {
 public:
  explicit DownPublisher(int& tries) : tries_(tries) {}
  std::optional<pipeline::Receipt> send(const SignedMessage&) override {
    ++tries_;
    throw ReceiverFailure(pipeline::Remedy::retry, {"平台停机", "platform down"}, {});
  }

 private:
  int& tries_;
};

class SenderTest : public testing::Test {
 protected:
  SenderTest() { id_ = archive({std::string(64, '1'), "a.jpg", "", 10, {}}); }
  std::string archive(const pipeline::Drop& drop) {
    const std::string id = register_.receive(drop, "unit1", "", "archive").submission;
    const auto claim = register_.claim("test", std::chrono::seconds(60));
    pipeline::Submission submission = archived_submission();
    submission.id = claim->submission.id;
    submission.credit_code = id;
    submission.stage = claim->submission.stage;
    const pipeline::Stage stage{"archive", State::archived, {}};
    pipeline::Outcome outcome;
    outcome.outgoing = {{id + ".report", "activity_office", "report"},
                        {id + ".letter", "platform", "letter"}};
    register_.advance(*claim, submission, stage, "", outcome);
    register_.release(*claim);
    return id;
  }
  SenderSettings settings() const {
    return {{{"unit1", {"某省工业协会", keys_.unit}}}, "质量信誉承诺活动", 0, {}};
  }
  Sender sender(int failures = 0) {
    std::map<std::string, std::unique_ptr<Publisher>> publishers;
    for (const char* receiver : {"platform", "activity_office"})
      publishers[receiver] = std::make_unique<FailingPublisher>(taken_, failures);
    return {register_, outbox_, schema_, std::move(publishers), settings()};
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
  Sender sending = sender();
  while (sending.send_one()) {
  }
  for (const SignedMessage& message : std::vector(taken_))
    for (const char* receiver : {"activity_office", "platform"})
      outbox_.send_again(message.id, receiver);
  while (sending.send_one()) {
  }

  ASSERT_EQ(taken_.size(), 4U);
  std::map<std::string, std::set<std::string>> said;
  for (const SignedMessage& message : taken_)
    said[message.id].insert(to_xml_text(*parse_message(message.xml)));
  for (const auto& [id, words] : said) EXPECT_EQ(words.size(), 1U) << id;
  EXPECT_EQ(register_.find(id_)->receipts.size(), 2U) << "a receipt that came again is one";
}

TEST_F(SenderTest, StopsTryingAReceiverThatIsDownButServesTheOther) {
  for (int i = 0; i < 20; ++i) {
    const pipeline::Drop drop{std::string(62, '2') + std::to_string(10 + i), "b.jpg", "", 10, {}};
    archive(drop);
  }
  int tries = 0;
  std::map<std::string, std::unique_ptr<Publisher>> publishers;
  publishers["activity_office"] = std::make_unique<FailingPublisher>(taken_);
  publishers["platform"] = std::make_unique<DownPublisher>(tries);
  Sender sending(register_, outbox_, schema_, std::move(publishers), settings());

  while (sending.send_one()) {
  }

  EXPECT_EQ(tries, 5);
  EXPECT_EQ(taken_.size(), 21U);
  EXPECT_EQ(outbox_.list(false).size(), 21U);
}

TEST_F(SenderTest, TellsAnActOnceItsLetterIsOut) {
  const pipeline::Submission before = *register_.find(id_);
  PublicAct act{MessageKind::delisting,
                act_message_id("house", before, MessageKind::delisting),
                {id_ + ".letter", "某工协〔2025〕3号", "2025-12-01",
                 "性质恶劣，影响严重，电话13812345678", std::string(64, 'c')},
                "王"};
  register_.decide(id_, decision_of(act),
                   [](pipeline::Submission& submission) { submission.state = State::delisted; },
                   {outgoing_of(act, "platform")});
  Sender sending = sender();

  while (sending.send_one()) {
  }

  ASSERT_EQ(taken_.size(), 3U);
  const auto told = parse_message(taken_.at(2).xml);
  EXPECT_EQ(told->kind, MessageKind::delisting);
  EXPECT_EQ(told->notice->about, id_ + ".letter");
  EXPECT_EQ(told->notice->number, "某工协〔2025〕3号");
  EXPECT_EQ(told->notice->reason, "性质恶劣，影响严重，电话138****5678");
  EXPECT_TRUE(told->paragraphs.empty());
  EXPECT_EQ(schema_.complaint(taken_.at(2).xml), "");
  EXPECT_EQ(register_.find(id_)->state, State::delisted);
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

/// Wants this message once before any other, as a receiver does that lost it.
class ForgetfulPublisher final : public Publisher {
 public:
  ForgetfulPublisher(std::vector<SignedMessage>& taken, std::string lost)
      : taken_(taken), lost_(std::move(lost)) {}
  std::optional<pipeline::Receipt> send(const SignedMessage& message) override {
    if (message.id == lost_) lost_.clear();
    if (!lost_.empty()) throw EarlierNeeded(lost_, {"缺前一份", "the one before is missing"}, {});
    taken_.push_back(message);
    return pipeline::Receipt{"platform", {}, "P1", message.id};
  }

 private:
  std::vector<SignedMessage>& taken_;
  std::string lost_;
};

TEST_F(SenderTest, SendsAnewWhatTheReceiverLostBeforeWhatFollowsIt) {
  Sender first = sender();
  while (first.send_one()) {
  }
  taken_.clear();
  decide_acts(register_, id_, id_ + ".letter", {MessageKind::suspension});
  std::map<std::string, std::unique_ptr<Publisher>> publishers;
  publishers["platform"] = std::make_unique<ForgetfulPublisher>(taken_, id_ + ".letter");
  Sender sending(register_, outbox_, schema_, std::move(publishers), settings());

  while (sending.send_one()) {
  }
  outbox_.retry_all();  // the act was put off
  while (sending.send_one()) {
  }

  ASSERT_EQ(taken_.size(), 2U);
  EXPECT_EQ(taken_[0].id, id_ + ".letter");
  const auto act = parse_message(taken_[1].xml);
  EXPECT_EQ(act->kind, MessageKind::suspension);
  EXPECT_EQ(act->after, id_ + ".letter") << "it names what went before";
  EXPECT_TRUE(outbox_.list(/*with_delivered=*/false).empty());
}

/// A platform whose first answer is lost on the way.
class FarPlatform final : public Publisher {
 public:
  explicit FarPlatform(Receiving& receiving) : receiving_(receiving) {}
  std::optional<pipeline::Receipt> send(const SignedMessage& message) override {
    const auto answer = receiving_.take(message.xml, "2025-11-04T02:00:00Z");
    if (lost_-- > 0) throw ReceiverFailure(pipeline::Remedy::retry, {"超时", "timed out"}, {});
    if (answer.status != 200)
      throw pipeline::Error(pipeline::Remedy::fix_document,
                            {answer.receipt.reason, answer.receipt.reason}, {});
    return pipeline::Receipt{"platform", {}, answer.receipt.number, message.id};
  }

 private:
  Receiving& receiving_;
  int lost_ = 1;
};

TEST_F(SenderTest, ALetterThatIsCorrectedAndWithdrawnWhileItIsSentIsTakenOnceAndThenTheActs) {
  LetterStore store(folder_.path() / "platform", WorkCalendar());
  Receiving receiving(store, schema_, {keys_.ca});
  std::map<std::string, std::unique_ptr<Publisher>> publishers;
  publishers["platform"] = std::make_unique<FarPlatform>(receiving);
  Sender sending(register_, outbox_, schema_, std::move(publishers), settings());
  while (sending.send_one()) {
  }
  ASSERT_TRUE(store.find(id_ + ".letter")) << "taken, though the sender does not know";

  PublicAct corrected{MessageKind::correction,
                      act_message_id("h", *register_.find(id_), MessageKind::correction),
                      {id_ + ".letter", {}, "2025-11-04", "错字", {}},
                      "王",
                      register_.find(id_)->documents.front().text};
  register_.decide(id_, decision_of(corrected),
                   [](pipeline::Submission& s) { s.documents.front().text = "改正后的全文\n"; },
                   {outgoing_of(corrected, "platform")});
  decide_acts(register_, id_, id_ + ".letter", {MessageKind::withdrawal});
  outbox_.retry_all();
  while (sending.send_one()) {
  }

  for (const auto& each : outbox_.list(/*with_delivered=*/false))
    EXPECT_EQ(each.message.receiver, "activity_office") << each.last_error.en;
  const auto letter = store.find(id_ + ".letter");
  ASSERT_EQ(letter->acts.size(), 2U);
  EXPECT_EQ(letter->acts[0].kind, MessageKind::correction);
  EXPECT_EQ(letter->acts[1].kind, MessageKind::withdrawal);
  EXPECT_EQ(store.paragraphs(*letter), std::vector<std::string>{"改正后的全文"});
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
      publishers[receiver] = make_folder_publisher(receiver, platform_folder, keys_.unit, {});
    Sender sending(reg, outbox, schema_, std::move(publishers), settings());
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
