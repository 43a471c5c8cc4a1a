#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "signing/report.h"

namespace chengnuo::signing {

/// What a signature's CMS says of itself.
struct CmsFacts {
  std::string signer;                     ///< the signer's certificate, DER; empty: not found
  std::vector<std::string> certificates;  ///< the others in the CMS, DER
  std::string common_name;                ///< UTF-8
  std::string serial;                     ///< hex
  std::string signature;                  ///< the signature value: what a time stamp stamps
  std::string time_stamp;                 ///< an RFC 3161 token among the unsigned attributes, DER
  bool names_certificate = false;         ///< by a signing-certificate attribute
  bool has_signing_time = false;          ///< as a signed attribute, which PAdES forbids
  std::optional<Problem> problem;         ///< the gravest thing that is wrong with it
  std::optional<Problem> weak;  ///< the same as `problem` where only SHA-1 is wrong with it
};

/// Gives the raw digest of the signed bytes by an OpenSSL digest name.
using SignedDigest = std::function<std::string(const char* algorithm)>;

/// Checks a detached SignedData (RFC 5652; ETSI EN 319 142-1, 6.3) with one signer: content type,
/// message digest, signing certificate, the signature itself, and that no broken digest was used.
/// `padded_der`: as in /Contents; only zeros may follow the DER. RSA, ECDSA, SM2.
CmsFacts check_cms(std::string_view padded_der, const SignedDigest& signed_digest);

}  // namespace chengnuo::signing
