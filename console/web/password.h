#pragma once

#include <string>

namespace chengnuo::console {

// Passwords are kept as Argon2id (RFC 9106) with a salt of their own, in the usual text form
// "$argon2id$v=19$m=…", which names its costs: they may be raised without losing a password.

/// Takes some 20 MB of memory and 30 ms. Throws Error: retry if there is no memory.
std::string hash_password(const std::string& password);
/// Takes as long for a wrong password as for the right one.
bool fits_password(const std::string& password, const std::string& hash);

/// Throws Error: fix_document if it is shorter than 10 characters, longer than 256 bytes, or one
/// character again and again.
void require_good_password(const std::string& password);

}  // namespace chengnuo::console
