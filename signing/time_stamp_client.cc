#include "signing/time_stamp_client.h"

#include <openssl/rand.h>

#include <array>

#include "pipeline/error.h"
#include "signing/http.h"
#include "signing/openssl.h"
#include "signing/time_stamp.h"

namespace chengnuo::signing {

using pipeline::Error;
using pipeline::Message;
using pipeline::Remedy;
using pipeline::Time;

TimeStampClient::TimeStampClient(TimeStampSettings settings, TrustAnchors anchors)
    : settings_(std::move(settings)), anchors_(std::move(anchors)) {}

Message TimeStampClient::ask(const std::string& url, std::string_view sha256, Time now,
                             std::string& token, long& status) const {
  std::array<unsigned char, 16> nonce{};
  must(RAND_bytes(nonce.data(), static_cast<int>(nonce.size())) == 1, "RAND_bytes");
  const std::string request = time_stamp_request(sha256, as_view(nonce.data(), nonce.size()));
  const HttpAnswer answer =
      exchange({url, "application/timestamp-query", request, settings_.timeout});
  status = answer.status;
  if (!answer.failure.empty()) return answer.failure;
  TimeStampAnswer read = read_time_stamp_answer(answer.body, request, sha256);
  if (!read.problem.empty()) return read.problem;
  const auto off = std::chrono::abs(read.facts.time - now);
  if (off > settings_.skew)
    return {"其时间与本机相差 " + std::to_string(off / std::chrono::seconds(1)) + " 秒",
            "its clock and ours differ by " + std::to_string(off / std::chrono::seconds(1)) + " s"};
  if (const auto problem =
          problem_of_chain(read.facts.signer, read.facts.certificates, anchors_, now))
    return {"其证书不可信：" + problem->what.zh, "its certificate: " + problem->what.en};
  token = std::move(read.token);
  return {};
}

std::string TimeStampClient::stamp(std::string_view sha256, Time now) {
  if (!configured())
    throw Error(
        Remedy::fix_setup,
        {"没有配置时间戳服务。 [NO_TSA]", "No time stamp authority is configured. [NO_TSA]"},
        {"请在配置文件 [signing] 中填写 time_stamps。",
         "Name some in the configuration: [signing] time_stamps"});
  Message said;
  for (const std::string& url : settings_.urls) {
    Message failure = {"稍后再试（刚失败过）", "left alone for a while after a failure"};
    bool resting = false;
    {
      const std::lock_guard lock(mutex_);
      resting = rests_until_[url] > now;
    }
    if (!resting) {
      std::string token;
      long status = 0;
      failure = ask(url, sha256, now, token, status);
      if (failure.empty()) return token;
      const std::lock_guard lock(mutex_);
      rests_until_[url] = now + settings_.rest * (status >= 400 && status < 500 ? 10 : 1);
    }
    said.zh += "；" + url + "：" + failure.zh;
    said.en += "; " + url + ": " + failure.en;
  }
  throw Error(Remedy::retry,
              {"暂时取不到时间戳" + said.zh + "。 [TSA_UNAVAILABLE]",
               "No time stamp is to be had now" + said.en + ". [TSA_UNAVAILABLE]"},
              {"会自动重试；如一直失败，请检查网络和时间戳服务地址。",
               "It is tried again; if that never helps, check the network and the addresses."});
}

std::string stamp_bytes(TimeStampClient& client, std::string_view bytes, Time now) {
  return client.stamp(digest_of(bytes, EVP_sha256()), now);
}

}  // namespace chengnuo::signing
