#include "signing/cms_check.h"

#include <openssl/err.h>
#include <openssl/ess.h>

#include <algorithm>
#include <array>

#include "signing/der.h"
#include "signing/openssl.h"
#include "signing/sm2.h"

namespace chengnuo::signing {
namespace {

using EssPtr = std::unique_ptr<ESS_SIGNING_CERT, Free<ESS_SIGNING_CERT_free>>;
using EssV2Ptr = std::unique_ptr<ESS_SIGNING_CERT_V2, Free<ESS_SIGNING_CERT_V2_free>>;

constexpr int kExactlyOnce = -3;  // CMS_signed_get0_data_by_OBJ: one attribute with one value

Problem format_failure(const char* zh, const char* en) {
  return {Validity::invalid,
          "FORMAT_FAILURE",
          {std::string("签名数据不合规：") + zh,
           std::string("The signature's data are not in order: ") + en}};
}

Problem weak(const std::string& digest) {
  return {Validity::indeterminate,
          "CRYPTO_CONSTRAINTS_FAILURE",
          {"签名使用了不安全或不支持的摘要算法 " + digest + "。",
           "The signature rests on a digest that is not safe or not supported: " + digest + "."}};
}

struct Parsed {
  CmsPtr cms;
  CMS_SignerInfo* signer = nullptr;
  std::optional<Problem> problem;
};

Parsed parse(std::string_view padded_der) {
  Parsed parsed;
  const unsigned char* next = as_unsigned(padded_der);
  parsed.cms.reset(d2i_CMS_ContentInfo(nullptr, &next, static_cast<long>(padded_der.size())));
  if (!parsed.cms || OBJ_obj2nid(CMS_get0_type(parsed.cms.get())) != NID_pkcs7_signed) {
    parsed.problem = format_failure("不是 CMS 签名。", "they are no CMS SignedData.");
    return parsed;
  }
  const std::string_view rest(
      reinterpret_cast<const char*>(next),
      static_cast<std::size_t>(as_unsigned(padded_der) + padded_der.size() - next));
  STACK_OF(CMS_SignerInfo)* const signers = CMS_get0_SignerInfos(parsed.cms.get());
  ASN1_OCTET_STRING** const content = CMS_get0_content(parsed.cms.get());
  if (rest.find_first_not_of('\0') != std::string_view::npos)
    parsed.problem = format_failure("后面另有数据。", "something stands behind them.");
  else if (sk_CMS_SignerInfo_num(signers) != 1)
    parsed.problem = format_failure("签名者不是一个。", "there is not exactly one signer.");
  else if (content == nullptr || *content != nullptr)
    parsed.problem = format_failure("内含另一份内容。", "they hold a content of their own.");
  else
    parsed.signer = sk_CMS_SignerInfo_value(signers, 0);
  return parsed;
}

std::string common_name_of(X509* certificate) {
  X509_NAME* const subject = X509_get_subject_name(certificate);
  const int at = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);
  if (at < 0) return "";
  unsigned char* text = nullptr;
  const int size =
      ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at)));
  if (size < 0) return "";
  const BytesPtr owner(text);
  return std::string(as_view(text, static_cast<std::size_t>(size)));
}

std::string serial_of(X509* certificate) {
  const BignumPtr number(ASN1_INTEGER_to_BN(X509_get0_serialNumber(certificate), nullptr));
  const std::unique_ptr<char, OpensslMemory> hex(number ? BN_bn2hex(number.get()) : nullptr);
  return hex ? hex.get() : "";
}

/// The signer's certificate among those in the CMS goes to `facts.signer`, the rest behind it.
CertificatePtr take_certificates(const Parsed& parsed, CmsFacts& facts) {
  const CertificatesPtr all(CMS_get1_certs(parsed.cms.get()));
  CertificatePtr own;
  for (int i = 0; i < sk_X509_num(all.get()); ++i) {
    X509* const certificate = sk_X509_value(all.get(), i);
    if (!own && CMS_SignerInfo_cert_cmp(parsed.signer, certificate) == 0) {
      X509_up_ref(certificate);
      own.reset(certificate);
    } else {
      facts.certificates.push_back(der_of(certificate));
    }
  }
  if (own) {
    facts.signer = der_of(own.get());
    facts.common_name = common_name_of(own.get());
    facts.serial = serial_of(own.get());
  }
  return own;
}

