#include "signing/cms.h"

#include <algorithm>
#include <vector>

#include "signing/cms_parts.h"
#include "signing/der.h"
#include "signing/openssl.h"
#include "signing/sm2.h"

namespace chengnuo::signing {
namespace {

const EVP_MD* digest_of(Algorithm algorithm) {
  return algorithm == Algorithm::sm2_sm3 ? EVP_sm3() : EVP_sha256();
}

/// OpenSSL 3.0 fills this in for RSA and ECDSA only; SM2 would leave it empty.
void set_sm2_algorithm(CMS_SignerInfo* signer) {
  X509_ALGOR* signature_algorithm = nullptr;
  CMS_SignerInfo_get0_algs(signer, nullptr, nullptr, nullptr, &signature_algorithm);
  must(
      X509_ALGOR_set0(signature_algorithm, OBJ_txt2obj(kSm2WithSm3, 1), V_ASN1_UNDEF, nullptr) == 1,
      "X509_ALGOR_set0");
}

void add_issuers(CMS_ContentInfo* cms, const std::vector<std::string>& chain) {
  for (std::size_t i = 1; i < chain.size(); ++i) {
    const CertificatePtr issuer = certificate_of(chain[i]);
    must(issuer != nullptr, "d2i_X509");
    const bool root =
        X509_NAME_cmp(X509_get_subject_name(issuer.get()), X509_get_issuer_name(issuer.get())) == 0;
    if (!root) must(CMS_add1_cert(cms, issuer.get()) == 1, "CMS_add1_cert");
  }
}

std::string der_of(CMS_ContentInfo* cms) {
  unsigned char* bytes = nullptr;
  const int size = i2d_CMS_ContentInfo(cms, &bytes);
  must(size > 0, "i2d_CMS_ContentInfo");
  const BytesPtr owner(bytes);
  return std::string(as_view(bytes, static_cast<std::size_t>(size)));
}

}  // namespace

const char* digest_name(Algorithm algorithm) { return EVP_MD_get0_name(digest_of(algorithm)); }

std::string signed_attributes_of(const CMS_SignerInfo* signer) {
  std::vector<std::string> attributes;
  for (int i = 0; i < CMS_signed_get_attr_count(signer); ++i) {
    unsigned char* bytes = nullptr;
    const int size = i2d_X509_ATTRIBUTE(CMS_signed_get_attr(signer, i), &bytes);
    must(size > 0, "i2d_X509_ATTRIBUTE");
    const BytesPtr owner(bytes);
    attributes.emplace_back(as_view(bytes, static_cast<std::size_t>(size)));
  }
  return der_set_of(std::move(attributes));
}

std::string make_cms(std::string_view digest, Key& key) {
  constexpr unsigned kFlags = CMS_PARTIAL | CMS_DETACHED | CMS_BINARY;
  const CmsPtr cms(CMS_sign(nullptr, nullptr, nullptr, nullptr, kFlags));
  must(cms != nullptr, "CMS_sign");
  const CertificatePtr own = certificate_of(key.chain().front());
  must(own != nullptr, "d2i_X509");
  // The public key stands in for the private one, which may never leave its token: with CMS_PARTIAL
  // OpenSSL only looks at its kind. CMS_final would sign, but also add a signing time.
  CMS_SignerInfo* const signer =
      CMS_add1_signer(cms.get(), own.get(), X509_get0_pubkey(own.get()), digest_of(key.algorithm()),
                      kFlags | CMS_CADES | CMS_NOSMIMECAP);
  must(signer != nullptr, "CMS_add1_signer");
  if (key.algorithm() == Algorithm::sm2_sm3) set_sm2_algorithm(signer);
  add_issuers(cms.get(), key.chain());
  must(CMS_signed_add1_attr_by_NID(signer, NID_pkcs9_messageDigest, V_ASN1_OCTET_STRING,
                                   digest.data(), static_cast<int>(digest.size())) == 1,
       "message digest attribute");
  must(CMS_signed_add1_attr_by_NID(signer, NID_pkcs9_contentType, V_ASN1_OBJECT,
                                   OBJ_nid2obj(NID_pkcs7_data), -1) == 1,
       "content type attribute");

  const std::string signature = key.sign(signed_attributes_of(signer));
  must(ASN1_OCTET_STRING_set(CMS_SignerInfo_get0_signature(signer), as_unsigned(signature),
                             static_cast<int>(signature.size())) == 1,
       "ASN1_OCTET_STRING_set");
  return der_of(cms.get());
}

std::string with_time_stamp(std::string_view padded_cms, std::string_view token) {
  SignedData data;
  must(parse_signed_data(padded_cms, data) == CmsFault::none, "parse_signed_data");
  must(CMS_unsigned_add1_attr_by_NID(data.signer, NID_id_smime_aa_timeStampToken, V_ASN1_SEQUENCE,
                                     token.data(), static_cast<int>(token.size())) == 1,
       "time stamp attribute");
  return der_of(data.cms.get());
}

std::size_t cms_reserve(const Key& key) {
  // Attributes, identifiers and an RSA-4096 signature stay below 2,048; a token with its chain was
  // 4 to 6 kB with the services that were tried, 9 kB at most in others' reports.
  std::size_t reserve = 2048 + 10240;
  for (const std::string& certificate : key.chain()) reserve += certificate.size();
  return reserve;
}

}  // namespace chengnuo::signing
