// How the public answers and asks: complaints, and whether a signed copy is the published one.

#include <gmock/gmock.h>

#include <fstream>

#include "pipeline/digest.h"
#include "pipeline/error.h"
#include "pipeline/file.h"
#include "platform_fixture.h"
#include "publication/complaint_exchange.h"

namespace chengnuo::publication {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class PublicTest : public PlatformTest {
 protected:
  httplib::Result complain(const httplib::Params& params) const {
    return client().Post("/complaints", params);
  }
  httplib::Params complaint(const std::string& content) const {
    return {{"enterprise", "江苏恒润"}, {"content", content},       {"letter", letter().id},
            {"name", "张三丰"},         {"contact", "13912345678"}, {"website", ""}};
  }
  std::vector<std::filesystem::path> stored() const {
    std::vector<std::filesystem::path> files;
    for (const auto& each : std::filesystem::directory_iterator(folder_.path() / "complaints"))
      files.push_back(each.path());
    return files;
  }
  std::string upload(const std::string& bytes) const {
    const httplib::MultipartFormDataItems items{{"file", bytes, "a.pdf", "application/pdf"}};
    const auto reply = client().Post("/verify", items);
    return reply ? reply->body : "no answer";
  }
  OutMessage published_with_copy(const std::string& bytes) {
    OutMessage message = letter();
    message.copies = {{"unit", pipeline::sha256_hex(bytes)}};
    post(signed_letter(message));
    return message;
  }
};

TEST_F(PublicTest, AComplaintGetsANumberIsKeptForTheUnitAndShownToNobody) {
  post(signed_letter(letter()));

  const auto reply = complain(complaint("2025年10月买的水泵三天就坏了，厂家拒绝退换。"));

  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->status, 303);
  EXPECT_EQ(reply->get_header_value("Location"), "/complaints/J20251104-0001");
  EXPECT_THAT(get("/complaints/J20251104-0001"), HasSubstr("J20251104-0001"));
  ASSERT_EQ(stored().size(), 1U);
  const WebComplaint kept = complaint_from_json(pipeline::read_file(stored()[0]), stored()[0]);
  EXPECT_EQ(kept.message_id, letter().id);
  EXPECT_EQ(kept.name, "张三丰");
  for (const char* page : {"/", "/complaints", "/complaints/J20251104-0001", "/api/letters"})
    EXPECT_THAT(get(page), AllOf(Not(HasSubstr("张三丰")), Not(HasSubstr("13912345678")))) << page;
}

TEST_F(PublicTest, AComplaintThatIsSentTwiceIsOne) {
  const auto first = complain(complaint("同一件事反映两次，按了两下提交。"));
  const auto second = complain(complaint("同一件事反映两次，按了两下提交。"));
  EXPECT_EQ(first->get_header_value("Location"), second->get_header_value("Location"));
  EXPECT_EQ(stored().size(), 1U);
}

TEST_F(PublicTest, SpamIsAnsweredAndNotKept) {
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(complain(complaint("不同的事情各反映一次，编号" + std::to_string(i)))->status, 303);
  const auto sixth = complain(complaint("同一来源一小时内的第六件事情。"));
  EXPECT_EQ(sixth->status, 429);
  EXPECT_THAT(sixth->body, AllOf(HasSubstr("请一小时后再试"), HasSubstr("第六件事情")));
  EXPECT_EQ(stored().size(), 5U);

  now_ = "2025-11-04T03:00:00Z";
  EXPECT_EQ(complain(complaint("一小时以后的另一件事情。"))->status, 303);
  httplib::Params robot = complaint("买便宜的药请点击这里这里这里");
  robot.erase("website");
  robot.emplace("website", "http://spam.example");
  EXPECT_EQ(complain(robot)->status, 400);
  EXPECT_EQ(complain(complaint("太短"))->status, 400);
  EXPECT_EQ(stored().size(), 6U);
}

