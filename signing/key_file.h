#pragma once
// Private to this room: what keys in files and keys in tokens share.

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "signing/key.h"
#include "signing/openssl.h"
#include "signing/password.h"

namespace chengnuo::signing {

/// Throws Error fix_setup [KEY_KIND] if it is not RSA, ECDSA or SM2.
Algorithm algorithm_of(EVP_PKEY* key, const std::filesystem::path& file);

/// All certificates of a PEM file, DER. Throws Error fix_setup [KEY_FILE] if there is none.
std::vector<std::string> read_certificates(const std::filesystem::path& pem);

/// The first line of a file; none if `file` is empty. Throws Error fix_setup [KEY_FILE].
Password password_in(const std::filesystem::path& file);

/// A key in a PKCS#11 token. Throws Error fix_setup as Pkcs11Session does, or KEY_MISMATCH.
std::unique_ptr<Key> open_token_key(const KeySettings& settings);

}  // namespace chengnuo::signing
