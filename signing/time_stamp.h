#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/submission.h"
#include "signing/cms_check.h"
#include "signing/report.h"

namespace chengnuo::signing {

/// What a time stamp token (RFC 3161, 2.4.2) says.
struct TimeStampFacts {
  std::optional<Problem> problem;  ///< with its bytes; whether to believe its signer is for others
  pipeline::Time time;             ///< when the stamped bytes existed, by the authority's clock
  std::string authority;           ///< common name, UTF-8
  std::string serial;              ///< of the token, hex
  std::string signer;              ///< the authority's certificate, DER
  std::vector<std::string> certificates;  ///< the others in the token, DER
};

/// Checks a token over bytes whose digest `stamped_digest` gives: structure, imprint, one signer,
/// its signature and signing-certificate attribute, its extendedKeyUsage (critical, time stamping
/// and nothing else: RFC 3161, 2.3). `padded_der`: only zeros may follow the DER.
TimeStampFacts check_time_stamp(std::string_view padded_der, const SignedDigest& stamped_digest);

/// A question to an authority (RFC 3161, 2.4.1): SHA-256 imprint, a nonce, its certificates asked
/// for. `nonce`: eight bytes or more, never used before.
std::string time_stamp_request(std::string_view sha256, std::string_view nonce);

/// The token in an authority's answer, DER, once everything that was asked is in it: granted, the
/// same imprint and nonce, check_time_stamp(). Else the sentence that says what is wrong with it.
struct TimeStampAnswer {
  std::string token;  ///< empty if there is a problem
  TimeStampFacts facts;
  pipeline::Message problem;
};
TimeStampAnswer read_time_stamp_answer(std::string_view answer, std::string_view request,
                                       std::string_view sha256);

}  // namespace chengnuo::signing