const ASN1_OCTET_STRING* signed_value(const Parsed& parsed, int attribute, int type) {
  return static_cast<const ASN1_OCTET_STRING*>(
      CMS_signed_get0_data_by_OBJ(parsed.signer, OBJ_nid2obj(attribute), kExactlyOnce, type));
}

std::string_view view_of(const ASN1_STRING* string) {
  return as_view(ASN1_STRING_get0_data(string),
                 static_cast<std::size_t>(ASN1_STRING_length(string)));
}

bool content_is_data(const Parsed& parsed) {
  const void* const type = CMS_signed_get0_data_by_OBJ(
      parsed.signer, OBJ_nid2obj(NID_pkcs9_contentType), kExactlyOnce, V_ASN1_OBJECT);
  return type != nullptr && OBJ_obj2nid(static_cast<const ASN1_OBJECT*>(type)) == NID_pkcs7_data;
}

template <typename Ptr, auto decode>
Ptr decoded_attribute(const Parsed& parsed, int attribute) {
  const ASN1_OCTET_STRING* const value = signed_value(parsed, attribute, V_ASN1_SEQUENCE);
  if (value == nullptr) return nullptr;
  const unsigned char* next = ASN1_STRING_get0_data(value);
  return Ptr(decode(nullptr, &next, ASN1_STRING_length(value)));
}

/// RFC 5035: the signer swore to this certificate, not to another one with the same key or number.
bool names_other_certificate(const Parsed& parsed, X509* own, CmsFacts& facts) {
  const auto ess =
      decoded_attribute<EssPtr, d2i_ESS_SIGNING_CERT>(parsed, NID_id_smime_aa_signingCertificate);
  const auto ess_v2 = decoded_attribute<EssV2Ptr, d2i_ESS_SIGNING_CERT_V2>(
      parsed, NID_id_smime_aa_signingCertificateV2);
  const bool present =
      CMS_signed_get_attr_by_NID(parsed.signer, NID_id_smime_aa_signingCertificate, -1) >= 0 ||
      CMS_signed_get_attr_by_NID(parsed.signer, NID_id_smime_aa_signingCertificateV2, -1) >= 0;
  if (!present) return false;
  if (!ess && !ess_v2) return true;
  facts.names_certificate = true;
  const BorrowedCertificatesPtr chain(sk_X509_new_null());
  const CertificatesPtr all(CMS_get1_certs(parsed.cms.get()));
  sk_X509_push(chain.get(), own);
  for (int i = 0; i < sk_X509_num(all.get()); ++i)
    sk_X509_push(chain.get(), sk_X509_value(all.get(), i));
  return OSSL_ESS_check_signing_certs(ess.get(), ess_v2.get(), chain.get(), 1) != 1;
}

bool is_sm2(const Parsed& parsed) {
  X509_ALGOR* algorithm = nullptr;
  CMS_SignerInfo_get0_algs(parsed.signer, nullptr, nullptr, nullptr, &algorithm);
  const ASN1_OBJECT* object = nullptr;
  X509_ALGOR_get0(&object, nullptr, nullptr, algorithm);
  char oid[64];
  OBJ_obj2txt(oid, sizeof oid, object, 1);
  return std::string_view(oid) == kSm2WithSm3;
}

/// OpenSSL 3.0 has no place for the signer's identity in a CMS, so SM2 is verified by hand.
bool sm2_signature_holds(const Parsed& parsed, X509* own) {
  EVP_PKEY* const key = X509_get0_pubkey(own);
  if (key == nullptr || EVP_PKEY_is_a(key, "SM2") != 1) return false;
  const DigestContextPtr context(EVP_MD_CTX_new());
  const KeyContextPtr identity = with_sm2_identity(context.get(), key);
  const std::string attributes = signed_attributes_of(parsed.signer);
  const std::string_view signature = view_of(CMS_SignerInfo_get0_signature(parsed.signer));
  return EVP_DigestVerifyInit(context.get(), nullptr, EVP_sm3(), nullptr, key) == 1 &&
         EVP_DigestVerify(context.get(), as_unsigned(signature), signature.size(),
                          as_unsigned(attributes), attributes.size()) == 1;
}

