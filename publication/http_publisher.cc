#include "pipeline/error.h"
#include "publication/answer.h"
#include "publication/http_post.h"
#include "publication/publisher.h"

namespace chengnuo::publication {
namespace {

using pipeline::Error;
using pipeline::Remedy;

class HttpPublisher final : public Publisher {
 public:
  HttpPublisher(const std::string& receiver, const HttpSettings& settings)
      : receiver_(receiver), post_(receiver, settings), receipts_(settings.receipts) {}

  std::optional<pipeline::Receipt> send(const SignedMessage& message) override {
    const auto [status, answer] = post_.send(message.xml);
    if (status >= 200 && status < 300) return receipt_in(message.id, answer);
    if (status == 503) look_for_need(message.id, answer);
    if (status >= 400 && status < 500 && status != 408 && status != 429)
      refuse(status, message.id, answer);
    const std::string code = std::to_string(status);
    throw ReceiverFailure(
        Remedy::retry,
        {"接收方 " + receiver_ + " 暂时无法处理（HTTP " + code + "）。",
         "Receiver " + receiver_ + " cannot take it now (HTTP " + code + ")."},
        {"报文已保存，将自动重试。", "The message is kept and will be sent again."});
  }

 private:
  pipeline::Receipt receipt_in(const std::string& id, const std::string& answer) const {
    if (!receipts_.empty()) check_signature(receiver_, id, answer, receipts_);
    return receipt_from(receiver_, id, answer);
  }

  /// Throws EarlierNeeded if that is what the 503 says.
  void look_for_need(const std::string& id, const std::string& answer) const {
    try {
      receipt_in(id, answer);
    } catch (const EarlierNeeded&) {
      throw;
    } catch (const Error&) {
      // A server that is busy says so in any way it likes.
    }
  }

  /// A 4xx with a proper receipt is the receiver's word on this message; without one it is as
  /// likely a wrong address.
  [[noreturn]] void refuse(long status, const std::string& id, const std::string& answer) const {
    try {
      receipt_in(id, answer);
    } catch (const Error& error) {
      if (error.remedy() == Remedy::fix_document) throw;
    }
    const std::string code = std::to_string(status);
    throw ReceiverFailure(
        Remedy::fix_setup,
        {"接收方 " + receiver_ + " 拒绝请求，且没有给出回执（HTTP " + code + "）。",
         "Receiver " + receiver_ + " refuses the request without a receipt (HTTP " + code + ")."},
        {"请检查该接收方的地址；报文已保存，改正后会自动送出。",
         "Check the receiver's address; the message is kept and goes out once it is right."});
  }

  std::string receiver_;
  HttpPost post_;
  TrustAnchors receipts_;
};

}  // namespace

std::unique_ptr<Publisher> make_http_publisher(const std::string& receiver,
                                               const HttpSettings& settings) {
  return std::make_unique<HttpPublisher>(receiver, settings);
}

}  // namespace chengnuo::publication
