#pragma once

#include <filesystem>
#include <string>

#include "pipeline/submission.h"
#include "publication/xml_signature.h"

namespace chengnuo::publication {

/// What a receiver's answer to `message_id` means.
/// Throws ReceiverFailure: retry if it is no receipt or answers another message; Error:
/// fix_document if it refuses.
/// A receipt `needs` another message first: EarlierNeeded.
pipeline::Receipt receipt_from(const std::string& receiver, const std::string& message_id,
                               const std::string& answer);

/// Whether a receipt was signed by one of those who may. Throws Error: fix_document if not, naming
/// `file` where it lies in one.
void check_signature(const std::string& receiver, const std::string& message_id,
                     const std::string& answer, const TrustAnchors& trusted,
                     const std::filesystem::path& file = {});

}  // namespace chengnuo::publication
