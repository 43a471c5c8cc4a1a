#include "publication/http_post.h"

#include <curl/curl.h>
#include <openssl/x509_vfy.h>

#include <mutex>

#include "publication/curl_trouble.h"

namespace chengnuo::publication {
namespace {

using pipeline::Remedy;

struct CurlFree {
  void operator()(CURL* curl) const noexcept { curl_easy_cleanup(curl); }
  void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};
using CurlPtr = std::unique_ptr<CURL, CurlFree>;
using HeadersPtr = std::unique_ptr<curl_slist, CurlFree>;

constexpr std::size_t kLongestAnswer = 16
                                       << 20;  // a receipt has some hundred bytes, complaints more

std::size_t keep(char* bytes, std::size_t size, std::size_t count, void* into) {
  auto& answer = *static_cast<std::string*>(into);
  if (answer.size() + size * count > kLongestAnswer) return 0;
  answer.append(bytes, size * count);
  return size * count;
}

}  // namespace

struct HttpPost::State {
  std::string receiver;
  HttpSettings settings;
  CurlPtr curl;

  HttpPost::Answer send(const std::string& body) {
    HttpPost::Answer answer;
    const HeadersPtr headers(
        curl_slist_append(nullptr, "Content-Type: application/xml; charset=utf-8"));
    CURL* const c = curl.get();
    curl_easy_reset(c);  // keeps the connection
    curl_easy_setopt(c, CURLOPT_URL, settings.url.c_str());
    curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(c, CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(c, CURLOPT_POSTFIELDS, body.data());
    curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
    curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, static_cast<long>(settings.connect_seconds));
    curl_easy_setopt(c, CURLOPT_TIMEOUT, static_cast<long>(settings.timeout_seconds));
    curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(c, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, keep);
    curl_easy_setopt(c, CURLOPT_WRITEDATA, &answer.body);
    if (!settings.ca.empty()) curl_easy_setopt(c, CURLOPT_CAINFO, settings.ca.c_str());
    if (!settings.client_certificate.empty()) {
      curl_easy_setopt(c, CURLOPT_SSLCERT, settings.client_certificate.c_str());
      curl_easy_setopt(c, CURLOPT_SSLKEY, settings.client_key.c_str());
    }
    const CURLcode code = curl_easy_perform(c);
    if (code != CURLE_OK) unreachable(code);
    curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &answer.status);
    return answer;
  }

  [[noreturn]] void unreachable(CURLcode code) const {
    long verification = X509_V_OK;
    curl_easy_getinfo(curl.get(), CURLINFO_SSL_VERIFYRESULT, &verification);
    const Trouble trouble = trouble_of(code, verification);
    throw ReceiverFailure(
        trouble.remedy,
        {"无法连接接收方 " + receiver + "：" + trouble.what.zh + "。",
         "Receiver " + receiver + " cannot be reached: " + trouble.what.en + "."},
        trouble.remedy == Remedy::fix_setup
            ? pipeline::
                  Message{"请检查该接收方的地址和证书设置；报文已保存，改正后会自动送出。",
                          "Check the receiver's address and certificates; the message is kept "
                          "and goes out once they are right."}
            : pipeline::Message{"报文已保存，将自动重试。",
                                "The message is kept and will be sent again."});
  }
};

HttpPost::HttpPost(std::string receiver, HttpSettings settings)
    : state_(std::make_unique<State>()) {
  static std::once_flag once;  // curl's own start-up is per process
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
  state_->receiver = std::move(receiver);
  state_->settings = std::move(settings);
  state_->curl.reset(curl_easy_init());
}

HttpPost::~HttpPost() = default;
HttpPost::HttpPost(HttpPost&&) noexcept = default;
HttpPost::Answer HttpPost::send(const std::string& xml) { return state_->send(xml); }

}  // namespace chengnuo::publication
