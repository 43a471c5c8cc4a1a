#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/message.h"
#include "pipeline/submission.h"

namespace chengnuo::signing {

/// EN 319 102-1, 5.1.3: TOTAL-PASSED, TOTAL-FAILED, INDETERMINATE; and a file without a signature.
enum class Validity { valid, invalid, indeterminate, unsigned_ };

/// What was done to the file after a signature.
enum class Changes {
  none,
  permitted,   ///< only further signatures, time stamps and validation data
  suspicious,  ///< anything else: the signature is invalid
};

/// Why something is not (quite) valid.
struct Problem {
  Validity verdict = Validity::invalid;
  std::string code;  ///< the sub-indication of EN 319 102-1, 5.1.3, or one of ours (verify.h)
  pipeline::Message what;
};

struct SignatureReport {
  std::string field;  ///< full name of the signature field; empty if no field has it
  Validity verdict = Validity::indeterminate;
  std::string code;            ///< empty when valid
  pipeline::Message reason;    ///< one sentence for a person
  std::string level = "none";  ///< PAdES baseline level reached: B-B, B-T, B-LT, B-LTA, none
  std::string signer;          ///< common name in the certificate
  std::string serial;          ///< of the certificate, hex
  std::optional<pipeline::Time> signed_at;  ///< as the signer claims; proven from B-T on
  bool covers_whole_file = false;
  Changes changes_after = Changes::none;
};

struct VerificationReport {
  std::filesystem::path file;
  Validity verdict = Validity::unsigned_;
  std::string code;
  pipeline::Message reason;  ///< one sentence for the whole file; begins with what matters most
  std::vector<SignatureReport> signatures;  ///< in order of the bytes that they cover
};

}  // namespace chengnuo::signing
