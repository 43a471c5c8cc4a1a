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
  std::string cause = {};  ///< finer than the code, where that helps (advice.h)
};

/// Something that a person should know although it decides nothing (lint.h).
struct Warning {
  std::string code;
  pipeline::Message what;
};

/// One thing that was looked at, and what was seen.
struct Check {
  std::string name;  ///< format, byte_range, changes_after, value, chain, revocation, time
  Validity result = Validity::valid;
  pipeline::Message evidence;
};

enum class SignatureKind { signature, time_stamp };

struct SignatureReport {
  SignatureKind kind = SignatureKind::signature;
  std::string field;  ///< full name of the signature field; empty if no field has it
  Validity verdict = Validity::indeterminate;
  std::string code;  ///< empty when valid
  std::string cause;
  pipeline::Message reason;    ///< one sentence for a person
  std::string level = "none";  ///< PAdES baseline level reached: B-B, B-T, B-LT, B-LTA, none
  std::string signer;          ///< common name in the certificate
  std::string serial;          ///< of the certificate, hex
  std::optional<pipeline::Time> signed_at;    ///< as the signer claims
  std::optional<pipeline::Time> proven_at;    ///< it existed by then, says a time stamp believed in
  std::optional<pipeline::Time> proof_until;  ///< when the authority's certificate ends
  std::size_t covered_end = 0;                ///< bytes of the revision that it signed
  bool covers_whole_file = false;
  Changes changes_after = Changes::none;
  bool fields_filled = false;  ///< since, as the certifying signature allows
  std::vector<Check> checks;   ///< in the order in which they were made
};

/// Which of our two copies a file was when it was first signed (copy_mark.h).
struct SignedCopy {
  pipeline::Holder holder = pipeline::Holder::unit;
  std::string content_digest;  ///< of what both share, hex
};

struct VerificationReport {
  std::filesystem::path file;
  std::string sha256;         ///< of the file, hex
  pipeline::Time checked_at;  ///< the time for which it was verified
  std::optional<SignedCopy> copy;
  Validity verdict = Validity::unsigned_;
  std::string code;
  std::string cause;         ///< as Problem::cause
  pipeline::Message reason;  ///< one sentence for the whole file; begins with what matters most
  std::vector<SignatureReport> signatures;  ///< in order of the bytes that they cover
  std::vector<Warning> warnings;            ///< of the first signed revision; of an unsigned file's
};

}  // namespace chengnuo::signing
