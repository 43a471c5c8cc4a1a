#pragma once
// Private to this room: what the checks of signatures and of time stamps both read in a CMS.

#include <string>
#include <string_view>
#include <vector>

#include "signing/openssl.h"

namespace chengnuo::signing {

inline std::string_view view_of(const ASN1_STRING* string) {
  return as_view(ASN1_STRING_get0_data(string),
                 static_cast<std::size_t>(ASN1_STRING_length(string)));
}

/// The common name in a name, UTF-8; empty if there is none.
std::string name_in(const X509_NAME* whole);
/// The subject's common name, likewise.
std::string common_name_of(X509* certificate);
/// In hex, as certificates' and tokens' numbers are shown.
std::string hex_of(const ASN1_INTEGER* number);

/// A SignedData with exactly one signer and only zeros behind it; null if it is anything else.
struct SignedData {
  CmsPtr cms;
  CMS_SignerInfo* signer = nullptr;
};
enum class CmsFault { none, not_signed_data, bytes_behind, not_one_signer };
CmsFault parse_signed_data(std::string_view padded_der, SignedData& into);

/// The signer's certificate if it is among the CMS's; the rest goes to `others`, DER.
CertificatePtr take_signer(const SignedData& data, std::vector<std::string>& others);

/// RFC 5035: which certificate the signer swore to, lest another with the same key or number is
/// put in its place.
enum class SwornTo { nothing, this_one, another };
SwornTo certificate_sworn_to(const SignedData& data, X509* own);

/// OpenSSL's name of a digest, or the object identifier if it does not know it.
std::string digest_named(const X509_ALGOR* algorithm);
std::string signer_digest(const SignedData& data);

/// The digest of `bytes` by such a name, raw; empty if OpenSSL does not know it.
std::string digest_by_name(std::string_view bytes, const char* algorithm);

enum class Strength { safe, broken, unknown };
Strength strength_of_digest(std::string_view name);

}  // namespace chengnuo::signing
