#include <latch>
#include <thread>

#include "pipeline/audit.h"
#include "pipeline/outbox.h"
#include "tests/pipeline/each_database.h"

namespace chengnuo::pipeline {
namespace {

using std::chrono::seconds;

constexpr seconds kLease{60};
const Stage kCheck{"check", State::reading, {}};
const Stage kJoin{"join", State::approved, {}};

class AdvanceOn : public tests::EachDatabase {
 protected:
  Register reg() { return Register(database()); }
  Claim receive(const std::string& name, const std::string& stage = "check",
                const std::string& unit = "jiangsu") {
    reg().receive(tests::drop(name), unit, "", stage);
    return reg().claim("worker", kLease).value();
  }
  Submission find(const std::string& id) { return reg().find(id).value(); }
};
CHENGNUO_ON_EACH_DATABASE(AdvanceOn);

Outcome holding() {
  Outcome outcome;
  outcome.holds = {tests::hold()};
  return outcome;
}

Outcome awaiting(const std::vector<std::string>& keys,
                 std::function<bool(const Submission&)> accepts = {}) {
  Outcome outcome = holding();
  outcome.awaiting = Awaiting{keys, std::move(accepts)};
  return outcome;
}

TEST_P(AdvanceOn, StoresWhatTheStageFoundAndGoesOnWithTheClaim) {
  const Claim claim = receive("a");
  Submission found = claim.submission;
  found.enterprise = "某公司";
  found.documents.resize(1);
  found.documents.at(0).text = "我单位承诺";

  const Submission now_is = reg().advance(claim, found, kCheck, "join", {});

  EXPECT_EQ(now_is.stage, "join");
  EXPECT_EQ(find(now_is.id).enterprise, "某公司");
  EXPECT_EQ(find(now_is.id).documents.at(0).text, "我单位承诺");
  EXPECT_EQ(find(now_is.id).state, State::reading);
  EXPECT_TRUE(reg().renew(claim, kLease)) << "the claim lasts";

  reg().advance(claim, now_is, kJoin, "sign", {});
  EXPECT_EQ(find(now_is.id).state, State::approved);
}

TEST_P(AdvanceOn, LetsAStageChangeNothingThatIsTheRegisters) {
  const Claim claim = receive("a");
  Submission meddled = claim.submission;
  meddled.id = "S1";
  meddled.unit = "another";
  meddled.merged_into = "S2";
  meddled.receipts.resize(1);
  meddled.stage = "publish";
  meddled.state = State::published;

  reg().advance(claim, meddled, kCheck, "join", {});

  const Submission stored = find(claim.submission.id);
  EXPECT_EQ(stored.unit, "jiangsu");
  EXPECT_EQ(stored.stage, "join");
  EXPECT_EQ(stored.state, State::reading);
  EXPECT_TRUE(stored.receipts.empty());
}

TEST_P(AdvanceOn, EndsTheClaimAtTheLastStage) {
  const Claim claim = receive("a");
  reg().advance(claim, claim.submission, {"check", State::archived, {}}, "", {});
  EXPECT_EQ(find(claim.submission.id).state, State::archived);
  EXPECT_FALSE(reg().renew(claim, kLease));
  EXPECT_TRUE(reg().idle());
}

TEST_P(AdvanceOn, HoldsForAPersonAndSaysAtWhichStage) {
  const Claim claim = receive("a");
  const Submission held = reg().advance(claim, claim.submission, kCheck, "join", holding());

  EXPECT_EQ(held.state, State::held);
  EXPECT_EQ(held.stage, "check");
  EXPECT_EQ(held.holds.at(0).stage, "check");
  EXPECT_FALSE(reg().claim("other", kLease));
  EXPECT_TRUE(reg().idle());
}

TEST_P(AdvanceOn, SaidTwiceIsDoneOnce) {
  const Claim claim = receive("a");
  Outcome outcome;
  outcome.outgoing = {{"m1", "platform", "letter"}};
  outcome.separated.resize(1);
  reg().advance(claim, claim.submission, kCheck, "join", outcome);

  // As after a commit whose answer was lost.
  const Submission again = reg().advance(claim, claim.submission, kCheck, "join", outcome);

  EXPECT_EQ(again.stage, "join");
  EXPECT_EQ(reg().list({}).size(), 2U);
  EXPECT_EQ(Outbox(database()).list(true).size(), 1U);
}

TEST_P(AdvanceOn, MakesSubmissionsOfSeparatedPapers) {
  const Claim claim = receive("a");
  Outcome outcome;
  outcome.separated.resize(2);
  outcome.separated.at(0).enterprise = "甲";
  outcome.separated.at(1).enterprise = "乙";

  reg().advance(claim, claim.submission, kCheck, "join", outcome);

  const auto all = reg().list({});
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all.at(1).enterprise, "甲");
  EXPECT_EQ(all.at(2).stage, "join");
  EXPECT_EQ(all.at(2).unit, "jiangsu");
  EXPECT_EQ(all.at(2).drops.at(0).sha256, claim.submission.drops.at(0).sha256);
  EXPECT_TRUE(reg().claim("other", kLease));
  EXPECT_TRUE(reg().claim("other", kLease));
}

TEST_P(AdvanceOn, WritesMessagesInTheSameTransaction) {
  const Claim claim = receive("a");
  Outcome outcome;
  outcome.outgoing = {{"m1", "activity_office", "report"}, {"m2", "platform", "letter"}};
  reg().advance(claim, claim.submission, kCheck, "", outcome);

  const auto messages = Outbox(database()).list(false);
  ASSERT_EQ(messages.size(), 2U);
  EXPECT_EQ(messages.at(1).message.receiver, "platform");
  EXPECT_EQ(messages.at(1).submission, claim.submission.id);
}

TEST_P(AdvanceOn, JoinsAPaperWithItsPartnerThatWaits) {
  const Claim form = receive("form", "join");
  Submission with_pages = form.submission;
  with_pages.pages = {{"f", 1}};
  reg().advance(form, with_pages, kJoin, "sign", awaiting({"某公司", "9132"}));
  const Claim letter = receive("letter", "join");
  Submission letter_pages = letter.submission;
  letter_pages.pages = {{"l", 1}, {"l", 2}};

  const Submission joined =
      reg().advance(letter, letter_pages, kJoin, "sign",
                    awaiting({"9132"}, [](const auto& other) { return other.pages.size() == 1; }));

  EXPECT_EQ(joined.id, letter.submission.id);
  EXPECT_EQ(joined.stage, "join") << "the stage looks again at both";
  EXPECT_TRUE(joined.holds.empty());
  EXPECT_EQ(joined.drops.size(), 2U);
  EXPECT_EQ(joined.pages.size(), 3U);
  EXPECT_TRUE(reg().renew(letter, kLease));
  EXPECT_EQ(find(form.submission.id).id, letter.submission.id) << "find follows";
  EXPECT_EQ(reg().list({}).size(), 1U);
  EXPECT_EQ(reg().receive(tests::drop("form"), "jiangsu", "", "read").submission,
            letter.submission.id);

  reg().advance(letter, joined, kJoin, "sign", {});
  EXPECT_EQ(find(joined.id).state, State::approved);
}

TEST_P(AdvanceOn, TakesInWhatWasReturnedToTheEnterpriseThoughNothingIsMissing) {
  const Claim old = receive("old", "join");
  Submission named = old.submission;
  named.enterprise = "某公司";
  named.pages = {{"o", 1}};
  reg().advance(old, named, kJoin, "decide", {});
  reg().release(old);
  reg().decide(old.submission.id, {"李", {}, "return", {}, {}, {}, {}}, [](Submission& changed) {
    changed.state = State::returned;
    changed.stage.clear();
  });
  const Claim anew = receive("new", "join");
  Submission again = anew.submission;
  again.enterprise = "某公司";
  Outcome outcome;
  outcome.awaiting = Awaiting{.keys = {"某公司"}, .accepts = [](const Submission& candidate) {
                                return candidate.state == State::returned;
                              }};

  const Submission joined = reg().advance(anew, again, kJoin, "decide", outcome);

  EXPECT_EQ(joined.stage, "join") << "the stage looks again at both";
  EXPECT_EQ(joined.pages.size(), 1U);
  EXPECT_EQ(joined.decisions.size(), 1U) << "what was decided goes with it";
  EXPECT_EQ(find(old.submission.id).id, joined.id);
  EXPECT_EQ(reg().advance(anew, joined, kJoin, "decide", outcome).stage, "decide");
}

TEST_P(AdvanceOn, JoinsNoPaperOfAnotherNameOrUnitOrThatTheStageRefuses) {
  const Claim form = receive("form", "join");
  reg().advance(form, form.submission, kJoin, "sign", awaiting({"某公司"}));
  const auto stays = [&](const Claim& claim, const Outcome& outcome) {
    return reg().advance(claim, claim.submission, kJoin, "sign", outcome).state == State::held;
  };
  EXPECT_TRUE(stays(receive("a", "join"), awaiting({"另一公司"})));
  EXPECT_TRUE(stays(receive("b", "join", "zhejiang"), awaiting({"某公司"})));
  EXPECT_TRUE(stays(receive("c", "join"), awaiting({"某公司"}, [](auto&) { return false; })));
  EXPECT_EQ(reg().list({}).size(), 4U);
}

TEST_P(AdvanceOn, JoinsNoPaperThatAPersonHasTakenUp) {
  const Claim form = receive("form", "join");
  reg().advance(form, form.submission, kJoin, "sign", awaiting({"某公司"}));
  reg().decide(form.submission.id, {"wang", {}, "return", "", "", "", ""},
               [](Submission& s) { s.state = State::returned; });

  const Claim letter = receive("letter", "join");
  const auto result = reg().advance(letter, letter.submission, kJoin, "sign", awaiting({"某公司"}));
  EXPECT_EQ(result.state, State::held);
  EXPECT_EQ(find(form.submission.id).state, State::returned);
}

TEST_P(AdvanceOn, JoinsTwoPartnersThatArriveAtTheSameMomentExactlyOnce) {
  for (int round = 0; round < 10; ++round) {
    const std::string name = "公司" + std::to_string(round);
    const std::vector<Claim> claims{receive(name + "form", "join"),
                                    receive(name + "letter", "join")};
    std::latch start(2);
    std::vector<std::jthread> workers;
    for (const Claim& claim : claims)
      workers.emplace_back([&, claim] {
        const auto own = another_database();
        Register mine(*own);
        start.arrive_and_wait();
        const auto result =
            mine.advance(claim, claim.submission, kJoin, "sign", awaiting({name, name + "2"}));
        if (result.holds.empty()) mine.advance(claim, result, kJoin, "sign", {});
      });
    workers.clear();

    const Submission one = find(claims.at(0).submission.id);
    const Submission other = find(claims.at(1).submission.id);
    EXPECT_EQ(one.id, other.id) << name;
    EXPECT_EQ(one.drops.size(), 2U);
    EXPECT_EQ(one.state, State::approved);
  }
  Filter approved;
  approved.state = State::approved;
  EXPECT_EQ(reg().list(approved).size(), 10U);
  EXPECT_EQ(AuditLog(database()).first_break(), 0);
}

TEST_P(AdvanceOn, TellsTheAuditLogNothingAboutPersons) {
  const Claim claim = receive("a");
  Submission found = claim.submission;
  found.documents.resize(1);
  found.documents.at(0).fields["phone"].value = "13800000000";
  Outcome outcome = holding();
  outcome.holds.at(0).reason = {"张三的电话", "Zhang San's phone"};
  reg().advance(claim, found, kCheck, "join", outcome);
  reg().decide(claim.submission.id,
               {"wang", {}, "correct", "phone", "13800000000", "13900000000", "张三说的"},
               [](Submission&) {});

  const auto entries = AuditLog(database()).entries(1, 100);
  ASSERT_EQ(entries.size(), 3U);
  EXPECT_EQ(entries.at(1).action, "check");
  EXPECT_EQ(entries.at(2).who, "wang");
  for (const AuditEntry& entry : entries)
    for (const char* secret : {"13800000000", "13900000000", "张三", "Zhang"})
      EXPECT_EQ(entry.detail.find(secret), std::string::npos) << entry.detail;
}

}  // namespace
}  // namespace chengnuo::pipeline
