#pragma once

#include <string>
#include <string_view>

#include "signing/key.h"

namespace chengnuo::signing {

/// The name of the digest that goes with an algorithm, as OpenSSL knows it: "SHA256", "SM3".
const char* digest_name(Algorithm algorithm);

/// A CMS SignedData over a PDF's signed bytes for the profile PAdES baseline B-B (ETSI EN 319
/// 142-1, 6.3). Signed attributes: content type, message digest and signing-certificate-v2, and no
/// signing time, which the profile forbids (/M carries it). Holds the key's chain but a self-issued
/// root. DER. `digest`: of the signed bytes, raw, by digest_name(). Throws Error as Key::sign does.
std::string make_cms(std::string_view digest, Key& key);

/// The same CMS with a time stamp token over its signature as an unsigned attribute (RFC 3161,
/// appendix A), DER: B-T. `padded_cms` may have zeros behind it and must have one signer.
std::string with_time_stamp(std::string_view padded_cms, std::string_view token);

/// An upper bound for what make_cms gives, with room for a time stamp of the usual size.
std::size_t cms_reserve(const Key& key);

}  // namespace chengnuo::signing
