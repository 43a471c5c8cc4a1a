#pragma once
// Private to this room: one HTTP exchange with a time stamp authority or a revocation service.

#include <chrono>
#include <string>

#include "pipeline/message.h"

namespace chengnuo::signing {

struct HttpRequest {
  std::string url;           ///< http:// or https://
  std::string content_type;  ///< of `body`; empty: a GET
  std::string body;
  std::chrono::milliseconds timeout = std::chrono::seconds(10);  ///< for the whole exchange
};

struct HttpAnswer {
  long status = 0;            ///< 0: nobody answered
  std::string body;           ///< 32 MB at most: large lists of revoked certificates have some
  pipeline::Message failure;  ///< empty if the status is 200
};

/// Never throws for what the other side does; redirections are followed five times.
HttpAnswer exchange(const HttpRequest& request);

}  // namespace chengnuo::signing