TEST_F(PublicTest, AUnitFetchesTheComplaintsAboutItsLettersAndNobodyElseDoes) {
  post(signed_letter(letter()));
  complain(complaint("关于本单位承诺书的一件事情。"));
  httplib::Params unnamed = complaint("没有说是哪份承诺书的事情。");
  unnamed.erase("letter");
  complain(unnamed);
  HttpSettings settings;
  settings.url = "http://127.0.0.1:" + std::to_string(platform_->port()) + "/api/messages";
  const pipeline::Time now = pipeline::from_rfc3339(now_);

  const auto ours = fetch_complaints(settings, keys_.unit, now);

  ASSERT_EQ(ours.size(), 1U);
  EXPECT_EQ(ours[0].contact, "13912345678");
  const MessageKey neighbour =
      issue_unit_key(key_folder_->path(), key_folder_->path() / "neighbour", "Neighbour");
  EXPECT_TRUE(fetch_complaints(settings, neighbour, now).empty());
  EXPECT_THROW(fetch_complaints(settings, keys_.unit, now - std::chrono::minutes(11)),
               pipeline::Error);  // an old question, overheard
  EXPECT_EQ(client().Post("/api/complaints", "nonsense", "application/xml")->status, 400);
  EXPECT_EQ(client().Post("/api/complaints", signed_letter(letter()), "application/xml")->status,
            400);
}

TEST_F(PublicTest, NumbersGoOnAfterARestart) {
  complain(complaint("重新启动之前反映的一件事情。"));
  stop();
  start();
  EXPECT_EQ(complain(complaint("重新启动之后反映的一件事情。"))->get_header_value("Location"),
            "/complaints/J20251104-0002");
}

TEST_F(PublicTest, APublishedCopyIsKnownByItsBytesAndByItsDigest) {
  verifier_ = [](const std::filesystem::path&) {
    return PdfFinding{PdfFinding::Verdict::valid, {"签名有效。", "valid"}, "某省工业协会", {}};
  };
  stop();
  start();
  const std::string pdf = "%PDF-1.7 …%%EOF\n";
  published_with_copy(pdf);

  EXPECT_THAT(upload(pdf),
              AllOf(HasSubstr("江苏恒润"), HasSubstr("组织单位存"), HasSubstr("逐字节一致"),
                    HasSubstr("签名有效。"), HasSubstr("某省工业协会")));
  EXPECT_THAT(get("/verify?sha256=" + pipeline::sha256_hex(pdf)), HasSubstr("逐字节一致"));
  EXPECT_TRUE(std::filesystem::is_empty(folder_.path() / "scratch"));
}

TEST_F(PublicTest, ACopyWithSomethingBehindItIsToldFromAChangedOne) {
  const std::string pdf = "%PDF-1.7 …%%EOF\n";
  published_with_copy(pdf);
  EXPECT_THAT(upload(pdf + "1 0 obj … %%EOF\n"), HasSubstr("之后又追加了内容"));
  std::string changed = pdf;
  changed[5] = '2';
  EXPECT_THAT(upload(changed), HasSubstr("没有公布过内容与此相同的签名件"));
  EXPECT_THAT(get("/verify?sha256=" + std::string(64, '0')), HasSubstr("没有公布过"));
}

TEST_F(PublicTest, SomethingThatIsNoPdfOrNothingAtAllIsAnswered) {
  EXPECT_THAT(upload(""), HasSubstr("没有公布过"));
  EXPECT_THAT(get("/verify?sha256=abc"), Not(HasSubstr("核验结果")));
}

TEST(ComplaintFile, OfAnotherKindIsRefused) {
  EXPECT_THROW(complaint_from_json("{}", "a.json"), pipeline::Error);
  EXPECT_THROW(complaint_from_json("no json", "a.json"), pipeline::Error);
}

}  // namespace
}  // namespace chengnuo::publication
