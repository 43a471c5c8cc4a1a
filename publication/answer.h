#pragma once

#include <string>

#include "pipeline/submission.h"

namespace chengnuo::publication {

/// What a receiver's answer to `message_id` means.
/// Throws ReceiverFailure: retry if it is no receipt or answers another message; Error:
/// fix_document if it refuses.
pipeline::Receipt receipt_from(const std::string& receiver, const std::string& message_id,
                               const std::string& answer);

}  // namespace chengnuo::publication
