#pragma once

#include <filesystem>
#include <string>

#include "pipeline/submission.h"
#include "signing/key.h"

namespace chengnuo::signing {

enum class ExistingSignatures { refuse, keep };

struct SignRequest {
  std::string field_name = "Signature1";  ///< UTF-8; no field of this name may be there
  std::string reason;                     ///< UTF-8; empty: none
  std::string location;
  pipeline::Time time;  ///< for /M; the key must be valid then
  ExistingSignatures existing = ExistingSignatures::refuse;
  std::size_t reserve = 0;  ///< bytes kept for the signature; 0: as the key's chain needs
};

/// Adds an invisible signature (ETSI.CAdES.detached, PAdES B-B) to `in` as an incremental update,
/// and writes the whole to `out`. `out` exists only if the signature was made, read back and found
/// good; on any failure it is as it was before. `in` and `out` may not be one file. A signature
/// that is larger than its room is made once more, with room enough.
/// Throws Error: fix_document, with a code, where `in` may not be signed (signable.h; SAME_FILE,
/// INVALID_SIGNATURE; NOT_PERMITTED: an earlier signature forbids further ones); fix_setup
/// (check_key); retry; report_bug if the result does not verify.
void sign_pdf(const std::filesystem::path& in, const std::filesystem::path& out,
              const SignRequest& request, Key& key);

}  // namespace chengnuo::signing
