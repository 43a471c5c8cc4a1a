#pragma once
// Private to this room: SM2 signatures (GB/T 32918.2) take the signer's identity into the digest.

#include "signing/openssl.h"

namespace chengnuo::signing {

/// The object identifier of SM2 with SM3 (GB/T 33560): OpenSSL 3.0 cannot choose it for a CMS.
inline constexpr const char* kSm2WithSm3 = "1.2.156.10197.1.501";

/// Makes `context`, not yet begun, sign or verify with the identity that GB/T 35276 fixes. OpenSSL
/// 3.0 would use an empty one. The result must live as long as `context`.
KeyContextPtr with_sm2_identity(EVP_MD_CTX* context, EVP_PKEY* key);

/// The same for the issuer's signature on a certificate, if that is SM2's.
void set_sm2_identity(X509* certificate);

}  // namespace chengnuo::signing
