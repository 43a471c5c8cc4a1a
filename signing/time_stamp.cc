#include "signing/time_stamp.h"

#include <openssl/err.h>
#include <openssl/ts.h>

#include "signing/cms_parts.h"

namespace chengnuo::signing {
namespace {

using pipeline::Message;
using TokenInfoPtr = std::unique_ptr<TS_TST_INFO, Free<TS_TST_INFO_free>>;
using RequestPtr = std::unique_ptr<TS_REQ, Free<TS_REQ_free>>;
using ResponsePtr = std::unique_ptr<TS_RESP, Free<TS_RESP_free>>;
using ImprintPtr = std::unique_ptr<TS_MSG_IMPRINT, Free<TS_MSG_IMPRINT_free>>;
using AlgorithmPtr = std::unique_ptr<X509_ALGOR, Free<X509_ALGOR_free>>;
using NumberPtr = std::unique_ptr<ASN1_INTEGER, Free<ASN1_INTEGER_free>>;
using UsagesPtr = std::unique_ptr<EXTENDED_KEY_USAGE, Free<EXTENDED_KEY_USAGE_free>>;

Problem failure(Validity verdict, const char* code, const char* zh, const char* en) {
  return {verdict, code, {std::string("时间戳") + zh, std::string("The time stamp ") + en}};
}
Problem format_failure() {
  return failure(Validity::invalid, "FORMAT_FAILURE", "的数据不合规。", "is not in order.");
}

/// The signature and its attributes; the content goes to the result. Null if it does not hold.
TokenInfoPtr verified_content(const SignedData& data) {
  const BioPtr content(BIO_new(BIO_s_mem()));
  if (CMS_verify(data.cms.get(), nullptr, nullptr, nullptr, content.get(),
                 CMS_NO_SIGNER_CERT_VERIFY | CMS_BINARY) != 1)
    return nullptr;
  return TokenInfoPtr(d2i_TS_TST_INFO_bio(content.get(), nullptr));
}

bool only_stamps_time(X509* certificate) {
  int critical = 0;
  const UsagesPtr usages(static_cast<EXTENDED_KEY_USAGE*>(
      X509_get_ext_d2i(certificate, NID_ext_key_usage, &critical, nullptr)));
  return usages && critical == 1 && sk_ASN1_OBJECT_num(usages.get()) == 1 &&
         OBJ_obj2nid(sk_ASN1_OBJECT_value(usages.get(), 0)) == NID_time_stamp;
}

std::optional<Problem> problem_of_imprint(TS_TST_INFO* info, const SignedDigest& stamped_digest) {
  TS_MSG_IMPRINT* const imprint = TS_TST_INFO_get_msg_imprint(info);
  const std::string digest = digest_named(TS_MSG_IMPRINT_get_algo(imprint));
  const Strength strength = strength_of_digest(digest);
  if (strength != Strength::safe)
    return failure(Validity::indeterminate, "CRYPTO_CONSTRAINTS_FAILURE",
                   "使用了不安全或不支持的摘要算法。", "rests on a digest that is not safe.");
  if (view_of(TS_MSG_IMPRINT_get_msg(imprint)) != stamped_digest(digest.c_str()))
    return failure(Validity::invalid, "HASH_FAILURE", "不是针对这些内容签发的。",
                   "was made for other bytes.");
  return std::nullopt;
}

std::optional<Problem> problem_of(const SignedData& data, const SignedDigest& stamped_digest,
                                  TimeStampFacts& facts) {
  const CertificatePtr signer = take_signer(data, facts.certificates);
  if (!signer)
    return failure(Validity::indeterminate, "NO_SIGNING_CERTIFICATE_FOUND", "中没有签发者的证书。",
                   "does not carry its signer's certificate.");
  facts.signer = der_of(signer.get());
  facts.authority = common_name_of(signer.get());
  if (OBJ_obj2nid(CMS_get0_eContentType(data.cms.get())) != NID_id_smime_ct_TSTInfo)
    return format_failure();
  const TokenInfoPtr info = verified_content(data);
  if (!info)
    return failure(Validity::invalid, "SIG_CRYPTO_FAILURE", "的签名不正确。",
                   "is forged or damaged.");
  const auto time = try_time_of(TS_TST_INFO_get_time(info.get()));
  if (!time) return format_failure();
  facts.time = *time;
  facts.serial = hex_of(TS_TST_INFO_get_serial(info.get()));
  if (const auto problem = problem_of_imprint(info.get(), stamped_digest)) return problem;
  if (certificate_sworn_to(data, signer.get()) != SwornTo::this_one) return format_failure();
  if (strength_of_digest(signer_digest(data)) != Strength::safe)
    return failure(Validity::indeterminate, "CRYPTO_CONSTRAINTS_FAILURE",
                   "使用了不安全或不支持的摘要算法。", "rests on a digest that is not safe.");
  if (!only_stamps_time(signer.get()))
    return failure(Validity::indeterminate, "CHAIN_CONSTRAINTS_FAILURE",
                   "的签发证书不是专用于时间戳的。",
                   "was signed with a certificate that is not meant for time stamps alone.");
  return std::nullopt;
}

ImprintPtr imprint_of(std::string_view sha256) {
  ImprintPtr imprint(TS_MSG_IMPRINT_new());
  const AlgorithmPtr algorithm(X509_ALGOR_new());
  must(imprint && algorithm, "TS_MSG_IMPRINT_new");
  must(X509_ALGOR_set0(algorithm.get(), OBJ_nid2obj(NID_sha256), V_ASN1_NULL, nullptr) == 1,
       "X509_ALGOR_set0");
  must(TS_MSG_IMPRINT_set_algo(imprint.get(), algorithm.get()) == 1, "TS_MSG_IMPRINT_set_algo");
  std::string bytes(sha256);  // the function wants to write to it
  must(TS_MSG_IMPRINT_set_msg(imprint.get(), reinterpret_cast<unsigned char*>(bytes.data()),
                              static_cast<int>(bytes.size())) == 1,
       "TS_MSG_IMPRINT_set_msg");
  return imprint;
}

template <typename Ptr, auto decode>
Ptr decoded(std::string_view der) {
  const unsigned char* next = as_unsigned(der);
  return Ptr(decode(nullptr, &next, static_cast<long>(der.size())));
}

/// Nothing if it was granted and holds the nonce.
Message complaint(TS_RESP* response, TS_REQ* request) {
  const ASN1_INTEGER* const status = TS_STATUS_INFO_get0_status(TS_RESP_get_status_info(response));
  const long granted = ASN1_INTEGER_get(status);
  if (granted != TS_STATUS_GRANTED && granted != TS_STATUS_GRANTED_WITH_MODS)
    return {"对方拒绝签发（状态 " + std::to_string(granted) + "）",
            "it was refused (status " + std::to_string(granted) + ")"};
  TS_TST_INFO* const info = TS_RESP_get_tst_info(response);
  const ASN1_INTEGER* const nonce = info != nullptr ? TS_TST_INFO_get_nonce(info) : nullptr;
  if (nonce == nullptr || ASN1_INTEGER_cmp(nonce, TS_REQ_get_nonce(request)) != 0)
    return {"答复不是针对本次请求的（随机数不符）", "it answers another question (nonce)"};
  return {};
}

}  // namespace

TimeStampFacts check_time_stamp(std::string_view padded_der, const SignedDigest& stamped_digest) {
  TimeStampFacts facts;
  SignedData data;
  if (parse_signed_data(padded_der, data) != CmsFault::none)
    facts.problem = format_failure();
  else
    facts.problem = problem_of(data, stamped_digest, facts);
  ERR_clear_error();
  return facts;
}

std::string time_stamp_request(std::string_view sha256, std::string_view nonce) {
  const RequestPtr request(TS_REQ_new());
  const BignumPtr number(BN_bin2bn(as_unsigned(nonce), static_cast<int>(nonce.size()), nullptr));
  must(request && number, "TS_REQ_new");
  const NumberPtr asn1(BN_to_ASN1_INTEGER(number.get(), nullptr));
  must(asn1 && TS_REQ_set_version(request.get(), 1) == 1 &&
           TS_REQ_set_msg_imprint(request.get(), imprint_of(sha256).get()) == 1 &&
           TS_REQ_set_nonce(request.get(), asn1.get()) == 1 &&
           TS_REQ_set_cert_req(request.get(), 1) == 1,
       "TS_REQ");
  unsigned char* bytes = nullptr;
  const int size = i2d_TS_REQ(request.get(), &bytes);
  must(size > 0, "i2d_TS_REQ");
  const BytesPtr owner(bytes);
  return std::string(as_view(bytes, static_cast<std::size_t>(size)));
}

TimeStampAnswer read_time_stamp_answer(std::string_view answer, std::string_view request,
                                       std::string_view sha256) {
  TimeStampAnswer read;
  const auto response = decoded<ResponsePtr, d2i_TS_RESP>(answer);
  const auto asked = decoded<RequestPtr, d2i_TS_REQ>(request);
  if (!response || !asked) {
    ERR_clear_error();
    read.problem = {"答复不是时间戳", "the answer is no time stamp"};
    return read;
  }
  read.problem = complaint(response.get(), asked.get());
  PKCS7* const token = TS_RESP_get_token(response.get());
  if (!read.problem.empty() || token == nullptr) {
    if (read.problem.empty()) read.problem = {"答复中没有时间戳", "there is no time stamp in it"};
    return read;
  }
  unsigned char* bytes = nullptr;
  const int size = i2d_PKCS7(token, &bytes);
  must(size > 0, "i2d_PKCS7");
  const BytesPtr owner(bytes);
  const std::string der(as_view(bytes, static_cast<std::size_t>(size)));
  read.facts = check_time_stamp(der, [sha256](const char* algorithm) {
    return algorithm == std::string_view("SHA256") ? std::string(sha256) : std::string();
  });
  if (read.facts.problem)
    read.problem = read.facts.problem->what;
  else
    read.token = der;
  return read;
}

}  // namespace chengnuo::signing
