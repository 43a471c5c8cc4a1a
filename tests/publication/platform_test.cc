#include "publication/platform.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <httplib.h>

#include <thread>

#include "fixtures.h"
#include "pipeline/error.h"
#include "pipeline/json.h"
#include "publication/publisher.h"

namespace chengnuo::publication {
namespace {

using testing::HasSubstr;
using testing::Not;

class PlatformTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    security_ = new XmlSecurity;
    key_folder_ = new TemporaryFolder;
    keys_ = make_keys(key_folder_->path());
  }
  static void TearDownTestSuite() {
    delete key_folder_;
    delete security_;
  }

  void SetUp() override { start(); }
  void TearDown() override { stop(); }
  void start() {
    PlatformSettings settings;
    settings.folder = folder_.path();
    settings.port = 0;
    settings.anchors = {keys_.ca};
    platform_ = std::make_unique<Platform>(
        settings, schema_, [] { return pipeline::from_rfc3339("2025-11-04T02:00:00Z"); });
    thread_ = std::thread([this] { platform_->serve(); });
    get("/");  // answered only once it serves
  }
  void stop() {
    platform_->stop();
    thread_.join();
    platform_.reset();
  }
  httplib::Result post(const std::string& xml) {
    return httplib::Client("127.0.0.1", platform_->port())
        .Post("/api/messages", xml, "application/xml");
  }
  std::string get(const std::string& path) {
    const auto reply = httplib::Client("127.0.0.1", platform_->port()).Get(path.c_str());
    return reply ? reply->body : "no answer";
  }
  static std::string signed_letter(const OutMessage& message) {
    return sign_xml(to_xml_text(message), keys_.unit);
  }

  static inline XmlSecurity* security_;
  static inline TemporaryFolder* key_folder_;
  static inline TestKeys keys_;
  Schema schema_{CHENGNUO_XSD};
  TemporaryFolder folder_;
  std::unique_ptr<Platform> platform_;
  std::thread thread_;
};

TEST_F(PlatformTest, ShowsALetterThatItAccepted) {
  const auto reply = post(signed_letter(letter()));

  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->status, 200);
  EXPECT_THAT(get("/"), HasSubstr("江苏恒润机械制造有限公司"));
  EXPECT_THAT(get("/letters/S20251103-000001.letter"), HasSubstr("联系手机138****5678"));
  EXPECT_TRUE(verify_xml(get("/letters/S20251103-000001.letter.xml"), {keys_.ca}).valid);
  EXPECT_THAT(get("/api/letters?q=%E6%81%92%E6%B6%A6"), HasSubstr("91440400192548256N"));
  EXPECT_THAT(get("/api/letters?q=nobody"), Not(HasSubstr("91440400192548256N")));
}

TEST_F(PlatformTest, EscapesWhatStrangersWrote) {
  OutMessage message = letter();
  message.enterprise = "<script>alert(1)</script>有限公司";
  post(signed_letter(message));
  EXPECT_THAT(get("/"), Not(HasSubstr("<script>")));
  EXPECT_THAT(get("/letters/" + message.id), Not(HasSubstr("<script>")));
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
  EXPECT_THAT(get("/"), HasSubstr("共公布 1 份"));
}

TEST_F(PlatformTest, RefusesAnotherMessageUnderAKnownId) {
  post(signed_letter(letter()));
  OutMessage other = letter();
  other.enterprise = "另一家有限公司";

  const auto reply = post(signed_letter(other));

  EXPECT_EQ(reply->status, 409);
  EXPECT_THAT(get("/"), Not(HasSubstr("另一家有限公司")));
}

TEST_F(PlatformTest, RefusesWhatIsUnsignedChangedOrNonsense) {
  EXPECT_EQ(post(to_xml_text(letter()))->status, 403);
  std::string changed = signed_letter(letter());
  changed.replace(changed.find("恒润"), 6, "恒闰");
  EXPECT_EQ(post(changed)->status, 403);
  EXPECT_EQ(post("nonsense")->status, 400);
  OutMessage invalid = letter();
  invalid.signed_on = "yesterday";
  EXPECT_EQ(post(signed_letter(invalid))->status, 400);
  EXPECT_THAT(get("/"), HasSubstr("共公布 0 份"));
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
