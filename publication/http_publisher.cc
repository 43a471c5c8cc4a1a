#include <curl/curl.h>
#include <openssl/x509_vfy.h>

#include <mutex>

#include "pipeline/error.h"
#include "publication/answer.h"
#include "publication/curl_trouble.h"
#include "publication/publisher.h"

namespace chengnuo::publication {
namespace {

using pipeline::Error;
using pipeline::Remedy;

struct CurlFree {
  void operator()(CURL* curl) const noexcept { curl_easy_cleanup(curl); }
  void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};
using CurlPtr = std::unique_ptr<CURL, CurlFree>;
using HeadersPtr = std::unique_ptr<curl_slist, CurlFree>;

constexpr std::size_t kLongestAnswer = 1 << 20;  // a receipt has some hundred bytes

std::size_t keep(char* bytes, std::size_t size, std::size_t count, void* into) {
  auto& answer = *static_cast<std::string*>(into);
  if (answer.size() + size * count > kLongestAnswer) return 0;
  answer.append(bytes, size * count);
  return size * count;
}

class HttpPublisher final : public Publisher {
 public:
  HttpPublisher(std::string receiver, HttpSettings settings)
      : receiver_(std::move(receiver)), settings_(std::move(settings)) {
    static std::once_flag once;  // curl's own start-up is per process
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
    curl_.reset(curl_easy_init());
  }

  std::optional<pipeline::Receipt> send(const SignedMessage& message) override {
    std::string answer;
    const long status = post(message.xml, answer);
    if (status >= 200 && status < 300) return receipt_from(receiver_, message.id, answer);
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
  long post(const std::string& body, std::string& answer) {
    const HeadersPtr headers(
        curl_slist_append(nullptr, "Content-Type: application/xml; charset=utf-8"));
    CURL* const c = curl_.get();
    curl_easy_reset(c);  // keeps the connection
    curl_easy_setopt(c, CURLOPT_URL, settings_.url.c_str());
    curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(c, CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(c, CURLOPT_POSTFIELDS, body.data());
    curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
    curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, static_cast<long>(settings_.connect_seconds));
    curl_easy_setopt(c, CURLOPT_TIMEOUT, static_cast<long>(settings_.timeout_seconds));
    curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(c, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, keep);
    curl_easy_setopt(c, CURLOPT_WRITEDATA, &answer);
    if (!settings_.ca.empty()) curl_easy_setopt(c, CURLOPT_CAINFO, settings_.ca.c_str());
    if (!settings_.client_certificate.empty()) {
      curl_easy_setopt(c, CURLOPT_SSLCERT, settings_.client_certificate.c_str());
      curl_easy_setopt(c, CURLOPT_SSLKEY, settings_.client_key.c_str());
    }
    const CURLcode code = curl_easy_perform(c);
    if (code != CURLE_OK) unreachable(code);
    long status = 0;
    curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &status);
    return status;
  }

  [[noreturn]] void unreachable(CURLcode code) const {
    long verification = X509_V_OK;
    curl_easy_getinfo(curl_.get(), CURLINFO_SSL_VERIFYRESULT, &verification);
    const Trouble trouble = trouble_of(code, verification);
    throw ReceiverFailure(
        trouble.remedy,
        {"无法连接接收方 " + receiver_ + "：" + trouble.what.zh + "。",
         "Receiver " + receiver_ + " cannot be reached: " + trouble.what.en + "."},
        trouble.remedy == Remedy::fix_setup
            ? pipeline::
                  Message{"请检查该接收方的地址和证书设置；报文已保存，改正后会自动送出。",
                          "Check the receiver's address and certificates; the message is kept "
                          "and goes out once they are right."}
            : pipeline::Message{"报文已保存，将自动重试。",
                                "The message is kept and will be sent again."});
  }

  /// A 4xx with a proper receipt is the receiver's word on this message; without one it is as
  /// likely a wrong address.
  [[noreturn]] void refuse(long status, const std::string& id, const std::string& answer) const {
    try {
      receipt_from(receiver_, id, answer);
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
  HttpSettings settings_;
  CurlPtr curl_;
};

}  // namespace

std::unique_ptr<Publisher> make_http_publisher(const std::string& receiver,
                                               const HttpSettings& settings) {
  return std::make_unique<HttpPublisher>(receiver, settings);
}

}  // namespace chengnuo::publication
