// What a clerk sees when the platform is down, answers with errors, or with nonsense.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <httplib.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <mutex>
#include <set>
#include <thread>

#include "home_with_papers.h"
#include "publication/message.h"

namespace chengnuo::console {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;

/// A platform that answers as it is told, and remembers what it was sent.
class Platform {
 public:
  explicit Platform(int port) {
    server_.Post(
        "/api/messages", [this](const httplib::Request& request, httplib::Response& reply) {
          const auto message = publication::parse_message(request.body);
          const std::lock_guard lock(mutex_);
          sent_.insert(message ? message->id : "nonsense");
          reply.status = status_;
          if (message && status_ == 200 && body_.empty())
            reply.set_content(publication::to_xml_text(publication::ReceiptText{
                                  message->id, true, "P7", "2025-11-04T02:00:00Z", {}, {}}),
                              "application/xml");
          else
            reply.set_content(body_, "text/plain");
        });
    if (!server_.bind_to_port("127.0.0.1", port)) throw std::runtime_error("the port is taken");
    thread_ = std::thread([this] { server_.listen_after_bind(); });
    while (!server_.is_running()) std::this_thread::yield();
  }
  ~Platform() {
    server_.stop();
    thread_.join();
  }
  void answer(int status, const std::string& body) {
    const std::lock_guard lock(mutex_);
    status_ = status;
    body_ = body;
  }
  std::set<std::string> sent() {
    const std::lock_guard lock(mutex_);
    return sent_;
  }

 private:
  httplib::Server server_;
  std::thread thread_;
  std::mutex mutex_;
  int status_ = 200;
  std::string body_;
  std::set<std::string> sent_;
};

/// A port where nobody listens.
int free_port() {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  const int socket_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  bind(socket_, reinterpret_cast<const sockaddr*>(&address), size);
  getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
  close(socket_);
  return ntohs(address.sin_port);
}

/// What `publish status` says after everything was tried once more.
std::string status_after_retry(const HomeWithPapers& papers) {
  papers.home().command({"publish", "retry"});
  papers.run_once();
  return papers.home().command({"publish", "status"}).out;
}

TEST(Publish, WhateverThePlatformAnswersTheLetterIsKeptTheReasonToldAndItIsPublishedOnce) {
  const HomeWithPapers papers;
  const int port = free_port();
  papers.home().configure("publication.platform",
                          "url = \"http://127.0.0.1:" + std::to_string(port) + "/api/messages\"");
  papers.run_once();
  papers.approve();

  EXPECT_THAT(status_after_retry(papers),
              AllOf(HasSubstr("公示平台：已回执 0 份，待送 1 份"), HasSubstr("对方没有应答"),
                    HasSubstr("报文已保存，将自动重试")));

  Platform platform(port);
  platform.answer(500, "oops");
  EXPECT_THAT(status_after_retry(papers),
              AllOf(HasSubstr("暂时无法处理（HTTP 500）"), HasSubstr("报文已保存，将自动重试")));
  platform.answer(200, "<html>欢迎光临</html>");
  EXPECT_THAT(status_after_retry(papers), HasSubstr("的回答不是本报文的回执"));
  platform.answer(400, "bad request");
  EXPECT_THAT(status_after_retry(papers),
              AllOf(HasSubstr("没有给出回执（HTTP 400）"), HasSubstr("请检查该接收方的地址")));
  platform.answer(
      400, publication::to_xml_text(publication::ReceiptText{
               *platform.sent().begin(), false, {}, "2025-11-04T02:00:00Z", {}, "证书不被信任"}));
  EXPECT_THAT(status_after_retry(papers),
              AllOf(HasSubstr("拒收：证书不被信任"), HasSubstr("chengnuo publish retry")));
  EXPECT_EQ(papers.home().submissions()[0].at("state"), "archived");

  platform.answer(200, "");
  EXPECT_THAT(status_after_retry(papers), HasSubstr("公示平台：已回执 1 份，待送 0 份"));
  EXPECT_EQ(papers.home().submissions()[0].at("state"), "published");
  EXPECT_EQ(platform.sent().size(), 1U) << "one letter is one message, however often it is sent";
}

}  // namespace
}  // namespace chengnuo::console
