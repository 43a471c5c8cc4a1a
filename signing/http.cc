#include "signing/http.h"

#include <curl/curl.h>

#include <memory>
#include <mutex>

namespace chengnuo::signing {
namespace {

struct CurlFree {
  void operator()(CURL* curl) const noexcept { curl_easy_cleanup(curl); }
  void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};
using CurlPtr = std::unique_ptr<CURL, CurlFree>;
using HeadersPtr = std::unique_ptr<curl_slist, CurlFree>;

constexpr std::size_t kLongestAnswer = 32 << 20;

std::size_t keep(char* bytes, std::size_t size, std::size_t count, void* into) {
  auto& body = *static_cast<std::string*>(into);
  if (body.size() + size * count > kLongestAnswer) return 0;
  body.append(bytes, size * count);
  return size * count;
}

void set_options(CURL* curl, const HttpRequest& request, const curl_slist* headers,
                 std::string& body) {
  curl_easy_setopt(curl, CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 1L);
  curl_easy_setopt(curl, CURLOPT_MAXREDIRS, 5L);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(request.timeout.count()));
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, keep);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &body);
  if (headers == nullptr) return;
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request.body.data());
  curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
}

}  // namespace

HttpAnswer exchange(const HttpRequest& request) {
  static std::once_flag once;  // curl's own start-up is per process
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
  const CurlPtr curl(curl_easy_init());
  HeadersPtr headers;
  if (!request.content_type.empty())
    headers.reset(curl_slist_append(nullptr, ("Content-Type: " + request.content_type).c_str()));
  HttpAnswer answer;
  set_options(curl.get(), request, headers.get(), answer.body);
  const CURLcode code = curl_easy_perform(curl.get());
  if (code != CURLE_OK) {
    const std::string why = curl_easy_strerror(code);
    answer.failure = {"无法连接：" + why, "no connection: " + why};
    return answer;
  }
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &answer.status);
  const std::string status = std::to_string(answer.status);
  if (answer.status != 200)
    answer.failure = {"对方返回 HTTP " + status, "the answer was HTTP " + status};
  return answer;
}

}  // namespace chengnuo::signing
