#include "signing/trust.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509_vfy.h>

#include "pipeline/error.h"
#include "pipeline/file.h"
#include "signing/openssl.h"
#include "signing/sm2.h"

namespace chengnuo::signing {
namespace {

using pipeline::Message;

CertificatePtr prepared(std::string_view der) {
  CertificatePtr certificate = certificate_of(der);
  if (certificate) set_sm2_identity(certificate.get());
  return certificate;
}

Problem problem_of_error(int error) {
  const std::string detail = X509_verify_cert_error_string(error);
  switch (error) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return {
          Validity::indeterminate,
          "OUT_OF_BOUNDS_NO_POE",
          {"签名证书在核验时间不在有效期内，且没有时间戳证明签名时有效。",
           "A certificate is not valid at the time of verification, and no time stamp proves that "
           "it was when the signature was made."}};
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
      return {Validity::indeterminate,
              "NO_CERTIFICATE_CHAIN_FOUND",
              {"签名完好，但签名证书不是由受信任的机构签发（可用 --trust 指定信任的根证书）。",
               "The signature is intact, but its certificate does not lead to a trusted authority "
               "(name one with --trust)."}};
    case X509_V_ERR_CERT_SIGNATURE_FAILURE:
      return {Validity::invalid,
              "CERTIFICATE_CHAIN_GENERAL_FAILURE",
              {"签名证书是伪造的：其签发机构的签名不对。",
               "A certificate is forged: its issuer's signature is wrong."}};
    case X509_V_ERR_CA_MD_TOO_WEAK:
    case X509_V_ERR_CA_KEY_TOO_SMALL:
    case X509_V_ERR_EE_KEY_TOO_SMALL:
      return {Validity::indeterminate,
              "CRYPTO_CONSTRAINTS_FAILURE_NO_POE",
              {"证书链中有强度不足的密钥或摘要算法。",
               "A key or a digest in the certificate chain is too weak."}};
    default:
      return {Validity::indeterminate,
              "CHAIN_CONSTRAINTS_FAILURE",
              {"证书链不合要求：" + detail, "The certificate chain is not good enough: " + detail}};
  }
}

struct Path {
  std::optional<Problem> problem;
  std::vector<std::string> certificates;  ///< from the signer to the anchor, DER
};

Path path_of(std::string_view signer, const std::vector<std::string>& others,
             const TrustAnchors& anchors, pipeline::Time at) {
  const CertificatePtr own = prepared(signer);
  const StorePtr store(X509_STORE_new());
  const StoreContextPtr context(X509_STORE_CTX_new());
  const CertificatesPtr untrusted(sk_X509_new_null());
  must(own && store && context && untrusted, "X509_STORE_new");
  for (const std::string& der : anchors.certificates)
    if (const CertificatePtr anchor = prepared(der))
      must(X509_STORE_add_cert(store.get(), anchor.get()) == 1, "X509_STORE_add_cert");
  for (const std::string& der : others)
    if (CertificatePtr other = prepared(der)) sk_X509_push(untrusted.get(), other.release());
  must(X509_STORE_CTX_init(context.get(), store.get(), own.get(), untrusted.get()) == 1,
       "X509_STORE_CTX_init");
  X509_VERIFY_PARAM* const parameters = X509_STORE_CTX_get0_param(context.get());
  const auto seconds = std::chrono::floor<std::chrono::seconds>(at).time_since_epoch();
  X509_VERIFY_PARAM_set_time(parameters, static_cast<std::time_t>(seconds.count()));
  constexpr int kModern = 2;  // 112 bits: no SHA-1, no RSA below 2048
  X509_VERIFY_PARAM_set_auth_level(parameters, at < kEndOfSha1 ? 0 : kModern);
  X509_VERIFY_PARAM_set_flags(parameters, X509_V_FLAG_PARTIAL_CHAIN);  // any anchor ends a chain
  const int verified = X509_verify_cert(context.get());
  const int error = X509_STORE_CTX_get_error(context.get());
  ERR_clear_error();
  if (verified != 1) return {problem_of_error(error), {}};
  if ((X509_get_key_usage(own.get()) & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)) == 0)
    return {problem_of_error(X509_V_ERR_INVALID_PURPOSE), {}};
  Path path;
  STACK_OF(X509)* const chain = X509_STORE_CTX_get0_chain(context.get());
  for (int i = 0; i < sk_X509_num(chain); ++i)
    path.certificates.push_back(der_of(sk_X509_value(chain, i)));
  return path;
}

}  // namespace

TrustAnchors read_trust_anchors(const std::vector<std::filesystem::path>& pem_files) {
  TrustAnchors anchors;
  for (const std::filesystem::path& file : pem_files) {
    const std::string bytes = pipeline::read_file(file);
    const BioPtr bio(BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size())));
    const std::size_t before = anchors.certificates.size();
    while (const CertificatePtr next{PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)})
      anchors.certificates.push_back(der_of(next.get()));
    if (anchors.certificates.size() == before)  // DER, as Windows saves it
      if (const CertificatePtr only = certificate_of(bytes))
        anchors.certificates.push_back(der_of(only.get()));
    ERR_clear_error();  // the last read always ends in "no start line"
    if (anchors.certificates.size() == before) {
      throw pipeline::Error(
          pipeline::Remedy::fix_setup,
          {"信任证书文件中没有证书。", "The file of trusted certificates holds none."},
          {"请提供 PEM 或 DER 格式的证书文件。", "Give a file of certificates in PEM or DER."},
          file);
    }
  }
  return anchors;
}

std::optional<Problem> problem_of_chain(std::string_view signer,
                                        const std::vector<std::string>& others,
                                        const TrustAnchors& anchors, pipeline::Time at) {
  return path_of(signer, others, anchors, at).problem;
}

std::vector<std::string> chain_of(std::string_view signer, const std::vector<std::string>& others,
                                  const TrustAnchors& anchors, pipeline::Time at) {
  return path_of(signer, others, anchors, at).certificates;
}

}  // namespace chengnuo::signing
