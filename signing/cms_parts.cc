#include "signing/cms_parts.h"

#include <openssl/ess.h>

#include <algorithm>
#include <array>

namespace chengnuo::signing {
namespace {

using EssPtr = std::unique_ptr<ESS_SIGNING_CERT, Free<ESS_SIGNING_CERT_free>>;
using EssV2Ptr = std::unique_ptr<ESS_SIGNING_CERT_V2, Free<ESS_SIGNING_CERT_V2_free>>;

constexpr int kExactlyOnce = -3;  // CMS_signed_get0_data_by_OBJ: one attribute with one value

template <typename Ptr, auto decode>
Ptr decoded_attribute(const CMS_SignerInfo* signer, int attribute) {
  const auto* const value = static_cast<const ASN1_STRING*>(
      CMS_signed_get0_data_by_OBJ(signer, OBJ_nid2obj(attribute), kExactlyOnce, V_ASN1_SEQUENCE));
  if (value == nullptr) return nullptr;
  const unsigned char* next = ASN1_STRING_get0_data(value);
  return Ptr(decode(nullptr, &next, ASN1_STRING_length(value)));
}

bool has_attribute(const CMS_SignerInfo* signer, int attribute) {
  return CMS_signed_get_attr_by_NID(signer, attribute, -1) >= 0;
}

}  // namespace

std::string name_in(const X509_NAME* whole) {
  const int at = X509_NAME_get_index_by_NID(whole, NID_commonName, -1);
  if (at < 0) return "";
  unsigned char* text = nullptr;
  const int size =
      ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(whole, at)));
  if (size < 0) return "";
  const BytesPtr owner(text);
  return std::string(as_view(text, static_cast<std::size_t>(size)));
}

std::string common_name_of(X509* certificate) {
  return name_in(X509_get_subject_name(certificate));
}

std::string hex_of(const ASN1_INTEGER* number) {
  const BignumPtr value(ASN1_INTEGER_to_BN(number, nullptr));
  const std::unique_ptr<char, OpensslMemory> hex(value ? BN_bn2hex(value.get()) : nullptr);
  return hex ? hex.get() : "";
}

CmsFault parse_signed_data(std::string_view padded_der, SignedData& into) {
  const unsigned char* next = as_unsigned(padded_der);
  into.cms.reset(d2i_CMS_ContentInfo(nullptr, &next, static_cast<long>(padded_der.size())));
  if (!into.cms || OBJ_obj2nid(CMS_get0_type(into.cms.get())) != NID_pkcs7_signed)
    return CmsFault::not_signed_data;
  const auto used = static_cast<std::size_t>(next - as_unsigned(padded_der));
  if (padded_der.find_first_not_of('\0', used) != std::string_view::npos)
    return CmsFault::bytes_behind;
  STACK_OF(CMS_SignerInfo)* const signers = CMS_get0_SignerInfos(into.cms.get());
  if (sk_CMS_SignerInfo_num(signers) != 1) return CmsFault::not_one_signer;
  into.signer = sk_CMS_SignerInfo_value(signers, 0);
  return CmsFault::none;
}

CertificatePtr take_signer(const SignedData& data, std::vector<std::string>& others) {
  const CertificatesPtr all(CMS_get1_certs(data.cms.get()));
  CertificatePtr own;
  for (int i = 0; i < sk_X509_num(all.get()); ++i) {
    X509* const certificate = sk_X509_value(all.get(), i);
    if (!own && CMS_SignerInfo_cert_cmp(data.signer, certificate) == 0) {
      X509_up_ref(certificate);
      own.reset(certificate);
    } else {
      others.push_back(der_of(certificate));
    }
  }
  return own;
}

SwornTo certificate_sworn_to(const SignedData& data, X509* own) {
  if (!has_attribute(data.signer, NID_id_smime_aa_signingCertificate) &&
      !has_attribute(data.signer, NID_id_smime_aa_signingCertificateV2))
    return SwornTo::nothing;
  const auto ess = decoded_attribute<EssPtr, d2i_ESS_SIGNING_CERT>(
      data.signer, NID_id_smime_aa_signingCertificate);
  const auto ess_v2 = decoded_attribute<EssV2Ptr, d2i_ESS_SIGNING_CERT_V2>(
      data.signer, NID_id_smime_aa_signingCertificateV2);
  if (!ess && !ess_v2) return SwornTo::another;
  const BorrowedCertificatesPtr chain(sk_X509_new_null());
  const CertificatesPtr all(CMS_get1_certs(data.cms.get()));
  sk_X509_push(chain.get(), own);
  for (int i = 0; i < sk_X509_num(all.get()); ++i)
    sk_X509_push(chain.get(), sk_X509_value(all.get(), i));
  return OSSL_ESS_check_signing_certs(ess.get(), ess_v2.get(), chain.get(), 1) == 1
             ? SwornTo::this_one
             : SwornTo::another;
}

std::string digest_named(const X509_ALGOR* algorithm) {
  const ASN1_OBJECT* object = nullptr;
  X509_ALGOR_get0(&object, nullptr, nullptr, algorithm);
  const EVP_MD* const digest = EVP_get_digestbyobj(object);
  if (digest != nullptr) return EVP_MD_get0_name(digest);
  char oid[64];
  OBJ_obj2txt(oid, sizeof oid, object, 1);
  return oid;
}

std::string signer_digest(const SignedData& data) {
  X509_ALGOR* algorithm = nullptr;
  CMS_SignerInfo_get0_algs(data.signer, nullptr, nullptr, &algorithm, nullptr);
  return digest_named(algorithm);
}

std::string digest_by_name(std::string_view bytes, const char* algorithm) {
  const EVP_MD* const method = EVP_get_digestbyname(algorithm);
  return method == nullptr ? std::string() : digest_of(bytes, method);
}

Strength strength_of_digest(std::string_view name) {
  static constexpr std::array<std::string_view, 7> kSafe = {
      "SHA256", "SHA384", "SHA512", "SHA3-256", "SHA3-384", "SHA3-512", "SM3"};
  static constexpr std::array<std::string_view, 3> kBroken = {"SHA1", "SHA224", "MD5"};
  if (std::ranges::find(kSafe, name) != kSafe.end()) return Strength::safe;
  return std::ranges::find(kBroken, name) != kBroken.end() ? Strength::broken : Strength::unknown;
}

}  // namespace chengnuo::signing
