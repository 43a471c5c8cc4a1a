#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pipeline/error.h"
#include "platform_fixture.h"

namespace chengnuo::publication {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST_F(PlatformTest, ShowsALetterThatItAccepted) {
  const auto reply = post(signed_letter(letter()));

  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->status, 200);
  EXPECT_THAT(get("/"), HasSubstr("江苏恒润机械制造有限公司"));
  const std::string page = get("/letters/S20251103-000001.letter");
  EXPECT_THAT(page, HasSubstr("联系手机138****5678"));
  EXPECT_THAT(page, HasSubstr(std::string(64, 'a')));
  EXPECT_TRUE(verify_xml(get("/letters/S20251103-000001.letter.xml"), {keys_.ca}).valid);
}

TEST_F(PlatformTest, FindsLettersByPartsOfTheirFactsAndNotByOthers) {
  post(signed_letter(letter()));
  for (const char* question :
       {"q=%E6%81%92%E6%B6%A6", "q=91440400192548256n", "region=%E5%B9%BF%E4%B8%9C", "year=2025",
        "unit=%E6%9F%90%E7%9C%81%E5%B7%A5%E4%B8%9A%E5%8D%8F%E4%BC%9A", "state=published"})
    EXPECT_THAT(get(std::string("/api/letters?") + question), HasSubstr("\"total\":1")) << question;
  for (const char* question : {"q=nobody", "region=%E5%8C%97%E4%BA%AC", "year=2024", "unit=x",
                               "state=delisted", "q=%25&state=published"})
    EXPECT_THAT(get(std::string("/api/letters?") + question), HasSubstr("\"total\":0")) << question;
}

TEST_F(PlatformTest, ShowsTheListInPages) {
  OutMessage message = letter();
  for (int i = 0; i < 51; ++i) {
    message.id = "m" + std::to_string(i);
    message.enterprise = "企业" + std::to_string(i) + "有限公司";
    post(signed_letter(message));
  }
  EXPECT_THAT(get("/"), AllOf(HasSubstr("企业50有限公司"), Not(HasSubstr("企业0有限公司")),
                              HasSubstr("第 1 页，共 2 页"), HasSubstr("rel=\"next\"")));
  EXPECT_THAT(get("/?page=2"), AllOf(HasSubstr("企业0有限公司"), HasSubstr("rel=\"prev\"")));
}

TEST_F(PlatformTest, EscapesWhatStrangersWrote) {
  OutMessage message = letter();
  message.enterprise = "<script>alert(1)</script>有限公司";
  post(signed_letter(message));
  for (const std::string& page :
       {get("/"), get("/letters/" + message.id), get("/?q=%22%3E%3Cscript%3E"),
        get("/complaints?letter=" + message.id)})
    EXPECT_THAT(page, Not(HasSubstr("<script>")));
}

TEST_F(PlatformTest, TakesAMessageOnceAndGivesTheSameReceiptAgainEvenAfterARestart) {
  const auto first = post(signed_letter(letter()));
  const auto second = post(signed_letter(letter()));
  stop();
  start();
  const auto third = post(signed_letter(letter()));

  ASSERT_TRUE(first && second && third);
  EXPECT_EQ(first->body, second->body);
  EXPECT_EQ(first->body, third->body);
  EXPECT_THAT(get("/api/letters"), HasSubstr("\"total\":1"));
}

TEST_F(PlatformTest, RefusesAnotherMessageUnderAKnownId) {
  post(signed_letter(letter()));
  OutMessage other = letter();
  other.enterprise = "另一家有限公司";

  const auto reply = post(signed_letter(other));

  EXPECT_EQ(reply->status, 409);
  EXPECT_THAT(get("/"), Not(HasSubstr("另一家有限公司")));
}

