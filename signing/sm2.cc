#include "signing/sm2.h"

namespace chengnuo::signing {
namespace {

constexpr std::string_view kIdentity = "1234567812345678";

}  // namespace

void set_sm2_identity(X509* certificate) {
  if (X509_get_signature_nid(certificate) != NID_SM2_with_SM3) return;
  ASN1_OCTET_STRING* const identity = ASN1_OCTET_STRING_new();
  must(identity != nullptr && ASN1_OCTET_STRING_set(identity, as_unsigned(kIdentity),
                                                    static_cast<int>(kIdentity.size())) == 1,
       "ASN1_OCTET_STRING_set");
  X509_set0_distinguishing_id(certificate, identity);  // takes it over
}

KeyContextPtr with_sm2_identity(EVP_MD_CTX* context, EVP_PKEY* key) {
  KeyContextPtr key_context(EVP_PKEY_CTX_new(key, nullptr));
  must(key_context != nullptr, "EVP_PKEY_CTX_new");
  must(EVP_PKEY_CTX_set1_id(key_context.get(), kIdentity.data(),
                            static_cast<int>(kIdentity.size())) == 1,
       "EVP_PKEY_CTX_set1_id");
  EVP_MD_CTX_set_pkey_ctx(context, key_context.get());
  return key_context;
}

}  // namespace chengnuo::signing
