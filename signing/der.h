#pragma once
// Private to this room: the little DER (ITU-T X.690) that OpenSSL has no function for.

#include <algorithm>
#include <string>
#include <vector>

#include "signing/openssl.h"

namespace chengnuo::signing {

/// Tag, length in the shortest form (8.1.3), value.
inline std::string der_value(unsigned char tag, const std::string& value) {
  std::string length;
  for (std::size_t rest = value.size(); rest > 0; rest >>= 8)
    length.insert(length.begin(), static_cast<char>(rest & 0xFF));
  if (value.size() < 0x80)
    length.assign(1, static_cast<char>(value.size()));
  else
    length.insert(length.begin(), static_cast<char>(0x80 | length.size()));
  return std::string(1, static_cast<char>(tag)) + length + value;
}

/// SET OF: its members in order of their bytes (11.6).
inline std::string der_set_of(std::vector<std::string> members) {
  std::ranges::sort(members);
  std::string value;
  for (const std::string& member : members) value += member;
  return der_value(0x31, value);
}

/// A signer's signed attributes as they are signed: a SET OF, not [0] (RFC 5652, 5.4).
std::string signed_attributes_of(const CMS_SignerInfo* signer);

}  // namespace chengnuo::signing