TEST_F(PlatformTest, RefusesWhatIsUnsignedChangedNonsenseOrOfAnotherVersion) {
  EXPECT_EQ(post(to_xml_text(letter()))->status, 403);
  std::string changed = signed_letter(letter());
  changed.replace(changed.find("恒润"), 6, "恒闰");
  EXPECT_EQ(post(changed)->status, 403);
  EXPECT_EQ(post("nonsense")->status, 400);
  OutMessage invalid = letter();
  invalid.signed_on = "yesterday";
  EXPECT_EQ(post(signed_letter(invalid))->status, 400);
  std::string newer = to_xml_text(letter());
  newer.replace(newer.find("publication:1"), 13, "publication:2");
  EXPECT_EQ(post(sign_xml(newer, keys_.unit))->status, 400);
  EXPECT_THAT(get("/api/letters"), HasSubstr("\"total\":0"));
}

TEST_F(PlatformTest, RefusesEntitiesBombsAndWhatIsFarTooLong) {
  EXPECT_EQ(post("<!DOCTYPE m [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><m>&e;</m>")->status, 400);
  std::string bomb = "<!DOCTYPE m [<!ENTITY a 'ha'>";
  for (char c = 'b'; c < 'z'; ++c)
    bomb += std::string("<!ENTITY ") + c + " '&" + char(c - 1) + ";&" + char(c - 1) + ";'>";
  EXPECT_EQ(post(bomb + "]><m>&y;</m>")->status, 400);
  EXPECT_EQ(post(std::string(5 << 20, 'x'))->status, 413);
}

TEST_F(PlatformTest, TakesReorderedMessagesOnlyInTheOrderThatTheyName) {
  OutMessage second = letter();
  second.id = "second.activity";
  second.after = letter().id;

  const auto early = post(signed_letter(second));
  EXPECT_EQ(early->status, 503);
  EXPECT_EQ(parse_receipt(early->body)->needs, letter().id);
  EXPECT_THAT(get("/api/letters"), HasSubstr("\"total\":0"));

  EXPECT_EQ(post(signed_letter(letter()))->status, 200);
  EXPECT_EQ(post(signed_letter(second))->status, 200);
  EXPECT_THAT(get("/api/letters"), HasSubstr("\"total\":2"));
}

TEST_F(PlatformTest, AReplayedActChangesNothing) {
  post(signed_letter(letter()));
  const std::string delisting = signed_act(MessageKind::delisting, "性质恶劣和影响严重");
  const auto first = post(delisting);
  post(signed_act(MessageKind::relisting, "申诉成立"));

  const auto replayed = post(delisting);

  EXPECT_EQ(replayed->status, 200);
  EXPECT_EQ(replayed->body, first->body);
  EXPECT_THAT(get("/delisted"), HasSubstr("目前没有被除名的企业"));
}

TEST_F(PlatformTest, KnowsAMessageAgainThatItsSendersRegisterWasLostFor) {
  const auto first = post(signed_letter(letter()));
  OutMessage restored = letter();
  restored.created = "2026-01-01T00:00:00Z";
  EXPECT_EQ(post(signed_letter(restored))->body, first->body);
}

TEST_F(PlatformTest, RefusesAStrangersSignature) {
  const TemporaryFolder folder;
  const TestKeys stranger = make_keys(folder.path());
  EXPECT_EQ(post(sign_xml(to_xml_text(letter()), stranger.unit))->status, 403);
}

TEST_F(PlatformTest, ADelistedEnterpriseStaysInSightUntilThatIsRevoked) {
  post(signed_letter(letter()));

  EXPECT_EQ(post(signed_act(MessageKind::delisting, "性质恶劣和影响严重"))->status, 200);

  EXPECT_THAT(get("/delisted"), AllOf(HasSubstr("恒润"), HasSubstr("性质恶劣和影响严重"),
                                      HasSubstr("某工协〔2025〕3号")));
  EXPECT_THAT(get("/letters/" + letter().id),
              AllOf(HasSubstr("该企业已被除名"), HasSubstr("我公司")));
  EXPECT_THAT(get("/api/letters"), HasSubstr("\"state\":\"delisted\""));

  EXPECT_EQ(post(signed_act(MessageKind::relisting, "申诉成立"))->status, 200);

  EXPECT_THAT(get("/delisted"), HasSubstr("目前没有被除名的企业"));
  EXPECT_THAT(get("/letters/" + letter().id), AllOf(Not(HasSubstr("该企业已被除名")),
                                                    HasSubstr("撤销除名"), HasSubstr("申诉成立")));
}

