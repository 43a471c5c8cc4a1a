#pragma once
// Private to this room.

#include <string>

namespace chengnuo::signing {

/// Which key of which token (RFC 7512), such as
/// pkcs11:token=Unit;object=signing?module-path=/usr/lib/softhsm/libsofthsm2.so
struct Pkcs11Uri {
  std::string module;  ///< the library's path; the one that is not optional here
  std::string token;   ///< label; empty: the only one that is there
  std::string object;  ///< the key's label; empty: the only one
  std::string id;      ///< the key's CKA_ID, raw; empty: whatever it is
};

bool is_pkcs11_uri(const std::string& text);
/// Throws Error fix_setup [KEY_URI]: it is none, has no module-path, or has a PIN in it, which
/// would show in process lists and logs.
Pkcs11Uri parse_pkcs11_uri(const std::string& text);

}  // namespace chengnuo::signing
