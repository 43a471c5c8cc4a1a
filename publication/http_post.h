#pragma once

#include <memory>
#include <string>

#include "publication/publisher.h"

namespace chengnuo::publication {

/// Posts XML to one receiver over a connection that is kept. One thread at a time.
class HttpPost {
 public:
  /// `receiver` names it in messages.
  HttpPost(std::string receiver, HttpSettings settings);
  ~HttpPost();
  HttpPost(HttpPost&&) noexcept;

  struct Answer {
    long status = 0;
    std::string body;
  };
  /// Throws ReceiverFailure where there is no answer: retry, or fix_setup (address, certificates).
  Answer send(const std::string& xml);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace chengnuo::publication
