#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "publication/complaint_box.h"
#include "publication/letter_store.h"
#include "publication/publisher.h"

namespace chengnuo::publication {

/// How a unit gets the complaints about its letters from the platform: it sends a signed question
/// (message.xsd, `fetch`), and is answered with the complaints about letters that the same signer
/// published, as a JSON list of what complaint_box.h writes. A question is good for ten minutes, so
/// that one that was overheard is worth nothing; over HTTPS it cannot be overheard.

/// The unit's side. Throws ReceiverFailure and Error as Publisher::send.
std::vector<WebComplaint> fetch_complaints(const HttpSettings& settings, const MessageKey& key,
                                           pipeline::Time now);

/// The platform's side.
struct FetchAnswer {
  int status = 403;  ///< 200, 400 (no question), 403 (signature or time)
  std::string json;
};
FetchAnswer answer_fetch(const std::string& xml, const LetterStore& store,
                         const std::filesystem::path& complaints, const TrustAnchors& anchors,
                         pipeline::Time now);

}  // namespace chengnuo::publication
