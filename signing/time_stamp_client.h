#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/submission.h"
#include "signing/trust.h"

namespace chengnuo::signing {

struct TimeStampSettings {
  std::vector<std::string> urls;  ///< of authorities, asked in this order
  std::chrono::milliseconds timeout = std::chrono::seconds(10);  ///< for each
  /// How long one is left alone after it failed, lest it blocks us or is waited for at each file;
  /// ten times as long after HTTP 4xx, with which services say that they were asked too often.
  std::chrono::seconds rest = std::chrono::minutes(1);
  std::chrono::seconds skew = std::chrono::minutes(5);  ///< of its clock against ours, at most
};

/// Time stamp authorities over HTTP (RFC 3161, 3.4), the next one where one fails. For any thread.
class TimeStampClient {
 public:
  TimeStampClient(TimeStampSettings settings, TrustAnchors anchors);

  bool configured() const { return !settings_.urls.empty(); }

  /// A token over the bytes with this SHA-256, DER. It is believed only if it answers this very
  /// question, its signer leads to an anchor and may stamp time, and its time is `now`.
  /// Throws Error: retry, code TSA_UNAVAILABLE, with what each authority said; fix_setup if none is
  /// configured (NO_TSA).
  std::string stamp(std::string_view sha256, pipeline::Time now);

 private:
  /// Nothing if it worked; `token` is set then.
  pipeline::Message ask(const std::string& url, std::string_view sha256, pipeline::Time now,
                        std::string& token, long& status) const;

  TimeStampSettings settings_;
  TrustAnchors anchors_;
  std::mutex mutex_;
  std::map<std::string, pipeline::Time> rests_until_;
};

/// A token over any bytes. Throws Error as TimeStampClient::stamp.
std::string stamp_bytes(TimeStampClient& client, std::string_view bytes, pipeline::Time now);

}  // namespace chengnuo::signing
