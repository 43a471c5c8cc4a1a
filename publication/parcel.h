#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "pipeline/message.h"
#include "publication/receiving.h"

namespace chengnuo::publication {

/// What became of one message that a carrier brought.
struct ParcelResult {
  std::string message_id;
  int status = 0;      ///< as Receiving::Answer; 0: the file is missing or was changed
  std::string reason;  ///< why it was not taken
};

/// Takes in what a carrier brought: checks the manifest's signature, then each file's digest, then
/// each message, and puts FOLDER/<id>.receipt.xml beside it for the way back, signed by `key`. What
/// has to come before another is taken before it. May run again.
/// Throws Error: fix_document if the manifest is missing, changed or a stranger's.
std::vector<ParcelResult> take_parcel(const std::filesystem::path& folder, Receiving& receiving,
                                      const TrustAnchors& anchors, const MessageKey& key,
                                      const std::string& at);

}  // namespace chengnuo::publication
