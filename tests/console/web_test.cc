// The page's API as browsers call it: who may do what, and what becomes of decisions and files.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "console/web/setup_token.h"
#include "pipeline/audit.h"
#include "pipeline/file.h"
#include "web_house.h"

namespace chengnuo::console {
namespace {

using nlohmann::json;
using testing::HasSubstr;

std::string one(const std::string& id) { return "/api/submissions/" + id; }

TEST(WebSession, TheFirstAdministratorNeedsTheWordThatOnlyTheHomesOwnerCanRead) {
  WebHouse house;
  Visitor stranger(house);
  EXPECT_TRUE(stranger.get("/api/session").body.at("setup_needed"));
  json first = {{"token", "guessed"}, {"name", "wang"}, {"password", Visitor::kPassword}};
  EXPECT_EQ(stranger.post("/api/setup", first).status, 403);
  first["token"] = setup_token(house.home.path());

  const Answer set_up = stranger.post("/api/setup", first);

  EXPECT_EQ(set_up.status, 200) << set_up.text;
  EXPECT_EQ(set_up.body.at("user").at("rights").size(), 7U);
  EXPECT_EQ(stranger.get("/api/users").status, 200);
  EXPECT_EQ(Visitor(house).post("/api/setup", first).status, 409);
}

TEST(WebSession, AChangeNeedsTheTokenAndComesFromThePageItself) {
  WebHouse house;
  const std::string id = house.held_letter();
  Visitor wang = visitor(house, "wang", {Role::approver});
  Visitor forged(house);
  forged.headers = wang.headers;
  forged.headers.erase("X-CSRF-Token");
  EXPECT_EQ(forged.post(one(id) + "/approval").status, 403);
  wang.headers.emplace("Origin", "https://elsewhere.example");
  EXPECT_EQ(wang.post(one(id) + "/approval").status, 403);
  EXPECT_EQ(house.reg.find(id)->state, pipeline::State::held);
}

TEST(WebSession, CookiesAreForTheServerAloneAndAForgedOneOpensNothing) {
  WebHouse house;
  visitor(house, "wang", {Role::checker});
  Visitor again(house);
  const Answer in = again.log_in("wang");
  EXPECT_THAT(in.headers.find("Set-Cookie")->second,
              testing::AllOf(HasSubstr("HttpOnly"), HasSubstr("SameSite=Strict")));
  again.headers.erase("Cookie");
  again.headers.emplace("Cookie", "chengnuo_session=" + std::string(64, 'a'));
  EXPECT_EQ(again.get("/api/home").status, 401);
}

TEST(WebSession, WhatAPageDoesByItselfKeepsNoSessionAlive) {
  auto now = pipeline::Time(std::chrono::hours(400'000));
  pipeline::Database database("sqlite::memory:", [&] { return now; });
  People people(database);
  Sessions sessions(database, people, std::chrono::minutes(30));
  Person wang;
  wang.name = wang.full_name = "wang";
  wang.roles = {Role::checker};
  people.add(wang, Visitor::kPassword, "test");
  const std::string cookie = sessions.begin(wang);
  now += std::chrono::minutes(20);
  EXPECT_TRUE(sessions.find(cookie));
  now += std::chrono::minutes(20);
  EXPECT_TRUE(sessions.find(cookie, Sessions::Use::page));
  now += std::chrono::minutes(20);
  EXPECT_FALSE(sessions.find(cookie));
}

TEST(WebSession, FiveWrongPasswordsLockTheNameForAWhile) {
  WebHouse house;
  Visitor wang = visitor(house, "wang", {Role::checker});
  for (int i = 0; i < 5; ++i) EXPECT_EQ(wang.log_in("wang", "something else").status, 401);
  EXPECT_EQ(wang.log_in("wang").status, 503);
  EXPECT_THAT(wang.log_in("wang").text, HasSubstr("locked"));
}

TEST(WebSession, APersonWithoutTheRoleIsRefused) {
  WebHouse house;
  const std::string id = house.held_letter();
  Visitor scanner = visitor(house, "li", {Role::scanner});
  EXPECT_EQ(scanner.post(one(id) + "/approval").status, 403);
  EXPECT_EQ(scanner.get("/api/users").status, 403);
  EXPECT_EQ(scanner.get("/api/audit").status, 403);
  EXPECT_EQ(scanner.get("/api/archive").status, 403);
}

TEST(WebSession, AnothersUnitIsAsIfItWereNotThere) {
  WebHouse house;
  const std::string id = house.held_letter("unit2", "第一批");
  Visitor wang = visitor(house, "wang", {Role::checker, Role::approver}, "unit1");
  EXPECT_EQ(wang.get(one(id)).status, 404);
  EXPECT_EQ(wang.post(one(id) + "/approval").status, 404);
  EXPECT_EQ(wang.get("/api/submissions?unit=unit2").body.at("total"), 0);
  EXPECT_EQ(wang.get("/api/batch/receipt?unit=unit2&batch=%E7%AC%AC%E4%B8%80%E6%89%B9").status,
            404);
  EXPECT_EQ(wang.post("/api/uploads", {{"name", "a.pdf"}, {"size", 3}, {"unit", "unit2"}}).status,
            404);
}

TEST(WebReview, AllCorrectionsAreOneActInTheNameOfWhoLoggedIn) {
  WebHouse house;
  const std::string id = house.held_letter();
  Visitor wang = visitor(house, "wang", {Role::checker});
  const json changes = {{{"field", "letter.legal_representative"}, {"value", "孙文春"}},
                        {{"field", "letter.enterprise_name"}, {"value", "广西长城仪器有限公司"}}};
  const Answer answer = wang.post(one(id) + "/corrections", {{"changes", changes}});

  ASSERT_EQ(answer.status, 200) << answer.text;
  const auto after = house.reg.find(id);
  EXPECT_EQ(after->stage, "join");
  ASSERT_EQ(after->decisions.size(), 3U);
  EXPECT_EQ(after->decisions[1].who, "wang");
  EXPECT_EQ(after->decisions[1].before, "孙文舂");
  EXPECT_EQ(after->decisions[1].at, after->decisions[2].at);
}

TEST(WebReview, OneWrongCorrectionLeavesAllUndone) {
  WebHouse house;
  const std::string id = house.held_letter();
  Visitor wang = visitor(house, "wang", {Role::checker});
  const json changes = {{{"field", "letter.legal_representative"}, {"value", "孙文春"}},
                        {{"field", "letter.no_such_field"}, {"value", "x"}}};
  EXPECT_EQ(wang.post(one(id) + "/corrections", {{"changes", changes}}).status, 422);
  EXPECT_EQ(house.reg.find(id)->documents[0].fields.at("legal_representative").raw, "孙文舂");
}

TEST(WebReview, WhoSawAnOlderStateIsToldInsteadOfOverwriting) {
  WebHouse house;
  const std::string id = house.held_letter();
  Visitor wang = visitor(house, "wang", {Role::checker, Role::approver});
  Visitor li = visitor(house, "li", {Role::checker, Role::approver});
  const json seen = li.get(one(id)).body;
  wang.post(one(id) + "/return", {{"reason", "未盖章"}});

  const Answer late = li.post(one(id) + "/approval", {{"revision", seen.at("revision")}});

  EXPECT_EQ(late.status, 409);
  EXPECT_THAT(late.text, HasSubstr("changed by wang"));
  EXPECT_EQ(house.reg.find(id)->state, pipeline::State::returned);
}

TEST(WebReview, TwoPeopleOnOneCaseAreToldOfEachOther) {
  WebHouse house;
  const std::string id = house.held_letter();
  Visitor wang = visitor(house, "wang", {Role::checker});
  Visitor li = visitor(house, "li", {Role::checker});
  EXPECT_TRUE(wang.put(one(id) + "/presence", json::object()).body.at("others").empty());
  EXPECT_EQ(li.put(one(id) + "/presence", json::object()).body.at("others"), json({"wang"}));
  wang.call("DELETE", one(id) + "/presence");
  EXPECT_TRUE(li.put(one(id) + "/presence", json::object()).body.at("others").empty());
}

TEST(WebReview, WhoCorrectedDoesNotApproveOnceThereAreTwoApprovers) {
  WebHouse house;
  const std::string id = house.held_letter();
  Visitor wang = visitor(house, "wang", {Role::approver});
  Visitor li = visitor(house, "li", {Role::approver});
  const json change = {{{"field", "letter.legal_representative"}, {"value", "孙文春"}}};
  wang.post(one(id) + "/corrections", {{"changes", change}});
  auto corrected = *house.reg.find(id);
  const auto outcome =
      second_person_stage(review_rules(house.config, house.machinery.people).needs_second_person)
          .run(corrected);
  ASSERT_EQ(outcome.holds.size(), 1U);
  pipeline::Decision held;
  held.who = "test";
  house.reg.decide(id, held, [&](pipeline::Submission& submission) {
    submission.holds = outcome.holds;
    submission.stage = kSecondPersonStage;
  });

  EXPECT_EQ(wang.post(one(id) + "/approval").status, 409);
  EXPECT_EQ(li.post(one(id) + "/approval").status, 200);
}

TEST(WebReview, AnApprovalCanBeTakenBackUntilItIsSigned) {
  WebHouse house;
  const std::string id = house.held_letter();
  Visitor wang = visitor(house, "wang", {Role::approver});
  const Answer approved = wang.post(one(id) + "/approval");
  ASSERT_EQ(approved.status, 200) << approved.text;
  EXPECT_EQ(approved.body.at("state"), "approved");
  EXPECT_TRUE(approved.body.at("can").at("undo"));
  EXPECT_FALSE(house.reg.claim("worker", std::chrono::seconds(60))) << "it waits a moment";

  EXPECT_EQ(wang.post(one(id) + "/undo").status, 200);
  EXPECT_EQ(house.reg.find(id)->stage, stage_after_correction());
  EXPECT_EQ(wang.post(one(id) + "/undo").status, 409);
}

TEST(WebReview, WhatWasReturnedByMistakeIsHeldAsBefore) {
  WebHouse house;
  const std::string id = house.held_letter();
  Visitor wang = visitor(house, "wang", {Role::checker});
  EXPECT_EQ(wang.post(one(id) + "/return").status, 422) << "without a reason";
  EXPECT_EQ(wang.post(one(id) + "/return", {{"reason", "未盖章"}}).status, 200);
  EXPECT_EQ(wang.post(one(id) + "/undo").body.at("state"), "held");
  EXPECT_EQ(house.reg.find(id)->holds.size(), 1U);
}

class WebUpload : public testing::Test {
 protected:
  json begin(const std::string& name, std::size_t size) {
    return scanner.post("/api/uploads", {{"name", name}, {"size", size}, {"batch", "第一批"}}).body;
  }
  static std::string piece(const json& upload) {
    return "/api/uploads/" + upload.at("id").get<std::string>() +
           "?offset=" + std::to_string(upload.at("offset").get<std::int64_t>());
  }
  const std::string bytes =
      pipeline::read_file(std::string(CHENGNUO_TEST_FILES) + "/samples/20251103_000017.jpg");
  WebHouse house;
  Visitor scanner = visitor(house, "li", {Role::scanner});
};

TEST_F(WebUpload, AFileGoesOnWhereItsConnectionBroke) {
  const json begun = begin("扫描.jpg", bytes.size());
  scanner.patch(piece(begun), bytes.substr(0, 1000));

  const json again = begin("扫描.jpg", bytes.size());
  EXPECT_EQ(again.at("id"), begun.at("id"));
  EXPECT_EQ(again.at("offset"), 1000);
  EXPECT_EQ(scanner.patch(piece(begun), bytes).status, 409) << "from the wrong place";
  const Answer done = scanner.patch(piece(again), bytes.substr(1000));

  ASSERT_EQ(done.status, 200) << done.text;
  const json file = done.body.at("files").at(0);
  EXPECT_EQ(file.at("outcome"), "taken");
  const auto submission = house.reg.find(file.at("submission"));
  EXPECT_EQ(submission->drops[0].name, "扫描.jpg");
  EXPECT_EQ(submission->batch, "第一批");
  EXPECT_EQ(pipeline::read_file(house.machinery.work.drop(file.at("sha256"))), bytes);
}

TEST_F(WebUpload, TheSameBytesAgainAreRefusedAndLeadToTheFirst) {
  const json first = scanner.patch(piece(begin("a.jpg", bytes.size())), bytes).body;
  const json second = scanner.patch(piece(begin("b.jpg", bytes.size())), bytes).body;
  EXPECT_EQ(second.at("files").at(0).at("outcome"), "duplicate");
  EXPECT_EQ(second.at("files").at(0).at("submission"), first.at("files").at(0).at("submission"));
}

TEST_F(WebUpload, APathInANameIsCutOffAndWhatIsNoScanIsRefused) {
  const std::string text = "Rar!\x1A\x07 and more";
  const json answer =
      scanner.patch(piece(begin("../../etc/<img src=x>\xF0\x9F\x98\x80.pdf", text.size())), text)
          .body;
  EXPECT_EQ(answer.at("name"), "<img src=x>\xF0\x9F\x98\x80.pdf");
  EXPECT_EQ(answer.at("files").at(0).at("outcome"), "refused");
  EXPECT_EQ(scanner.post("/api/uploads", {{"name", ".."}, {"size", 1}}).status, 422);
}

TEST_F(WebUpload, AFileThatIsTooLargeIsRefusedBeforeItsBytesCome) {
  const Answer large =
      scanner.post("/api/uploads", {{"name", "a.pdf"}, {"size", std::int64_t{3} << 30}});
  EXPECT_EQ(large.status, 409);
  EXPECT_THAT(large.text, HasSubstr("larger than"));
}

TEST_F(WebUpload, AnothersUploadIsNotFound) {
  const json begun = begin("a.jpg", bytes.size());
  Visitor other = visitor(house, "zhao", {Role::scanner});
  EXPECT_EQ(other.patch(piece(begun), bytes).status, 409);
  EXPECT_EQ(other.get("/api/uploads/" + begun.at("id").get<std::string>()).status, 409);
}

TEST(WebServerTest, SendsNoScriptButItsOwnAndIsNotFramed) {
  WebHouse house;
  const Answer page = Visitor(house).get("/");
  EXPECT_EQ(page.status, 200);
  const std::string policy = page.headers.find("Content-Security-Policy")->second;
  EXPECT_THAT(policy, HasSubstr("script-src 'self'"));
  EXPECT_THAT(policy, testing::Not(HasSubstr("unsafe")));
  EXPECT_THAT(policy, HasSubstr("frame-ancestors 'none'"));
  EXPECT_THAT(page.text, testing::Not(testing::ContainsRegex("(onload|onclick|style)=")));
  EXPECT_EQ(Visitor(house).get("/../chengnuo.toml").status, 404);
}

TEST(WebServerTest, BeyondThisMachineItWantsHttps) {
  WebHouse house;
  Config open = house.config;
  open.listen = "0.0.0.0:0";
  EXPECT_THROW(
      WebServer(open, house.data, house.database, house.machinery, house.intake, house.log),
      pipeline::Error);
}

TEST(WebServerTest, NumbersForAMonitor) {
  WebHouse house;
  house.held_letter();
  EXPECT_THAT(Visitor(house).get("/metrics").text,
              HasSubstr("chengnuo_submissions{unit=\"unit1\",state=\"held\"} 1\n"));
  EXPECT_EQ(Visitor(house).get("/healthz").body.at("status"), "ok");
}

}  // namespace
}  // namespace chengnuo::console
