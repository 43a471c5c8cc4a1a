#pragma once

// Private to the room: what the platform's two halves share.

#include <httplib.h>

#include <atomic>

#include "publication/complaint_box.h"
#include "publication/letter_store.h"
#include "publication/platform.h"
#include "publication/receiving.h"

namespace chengnuo::publication {

inline constexpr const char* kHtml = "text/html; charset=utf-8";
inline constexpr std::size_t kLongestMessage = 4 << 20;  // a letter has a few kilobytes
inline constexpr std::size_t kLongestUpload = 33 << 20;

struct Platform::Server {
  PlatformSettings settings;
  std::function<pipeline::Time()> clock;
  TrustAnchors anchors;
  LetterStore store;
  ComplaintBox complaints;
  Receiving receiving;
  std::unique_ptr<httplib::Server> http;
  std::atomic<int> verifying = 0;
  int port = 0;
  std::atomic<bool> stopped = false;

  Server(const PlatformSettings& settings, const Schema& schema,
         std::function<pipeline::Time()> clock);
  Day today() const { return day_in_china(clock()); }
  const PlatformIdentity& identity() const { return settings.identity; }

  std::string text_of(const ReceiptText& receipt) const;  ///< signed, where there is a key
  void letter_routes();                                   ///< platform.cc: messages in, letters out
  std::string list_json(const LetterQuery& query) const;

  void public_routes();  ///< platform_public.cc: what the public sends
  void complain(const httplib::Request& request, httplib::Response& reply);
  std::string sender_of(const httplib::Request& request) const;
  void verify(const httplib::Request& request, httplib::Response& reply);
};

}  // namespace chengnuo::publication
