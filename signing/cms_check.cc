#include "signing/cms_check.h"

#include <openssl/err.h>

#include "signing/cms_parts.h"
#include "signing/der.h"
#include "signing/openssl.h"
#include "signing/sm2.h"

namespace chengnuo::signing {
namespace {

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

std::optional<Problem> parse(std::string_view padded_der, SignedData& data) {
  switch (parse_signed_data(padded_der, data)) {
    case CmsFault::not_signed_data:
      return format_failure("不是 CMS 签名。", "they are no CMS SignedData.");
    case CmsFault::bytes_behind:
      return format_failure("后面另有数据。", "something stands behind them.");
    case CmsFault::not_one_signer:
      return format_failure("签名者不是一个。", "there is not exactly one signer.");
    case CmsFault::none:
      break;
  }
  ASN1_OCTET_STRING** const content = CMS_get0_content(data.cms.get());
  if (content == nullptr || *content != nullptr)
    return format_failure("内含另一份内容。", "they hold a content of their own.");
  return std::nullopt;
}

const ASN1_OCTET_STRING* signed_value(const SignedData& data, int attribute, int type) {
  return static_cast<const ASN1_OCTET_STRING*>(
      CMS_signed_get0_data_by_OBJ(data.signer, OBJ_nid2obj(attribute), kExactlyOnce, type));
}

bool content_is_data(const SignedData& data) {
  const void* const type = CMS_signed_get0_data_by_OBJ(
      data.signer, OBJ_nid2obj(NID_pkcs9_contentType), kExactlyOnce, V_ASN1_OBJECT);
  return type != nullptr && OBJ_obj2nid(static_cast<const ASN1_OBJECT*>(type)) == NID_pkcs7_data;
}

bool is_sm2(const SignedData& data) {
  X509_ALGOR* algorithm = nullptr;
  CMS_SignerInfo_get0_algs(data.signer, nullptr, nullptr, nullptr, &algorithm);
  const ASN1_OBJECT* object = nullptr;
  X509_ALGOR_get0(&object, nullptr, nullptr, algorithm);
  char oid[64];
  OBJ_obj2txt(oid, sizeof oid, object, 1);
  return std::string_view(oid) == kSm2WithSm3;
}

/// OpenSSL 3.0 has no place for the signer's identity in a CMS, so SM2 is verified by hand.
bool sm2_signature_holds(const SignedData& data, X509* own) {
  EVP_PKEY* const key = X509_get0_pubkey(own);
  if (key == nullptr || EVP_PKEY_is_a(key, "SM2") != 1) return false;
  const DigestContextPtr context(EVP_MD_CTX_new());
  const KeyContextPtr identity = with_sm2_identity(context.get(), key);
  const std::string attributes = signed_attributes_of(data.signer);
  const std::string_view signature = view_of(CMS_SignerInfo_get0_signature(data.signer));
  return EVP_DigestVerifyInit(context.get(), nullptr, EVP_sm3(), nullptr, key) == 1 &&
         EVP_DigestVerify(context.get(), as_unsigned(signature), signature.size(),
                          as_unsigned(attributes), attributes.size()) == 1;
}

/// The digest of the signature value must be the one that the attributes' digest says.
bool algorithms_agree(const SignedData& data) {
  X509_ALGOR *digest = nullptr, *signature = nullptr;
  CMS_SignerInfo_get0_algs(data.signer, nullptr, nullptr, &digest, &signature);
  const ASN1_OBJECT *digest_id = nullptr, *signature_id = nullptr;
  X509_ALGOR_get0(&digest_id, nullptr, nullptr, digest);
  X509_ALGOR_get0(&signature_id, nullptr, nullptr, signature);
  int named = NID_undef;
  if (OBJ_find_sigid_algs(OBJ_obj2nid(signature_id), &named, nullptr) != 1) return true;
  return named == NID_undef || named == OBJ_obj2nid(digest_id);
}

bool signature_holds(const SignedData& data, X509* own) {
  if (is_sm2(data)) return sm2_signature_holds(data, own);
  CMS_SignerInfo_set1_signer_cert(data.signer, own);
  return CMS_SignerInfo_verify(data.signer) == 1;
}

std::optional<Problem> problem_of(const SignedData& data, const SignedDigest& signed_digest,
                                  CmsFacts& facts) {
  const CertificatePtr own = take_signer(data, facts.certificates);
  if (own) {
    facts.signer = der_of(own.get());
    facts.common_name = common_name_of(own.get());
    facts.serial = hex_of(X509_get0_serialNumber(own.get()));
  }
  const std::string digest = signer_digest(data);
  const Strength strength = strength_of_digest(digest);
  if (strength == Strength::unknown) return weak(digest);
  if (!algorithms_agree(data))
    return format_failure("摘要算法与签名算法不一致。", "its digest is not its signature's.");
  const ASN1_OCTET_STRING* const stated =
      signed_value(data, NID_pkcs9_messageDigest, V_ASN1_OCTET_STRING);
  if (stated == nullptr) return format_failure("没有摘要属性。", "there is no message digest.");
  if (!content_is_data(data))
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
  const SwornTo sworn = certificate_sworn_to(data, own.get());
  facts.names_certificate = sworn == SwornTo::this_one;
  if (sworn == SwornTo::another)
    return format_failure("签名声明的证书不是所附证书。",
                          "they name another certificate than they carry.");
  if (!signature_holds(data, own.get()))
    return Problem{Validity::invalid,
                   "SIG_CRYPTO_FAILURE",
                   {"签名值不正确，签名是伪造的或已损坏。",
                    "The signature value is wrong: forged or damaged."}};
  if (strength == Strength::safe) return std::nullopt;
  if (digest == "SHA1") facts.weak = weak(digest);
  return weak(digest);
}

}  // namespace

CmsFacts check_cms(std::string_view padded_der, const SignedDigest& signed_digest) {
  CmsFacts facts;
  SignedData data;
  facts.problem = parse(padded_der, data);
  if (facts.problem) {
    ERR_clear_error();
    return facts;
  }
  facts.signature = view_of(CMS_SignerInfo_get0_signature(data.signer));
  facts.has_signing_time = CMS_signed_get_attr_by_NID(data.signer, NID_pkcs9_signingTime, -1) >= 0;
  const auto* const token = static_cast<const ASN1_STRING*>(CMS_unsigned_get0_data_by_OBJ(
      data.signer, OBJ_nid2obj(NID_id_smime_aa_timeStampToken), kExactlyOnce, V_ASN1_SEQUENCE));
  if (token != nullptr) facts.time_stamp = view_of(token);
  facts.problem = problem_of(data, signed_digest, facts);
  ERR_clear_error();
  return facts;
}

}  // namespace chengnuo::signing
