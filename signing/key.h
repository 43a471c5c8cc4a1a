#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace chengnuo::signing {

/// How a key signs: each with the digest that goes with it.
enum class Algorithm {
  rsa_sha256,    ///< RSASSA-PKCS1-v1_5 (RFC 8017, 8.2)
  ecdsa_sha256,  ///< DER of r and s (RFC 3279, 2.2.3)
  sm2_sm3,       ///< GB/T 32918.2, signer's identity 1234567812345678 (GB/T 35276)
};

/// A signing key with its certificates, wherever the secret lies: a file, a token, a server.
/// One thread at a time.
class Key {
 public:
  virtual ~Key() = default;

  /// Its own certificate first, then those of its issuers that came with it; DER.
  virtual const std::vector<std::string>& chain() const = 0;
  virtual Algorithm algorithm() const = 0;
  /// The signature over `bytes`, digested here or there as algorithm() says.
  /// Throws Error: fix_setup (a token was taken out, its PIN is locked), retry (a server is away).
  virtual std::string sign(std::string_view bytes) = 0;
};

struct KeySettings {
  std::filesystem::path key_file;          ///< PKCS#12 (.p12, .pfx), or PEM
  std::filesystem::path certificate_file;  ///< PEM, own certificate first; only for a PEM key
  std::filesystem::path password_file;     ///< first line is the password; empty: not encrypted
};

/// A key in a file. The password is never shown, never asked for on the terminal.
/// Throws Error fix_setup, its message ending in a code: KEY_FILE (missing, unreadable, no key),
/// WRONG_PASSWORD, KEY_MISMATCH (the certificate is another key's), KEY_KIND (not RSA, ECDSA, SM2).
/// Whether the key may be used today is asked of check_key() (key_check.h).
std::unique_ptr<Key> open_key(const KeySettings& settings);

}  // namespace chengnuo::signing