TEST_F(PlatformTest, AWithdrawnLettersTextIsGoneItsTraceIsNot) {
  post(signed_letter(letter()));
  post(signed_act(MessageKind::withdrawal, "误报"));
  stop();
  start();
  EXPECT_THAT(get("/letters/" + letter().id),
              AllOf(Not(HasSubstr("我公司")), HasSubstr("已由组织单位撤回"), HasSubstr("误报")));
  EXPECT_THAT(get("/letters/" + letter().id + ".xml"), Not(HasSubstr("我公司")));
}

TEST_F(PlatformTest, ShowsACorrectionsTextInPlaceOfTheFirst) {
  post(signed_letter(letter()));
  OutMessage correction = act(MessageKind::correction, "识别有误");
  correction.paragraphs = {"质量信誉承诺书", "更正后的文字。"};

  EXPECT_EQ(post(signed_letter(correction))->status, 200);

  EXPECT_THAT(get("/letters/" + letter().id),
              AllOf(HasSubstr("更正后的文字"), Not(HasSubstr("联系手机")), HasSubstr("识别有误")));
}

TEST_F(PlatformTest, AnActIsTakenFromTheUnitThatPublishedTheLetterAndNotBeforeIt) {
  const std::string delisting = signed_act(MessageKind::delisting, "原因");
  EXPECT_EQ(post(delisting)->status, 503);  // reordered: the sender comes again
  post(signed_letter(letter()));
  const std::filesystem::path other = key_folder_->path() / "other";
  const MessageKey neighbour = issue_unit_key(key_folder_->path(), other, "Another Unit");
  EXPECT_EQ(post(sign_xml(to_xml_text(act(MessageKind::delisting, "原因")), neighbour))->status,
            403);
  EXPECT_THAT(get("/delisted"), HasSubstr("目前没有被除名的企业"));

  EXPECT_EQ(post(delisting)->status, 200);
  EXPECT_EQ(post(delisting)->status, 200);  // replayed: taken once
  EXPECT_THAT(get("/delisted"), HasSubstr("共 1 家"));
}

TEST_F(PlatformTest, APublicityPeriodRunsItsWorkingDaysAndStandsStillDuringAnObjection) {
  OutMessage message = letter();
  message.publicity_days = 3;
  now_ = "2025-11-06T02:00:00Z";  // a Thursday
  post(signed_letter(message));
  EXPECT_THAT(get("/letters/" + message.id),
              AllOf(HasSubstr("公示中"), HasSubstr("至2025年11月10日止")));

  now_ = "2025-11-07T02:00:00Z";
  post(signed_act(MessageKind::suspension, "收到书面异议"));
  EXPECT_THAT(get("/letters/" + message.id), HasSubstr("核查中"));
  now_ = "2025-11-17T02:00:00Z";
  EXPECT_THAT(get("/api/letters"), HasSubstr("\"state\":\"suspended\""));

  post(signed_act(MessageKind::resumption, "异议不成立"));
  EXPECT_THAT(get("/letters/" + message.id), HasSubstr("至2025年11月18日止"));
  now_ = "2025-11-18T15:59:00Z";  // one minute before midnight in China
  EXPECT_THAT(get("/api/letters"), HasSubstr("\"state\":\"publicity\""));
  now_ = "2025-11-18T16:00:00Z";
  EXPECT_THAT(get("/api/letters"), HasSubstr("\"state\":\"published\""));
}

TEST_F(PlatformTest, AnswersAnUnknownLetterWithAPage) {
  EXPECT_THAT(get("/letters/unknown"), HasSubstr("没有这份承诺书"));
}

TEST_F(PlatformTest, SaysThatItsAddressIsTaken) {
  PlatformSettings settings;
  settings.folder = folder_.path();
  settings.port = platform_->port();
  EXPECT_THROW(Platform(settings, schema_, [] { return pipeline::Time(); }), pipeline::Error);
}

}  // namespace
}  // namespace chengnuo::publication
