#pragma once

#include <gtest/gtest.h>
#include <httplib.h>

#include <thread>

#include "fixtures.h"
#include "pipeline/json.h"
#include "publication/platform.h"

namespace chengnuo::publication {

/// A platform that serves on 127.0.0.1, with one unit that may publish, at a time that tests set.
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
    settings.verifier = verifier_;
    platform_ = std::make_unique<Platform>(settings, schema_,
                                           [this] { return pipeline::from_rfc3339(now_); });
    thread_ = std::thread([this] { platform_->serve(); });
    get("/");  // answered only once it serves
  }
  void stop() {
    platform_->stop();
    thread_.join();
    platform_.reset();
  }
  httplib::Client client() const { return httplib::Client("127.0.0.1", platform_->port()); }
  httplib::Result post(const std::string& xml) const {
    return client().Post("/api/messages", xml, "application/xml");
  }
  std::string get(const std::string& path) const {
    const auto reply = client().Get(path.c_str());
    return reply ? reply->body : "no answer";
  }
  static std::string signed_letter(const OutMessage& message) {
    return sign_xml(to_xml_text(message), keys_.unit);
  }
  /// An act about letter().
  OutMessage act(MessageKind kind, const std::string& reason) {
    const Notice notice{letter().id, "某工协〔2025〕3号", "2025-12-01", reason, {}};
    return notice_message(kind, notice, archived_submission(), "act." + std::to_string(++acts_),
                          "某省工业协会", "活动", {});
  }
  std::string signed_act(MessageKind kind, const std::string& reason) {
    OutMessage message = act(kind, reason);
    return signed_letter(message);
  }

  static inline XmlSecurity* security_;
  static inline TemporaryFolder* key_folder_;
  static inline TestKeys keys_;
  Schema schema_{CHENGNUO_XSD};
  TemporaryFolder folder_;
  PdfVerifier verifier_;
  std::string now_ = "2025-11-04T02:00:00Z";
  std::unique_ptr<Platform> platform_;
  std::thread thread_;
  int acts_ = 0;
};

}  // namespace chengnuo::publication
