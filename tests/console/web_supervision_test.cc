// Complaints, delisting and the year's figures through the page's API: the steps in their order,
// who may take them, and what nobody gets to see.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pipeline/digest.h"
#include "pipeline/file.h"
#include "pipeline/json.h"
#include "web_house.h"

namespace chengnuo::console {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const json kComplaint = {{"channel", "phone"},
                         {"content", "水泵三天爆裂，用户张三丰受伤。"},
                         {"name", "张三丰"},
                         {"contact", "13912345678"}};

/// A letter in the archive, filed without having been read: what it consists of is made up.
std::string archived_letter(WebHouse& house) {
  const std::string id = house.held_letter();
  pipeline::Submission submission = house.reg.find(id).value();
  const auto& work = house.machinery.work;
  pipeline::write_durably(work.drop(submission.drops.front().sha256), "1");
  for (const auto holder : {pipeline::Holder::unit, pipeline::Holder::enterprise}) {
    const std::string bytes = "%PDF-1.7 " + std::string(pipeline::name_of(holder));
    const std::string name = std::string(pipeline::name_of(holder)) + ".pdf";
    pipeline::write_durably(work.root() / name, bytes);
    submission.copies.push_back({holder, name, pipeline::sha256_hex(bytes), "B-B", {}});
  }
  submission.pages.clear();
  house.machinery.filing.file(submission);
  pipeline::Decision made;
  made.who = "test";
  made.action = "prepare";
  house.reg.decide(id, made, [&](pipeline::Submission& changed) {
    changed.pages.clear();
    changed.holds.clear();
    changed.copies = submission.copies;
    changed.archive_code = submission.archive_code;
    changed.stage.clear();
    changed.state = pipeline::State::archived;
  });
  return id;
}

json complaint_about(const std::string& submission) {
  json body = kComplaint;
  body["submission"] = submission;
  return body;
}

/// Enters a complaint and takes it to where it may be closed. Returns its address.
std::string found_vile_and_grave(Visitor& approver, const std::string& submission) {
  const Answer entered = approver.post("/api/complaints", complaint_about(submission));
  EXPECT_EQ(entered.status, 200) << entered.text;
  const std::string one = "/api/complaints/" + entered.body.at("id").get<std::string>();
  EXPECT_EQ(approver.post(one + "/forward", {{"to", "organiser"}}).status, 200);
  EXPECT_EQ(approver.post(one + "/statement", {{"statement", "承认产品有缺陷。"}}).status, 200);
  EXPECT_EQ(
      approver
          .post(one + "/finding", {{"exists", true}, {"nature", "vile"}, {"influence", "grave"}})
          .status,
      200);
  return one;
}

TEST(WebSupervision, ACaseLeadsToADelistingWithItsNoticeInTheArchiveAndBack) {
  WebHouse house;
  const std::string id = archived_letter(house);
  Visitor wang = visitor(house, "wang", {Role::approver});
  const std::string submission = "/api/submissions/" + id;

  EXPECT_EQ(wang.post(submission + "/delisting", json::object()).status, 409)
      << "neither condition is recorded";
  const std::string one = found_vile_and_grave(wang, id);
  const Answer closed =
      wang.post(one + "/closing", {{"handling", "delisting"}, {"opinion", "以次充好，致人受伤"}});
  ASSERT_EQ(closed.status, 200) << closed.text;
  EXPECT_EQ(closed.body.at("delisting").at("state"), "due");
  EXPECT_EQ(closed.body.at("steps").size(), 5U);
  EXPECT_EQ(wang.get(submission + "/notice").status, 404);

  const Answer struck = wang.post(submission + "/delisting", {{"number", "某工协〔2025〕3号"}});
  ASSERT_EQ(struck.status, 200) << struck.text;
  EXPECT_EQ(struck.body.at("state"), "delisted");
  EXPECT_EQ(house.reg.find(id)->state, pipeline::State::delisted);
  const Answer notice = wang.get(submission + "/notice");
  EXPECT_EQ(pipeline::sha256_hex(notice.text), struck.body.at("delisted").at("sha256"));
  pipeline::write_durably(house.home.path() / "notice.pdf", notice.text);
  EXPECT_THAT(run({"pdftotext", (house.home.path() / "notice.pdf").string(), "-"}).out,
              AllOf(HasSubstr("3号"), HasSubstr("致人受伤"), Not(HasSubstr("张三丰"))));
  EXPECT_EQ(wang.post(submission + "/delisting", json::object()).status, 409) << "not twice";

  EXPECT_EQ(wang.post(submission + "/relisting", {{"reason", ""}}).status, 422);
  const Answer revoked = wang.post(submission + "/relisting", {{"reason", "申诉成立"}});
  EXPECT_EQ(revoked.body.at("state"), "revoked") << revoked.text;
  const json listed = wang.get("/api/delistings").body.at("delistings");
  ASSERT_EQ(listed.size(), 1U) << "nothing vanishes";
  EXPECT_EQ(listed[0].at("revoked").at("reason"), "申诉成立");
  EXPECT_EQ(wang.get(submission + "/notice").text, notice.text);
}

TEST(WebSupervision, StepsAreTakenInTheirOrderOnly) {
  WebHouse house;
  const std::string id = house.held_letter();
  Visitor wang = visitor(house, "wang", {Role::approver});
  const std::string one =
      "/api/complaints/" +
      wang.post("/api/complaints", complaint_about(id)).body.at("id").get<std::string>();

  EXPECT_EQ(wang.post(one + "/statement", {{"declined", true}}).status, 409);
  EXPECT_EQ(wang.post(one + "/forward", {{"to", "nobody"}}).status, 422);
  EXPECT_EQ(wang.post(one + "/forward", {{"to", "recommender"}}).status, 200);
  EXPECT_EQ(wang.post(one + "/statement", json::object()).status, 422);
  EXPECT_EQ(wang.post(one + "/statement", {{"declined", true}}).status, 200);
  EXPECT_EQ(wang.post(one + "/closing", {{"handling", "talk"}}).status, 409);
  EXPECT_EQ(
      wang.post(one + "/finding", {{"exists", true}, {"nature", "vile"}, {"influence", "small"}})
          .status,
      200);
  const Answer early = wang.post(one + "/closing", {{"handling", "delisting"}});
  EXPECT_EQ(early.status, 409);
  EXPECT_THAT(early.text, HasSubstr("grave"));
}

TEST(WebSupervision, WhoComplainsIsForThoseWhoHandleItAlone) {
  WebHouse house;
  const std::string id = house.held_letter();
  Visitor checker = visitor(house, "li", {Role::checker});
  const Answer entered = checker.post("/api/complaints", complaint_about(id));
  ASSERT_EQ(entered.status, 200) << entered.text;
  EXPECT_EQ(entered.body.at("complainant").at("name"), "张三丰");
  const std::string one = "/api/complaints/" + entered.body.at("id").get<std::string>();

  EXPECT_THAT(checker.get("/api/complaints").text, Not(HasSubstr("张三丰")));
  const Answer letter = checker.get(one + "/letter?number=3");
  pipeline::write_durably(house.home.path() / "letter.pdf", letter.text);
  EXPECT_THAT(run({"pdftotext", (house.home.path() / "letter.pdf").string(), "-"}).out,
              AllOf(HasSubstr("爆裂"), Not(HasSubstr("张三丰")), Not(HasSubstr("13912345678"))));
  EXPECT_THAT(visitor(house, "shen", {Role::auditor}).get("/api/audit").text,
              AllOf(HasSubstr("complaint register"), Not(HasSubstr("张三丰"))));

  for (const Role role : {Role::scanner, Role::archivist, Role::administrator, Role::auditor}) {
    Visitor other = visitor(house, std::string(name_of(role)), {role});
    EXPECT_EQ(other.get("/api/complaints").status, 403) << name_of(role);
    EXPECT_EQ(other.get(one).status, 403) << name_of(role);
  }
  Visitor elsewhere = visitor(house, "zhao", {Role::approver}, "unit2");
  EXPECT_EQ(elsewhere.get(one).status, 404);
  EXPECT_TRUE(elsewhere.get("/api/complaints").body.at("complaints").empty());
  EXPECT_EQ(elsewhere.post("/api/complaints", complaint_about(id)).status, 404);
  EXPECT_EQ(checker.post(one + "/finding", {{"exists", true}}).status, 403)
      << "findings are the approver's";
}

TEST(WebSupervision, TheYearsFiguresAreTheSameOnThePageAndInTheFiles) {
  WebHouse house;
  const std::string id = archived_letter(house);
  house.reg.decide(id, {"test", {}, "prepare", "", "", "", ""},
                   [](pipeline::Submission& submission) {
                     pipeline::Field signed_on;
                     signed_on.value = "2025-11-03";
                     submission.documents.front().fields["signed_on"] = signed_on;
                   });
  Visitor wang = visitor(house, "wang", {Role::checker});
  wang.post("/api/complaints", complaint_about(id));

  const json figures = wang.get("/api/statistics?year=2025").body;

  ASSERT_EQ(figures.at("months").size(), 12U);
  EXPECT_EQ(figures.at("months")[10].at("committed"), 1);
  EXPECT_EQ(figures.at("months")[10].at("complaints"), 1);
  EXPECT_THAT(wang.get("/api/statistics/month.csv?year=2025").text,
              HasSubstr("\"合计\",\"1\",\"1\",\"1\",\"0\""));
  EXPECT_THAT(wang.get("/api/statistics/region.svg?year=2025").text, HasSubstr("<svg"));
  EXPECT_TRUE(wang.get("/api/statistics/table.xlsx?year=2025").text.starts_with("PK"));
  EXPECT_EQ(wang.get("/api/statistics/other.exe?year=2025").status, 404);
}

}  // namespace
}  // namespace chengnuo::console
