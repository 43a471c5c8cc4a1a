#pragma once

#include <string>
#include <vector>

#include "pipeline/message.h"
#include "pipeline/submission.h"
#include "signing/key.h"

namespace chengnuo::signing {

/// Why a key should not sign.
struct KeyProblem {
  std::string code;  ///< CERT_EXPIRED, CERT_NOT_YET_VALID, KEY_USAGE, WEAK_KEY, CHAIN
  pipeline::Message what;
  pipeline::Message advice;
};

/// Everything that is wrong with the key and its certificates at a time: validity of each
/// certificate, keyUsage and extendedKeyUsage of its own (RFC 5280, 4.2.1.3 and 4.2.1.12), strength
/// (RSA of 2048 bits and more; P-256, P-384, P-521, SM2; no SHA-1), each one issued by the next.
std::vector<KeyProblem> problems_of(const Key& key, pipeline::Time at);

/// Throws the first of them as Error fix_setup. Asked before a byte is written.
void check_key(const Key& key, pipeline::Time at);

}  // namespace chengnuo::signing
