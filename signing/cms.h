#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "signing/key.h"

namespace chengnuo::signing {

/// Asked for a time stamp over a signature: returns an RFC 3161 TimeStampToken, DER.
using TimeStamper = std::function<std::string(std::string_view signature)>;

/// The name of the digest that goes with an algorithm, as OpenSSL knows it: "SHA256", "SM3".
const char* digest_name(Algorithm algorithm);

/// A CMS SignedData over a PDF's signed bytes for the profile PAdES baseline B-B (ETSI EN 319
/// 142-1, 6.3), with a `time_stamper` B-T. Signed attributes: content type, message digest and
/// signing-certificate-v2, and no signing time, which the profile forbids (/M carries it). Holds
/// the key's chain but a self-issued root. DER. `digest`: of the signed bytes, raw, by
/// digest_name(). Throws Error as Key::sign does.
std::string make_cms(std::string_view digest, Key& key, const TimeStamper& time_stamper = {});

/// An upper bound for what make_cms gives.
std::size_t cms_reserve(const Key& key);

}  // namespace chengnuo::signing
