#pragma once
// Private to this room: OpenSSL's handles, one owner each, and its error queue.

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/cms.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/pkcs12.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "pipeline/free.h"
#include "pipeline/submission.h"

namespace chengnuo::signing {

using pipeline::Free;

struct OpensslMemory {
  void operator()(void* bytes) const noexcept { OPENSSL_free(bytes); }
};
struct CertificateStackFree {
  void operator()(STACK_OF(X509) * stack) const noexcept { sk_X509_pop_free(stack, X509_free); }
};
/// For a stack whose certificates belong to somebody else.
struct BorrowedStackFree {
  void operator()(STACK_OF(X509) * stack) const noexcept { sk_X509_free(stack); }
};

using BioPtr = std::unique_ptr<BIO, Free<BIO_free_all>>;
using BignumPtr = std::unique_ptr<BIGNUM, Free<BN_free>>;
using BytesPtr = std::unique_ptr<unsigned char, OpensslMemory>;
using CertificatePtr = std::unique_ptr<X509, Free<X509_free>>;
using CertificatesPtr = std::unique_ptr<STACK_OF(X509), CertificateStackFree>;
using BorrowedCertificatesPtr = std::unique_ptr<STACK_OF(X509), BorrowedStackFree>;
using CmsPtr = std::unique_ptr<CMS_ContentInfo, Free<CMS_ContentInfo_free>>;
using DigestContextPtr = std::unique_ptr<EVP_MD_CTX, Free<EVP_MD_CTX_free>>;
using ExtensionPtr = std::unique_ptr<X509_EXTENSION, Free<X509_EXTENSION_free>>;
using KeyContextPtr = std::unique_ptr<EVP_PKEY_CTX, Free<EVP_PKEY_CTX_free>>;
using KeyPtr = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using Pkcs12Ptr = std::unique_ptr<PKCS12, Free<PKCS12_free>>;
using StoreContextPtr = std::unique_ptr<X509_STORE_CTX, Free<X509_STORE_CTX_free>>;
using StorePtr = std::unique_ptr<X509_STORE, Free<X509_STORE_free>>;

/// Empties OpenSSL's error queue of this thread into one line; the queue may be empty.
std::string take_openssl_errors();

/// OpenSSL's answer must be true: else throws Error report_bug, naming `action`, with its queue.
void must(bool succeeded, const char* action);

inline const unsigned char* as_unsigned(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}
inline std::string_view as_view(const unsigned char* bytes, std::size_t size) {
  return {reinterpret_cast<const char*>(bytes), size};
}

/// DER of a certificate, and back. Null if `der` is no certificate or has bytes behind it.
std::string der_of(const X509* certificate);
CertificatePtr certificate_of(std::string_view der);

/// The digest of `bytes`, raw.
std::string digest_of(std::string_view bytes, const EVP_MD* algorithm);

/// UTC; nothing if it is no time: OpenSSL parses certificates without looking.
std::optional<pipeline::Time> try_time_of(const ASN1_TIME* time);
/// The same where it must be one.
pipeline::Time time_of(const ASN1_TIME* time);

}  // namespace chengnuo::signing
