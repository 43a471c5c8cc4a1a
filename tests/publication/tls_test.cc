// Mutual TLS against real servers: who gets through, and what the others are told.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <httplib.h>

#include <thread>

#include "fixtures.h"
#include "pipeline/error.h"
#include "publication/message.h"
#include "publication/publisher.h"

namespace chengnuo::publication {
namespace {

using pipeline::Error;
using pipeline::Remedy;
using testing::HasSubstr;

/// Asks each client for a certificate of `ca`, and gives every message its receipt.
class TlsReceiver {
 public:
  TlsReceiver(const TlsIdentity& server, const std::filesystem::path& client_ca)
      : server_(server.certificate.c_str(), server.key.c_str(), client_ca.c_str()) {
    server_.Post("/api/messages", [](const httplib::Request&, httplib::Response& reply) {
      reply.set_content(to_xml_text(ReceiptText{"m1", true, "P1", "2025-11-03T08:00:00Z", {}, {}}),
                        "application/xml");
    });
    port_ = server_.bind_to_any_port("127.0.0.1");
    thread_ = std::thread([this] { server_.listen_after_bind(); });
    while (!server_.is_running()) std::this_thread::yield();
  }
  ~TlsReceiver() {
    server_.stop();
    thread_.join();
  }
  std::string url() const { return "https://127.0.0.1:" + std::to_string(port_) + "/api/messages"; }

 private:
  httplib::SSLServer server_;
  int port_ = 0;
  std::thread thread_;
};

class Tls : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new TemporaryFolder;
    ours_ = new TestAuthority(folder_->path() / "ours");
    strangers_ = new TestAuthority(folder_->path() / "strangers");
    server_ = ours_->issue("server", "IP:127.0.0.1");
    client_ = ours_->issue("client", "DNS:client");
  }
  static void TearDownTestSuite() {
    delete strangers_;
    delete ours_;
    delete folder_;
  }
  static HttpSettings settings(const TlsReceiver& receiver, const TlsIdentity& client) {
    HttpSettings settings;
    settings.url = receiver.url();
    settings.ca = ours_->certificate();
    settings.client_certificate = client.certificate;
    settings.client_key = client.key;
    return settings;
  }
  /// What is told of an attempt that must not succeed.
  static Error failure(const HttpSettings& settings) {
    try {
      make_http_publisher("platform", settings)->send({"m1", "<message/>"});
    } catch (const Error& error) {
      return error;
    }
    ADD_FAILURE() << "it got through";
    return {Remedy::report_bug, {}, {}};
  }

  static inline TemporaryFolder* folder_;
  static inline TestAuthority* ours_;
  static inline TestAuthority* strangers_;
  static inline TlsIdentity server_;
  static inline TlsIdentity client_;
};

TEST_F(Tls, TwoThatTrustEachOtherExchangeMessageAndReceipt) {
  const TlsReceiver receiver(server_, ours_->certificate());
  const auto receipt =
      make_http_publisher("platform", settings(receiver, client_))->send({"m1", "<message/>"});
  ASSERT_TRUE(receipt);
  EXPECT_EQ(receipt->number, "P1");
}

TEST_F(Tls, AServerOfAStrangersAuthorityIsNotTalkedTo) {
  const TlsReceiver receiver(strangers_->issue("server", "IP:127.0.0.1"), ours_->certificate());
  const Error error = failure(settings(receiver, client_));
  EXPECT_EQ(error.remedy(), Remedy::fix_setup);
  EXPECT_THAT(error.message().zh, HasSubstr("不是由所信任的机构签发"));
}

TEST_F(Tls, AServerWhoseCertificateHasExpiredIsNotTalkedTo) {
  const TlsReceiver receiver(
      ours_->issue("server", "IP:127.0.0.1", "-startdate 20200101000000Z -enddate 20200201000000Z"),
      ours_->certificate());
  const Error error = failure(settings(receiver, client_));
  EXPECT_EQ(error.remedy(), Remedy::fix_setup);
  EXPECT_THAT(error.message().zh, HasSubstr("已过期"));
}

TEST_F(Tls, AServerOfAnotherNameIsNotTalkedTo) {
  const TlsReceiver receiver(ours_->issue("server", "DNS:elsewhere.example"), ours_->certificate());
  const Error error = failure(settings(receiver, client_));
  EXPECT_EQ(error.remedy(), Remedy::fix_setup);
  EXPECT_THAT(error.message().zh, HasSubstr("不是为这个地址签发"));
}

TEST_F(Tls, AClientWithoutAnAcceptedCertificateIsToldSo) {
  const TlsReceiver receiver(server_, ours_->certificate());
  for (const TlsIdentity& client : {TlsIdentity{}, strangers_->issue("client", "DNS:client")})
    EXPECT_THAT(failure(settings(receiver, client)).message().zh, HasSubstr("客户端证书"));
}

TEST_F(Tls, AClientKeyThatIsMissingIsASetupError) {
  const TlsReceiver receiver(server_, ours_->certificate());
  TlsIdentity broken = client_;
  broken.key = folder_->path() / "nowhere.key";
  const Error error = failure(settings(receiver, broken));
  EXPECT_EQ(error.remedy(), Remedy::fix_setup);
  EXPECT_THAT(error.message().zh, HasSubstr("客户端证书或密钥无法使用"));
}

}  // namespace
}  // namespace chengnuo::publication
