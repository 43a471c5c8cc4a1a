#pragma once

#include <mutex>
#include <string>

#include "publication/letter_store.h"
#include "publication/schema.h"
#include "publication/xml_signature.h"

namespace chengnuo::publication {

/// The platform's ear: judges each message that comes in and gives its receipt. Any thread.
class Receiving {
 public:
  /// `anchors`: the CAs of the units that may publish.
  Receiving(LetterStore& store, const Schema& schema, TrustAnchors anchors)
      : store_(store), schema_(schema), anchors_(std::move(anchors)) {}

  struct Answer {
    /// 200 taken, now or before; 400 not valid; 403 signature not accepted, or another unit's
    /// letter; 409 the id stands for something else; 503 what goes before it is not here yet.
    int status;
    ReceiptText receipt;
  };
  /// `at`: RFC 3339, when it came.
  Answer take(const std::string& xml, const std::string& at);

 private:
  LetterStore& store_;
  const Schema& schema_;
  TrustAnchors anchors_;
  std::mutex validating_;  ///< the schema validates for one thread at a time
};

}  // namespace chengnuo::publication
