#pragma once

#include <chrono>

#include "pipeline/submission.h"

namespace chengnuo::publication {

/// A circuit breaker for one receiver. After five failures in a row it opens: nothing is sent for
/// 10 s, then one message tries; if that fails too, for 20 s, 40 s, … at most 10 min. So a receiver
/// that is down costs one attempt at a time, not one for each waiting message. One thread at a
/// time.
class Circuit {
 public:
  /// Whether a message may be tried now.
  bool lets_through(pipeline::Time now) const { return now >= open_until_; }
  void succeeded();
  /// The receiver could not be reached or did not do its part.
  void failed(pipeline::Time now);

 private:
  int failures_ = 0;  ///< in a row
  pipeline::Time open_until_;
};

}  // namespace chengnuo::publication