bool signature_holds(const Parsed& parsed, X509* own) {
  if (is_sm2(parsed)) return sm2_signature_holds(parsed, own);
  CMS_SignerInfo_set1_signer_cert(parsed.signer, own);
  return CMS_SignerInfo_verify(parsed.signer) == 1;
}

std::string digest_algorithm_of(const Parsed& parsed) {
  X509_ALGOR* algorithm = nullptr;
  CMS_SignerInfo_get0_algs(parsed.signer, nullptr, nullptr, &algorithm, nullptr);
  const ASN1_OBJECT* object = nullptr;
  X509_ALGOR_get0(&object, nullptr, nullptr, algorithm);
  const EVP_MD* const digest = EVP_get_digestbyobj(object);
  if (digest != nullptr) return EVP_MD_get0_name(digest);
  char oid[64];
  OBJ_obj2txt(oid, sizeof oid, object, 1);
  return oid;
}

std::optional<Problem> problem_of(const Parsed& parsed, const SignedDigest& signed_digest,
                                  CmsFacts& facts) {
  const CertificatePtr own = take_certificates(parsed, facts);
  const std::string digest = digest_algorithm_of(parsed);
  static constexpr std::array kSafe = {"SHA256",   "SHA384",   "SHA512", "SHA3-256",
                                       "SHA3-384", "SHA3-512", "SM3"};
  static constexpr std::array kBroken = {"SHA1", "SHA224", "MD5"};
  const bool broken = std::ranges::find(kBroken, digest) != kBroken.end();
  if (!broken && std::ranges::find(kSafe, digest) == kSafe.end()) return weak(digest);
  const ASN1_OCTET_STRING* const stated =
      signed_value(parsed, NID_pkcs9_messageDigest, V_ASN1_OCTET_STRING);
  if (stated == nullptr) return format_failure("没有摘要属性。", "there is no message digest.");
  if (!content_is_data(parsed))
    return format_failure("内容类型属性缺失或不对。", "the content type is missing or wrong.");
  if (view_of(stated) != signed_digest(digest.c_str()))
    return Problem{Validity::invalid,
                   "HASH_FAILURE",
                   {"文件内容与签名时不一致，已被改动。",
                    "The file's content is not what was signed: it was changed."}};
  if (!own)
    return Problem{
        Validity::indeterminate,
        "NO_SIGNING_CERTIFICATE_FOUND",
        {"签名中没有签名者的证书。", "The signature does not carry its signer's certificate."}};
  if (names_other_certificate(parsed, own.get(), facts))
    return format_failure("签名声明的证书不是所附证书。",
                          "they name another certificate than they carry.");
  if (!signature_holds(parsed, own.get()))
    return Problem{Validity::invalid,
                   "SIG_CRYPTO_FAILURE",
                   {"签名值不正确，签名是伪造的或已损坏。",
                    "The signature value is wrong: forged or damaged."}};
  if (broken) return weak(digest);
  return std::nullopt;
}

}  // namespace

CmsFacts check_cms(std::string_view padded_der, const SignedDigest& signed_digest) {
  CmsFacts facts;
  const Parsed parsed = parse(padded_der);
  if (parsed.signer == nullptr) {
    facts.problem = parsed.problem;
    ERR_clear_error();
    return facts;
  }
  facts.signature = view_of(CMS_SignerInfo_get0_signature(parsed.signer));
  facts.has_signing_time =
      CMS_signed_get_attr_by_NID(parsed.signer, NID_pkcs9_signingTime, -1) >= 0;
  const auto* const token = static_cast<const ASN1_STRING*>(CMS_unsigned_get0_data_by_OBJ(
      parsed.signer, OBJ_nid2obj(NID_id_smime_aa_timeStampToken), kExactlyOnce, V_ASN1_SEQUENCE));
  if (token != nullptr) facts.time_stamp = view_of(token);
  facts.problem = problem_of(parsed, signed_digest, facts);
  ERR_clear_error();
  return facts;
}

}  // namespace chengnuo::signing
