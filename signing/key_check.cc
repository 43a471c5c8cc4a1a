#include "signing/key_check.h"

#include <algorithm>
#include <array>

#include "pipeline/error.h"
#include "pipeline/json.h"
#include "signing/openssl.h"

namespace chengnuo::signing {
namespace {

using pipeline::Message;

const Message kAskForNew = {"请向证书机构申请新的签名证书并更新配置。",
                            "Ask the certification authority for a new one and configure it."};

std::string day_of(const ASN1_TIME* time) { return pipeline::rfc3339(time_of(time)).substr(0, 10); }

void check_validity(X509* certificate, pipeline::Time at, std::vector<KeyProblem>& problems) {
  const ASN1_TIME* const from = X509_get0_notBefore(certificate);
  const ASN1_TIME* const until = X509_get0_notAfter(certificate);
  if (at > time_of(until)) {
    problems.push_back({"CERT_EXPIRED",
                        {"签名证书已于 " + day_of(until) + " 过期。",
                         "A certificate of the signing key expired on " + day_of(until) + "."},
                        kAskForNew});
  }
  if (at < time_of(from)) {
    problems.push_back(
        {"CERT_NOT_YET_VALID",
         {"签名证书自 " + day_of(from) + " 起才有效。",
          "A certificate of the signing key is not valid before " + day_of(from) + "."},
         {"请检查本机时钟，或等到该日。", "Check this machine's clock, or wait for that day."}});
  }
}

/// With an extendedKeyUsage, one of these must be in it: a web server's key signs no documents.
bool may_sign_documents(X509* certificate) {
  static constexpr std::array kPurposes = {
      "2.5.29.37.0",             // any
      "1.3.6.1.5.5.7.3.4",       // e-mail protection
      "1.3.6.1.5.5.7.3.36",      // document signing (RFC 9336)
      "1.3.6.1.5.5.7.3.2",       // client authentication: what many CAs give persons and bodies
      "1.2.840.113583.1.1.5",    // Adobe's
      "1.3.6.1.4.1.311.10.3.12"  // Microsoft's
  };
  const std::unique_ptr<EXTENDED_KEY_USAGE, Free<EXTENDED_KEY_USAGE_free>> usages(
      static_cast<EXTENDED_KEY_USAGE*>(
          X509_get_ext_d2i(certificate, NID_ext_key_usage, nullptr, nullptr)));
  if (!usages) return true;
  for (int i = 0; i < sk_ASN1_OBJECT_num(usages.get()); ++i) {
    char oid[64];
    OBJ_obj2txt(oid, sizeof oid, sk_ASN1_OBJECT_value(usages.get(), i), 1);
    if (std::ranges::any_of(kPurposes,
                            [&](const char* purpose) { return oid == std::string_view(purpose); }))
      return true;
  }
  return false;
}

void check_usage(X509* certificate, std::vector<KeyProblem>& problems) {
  // All bits are set where the certificate has no keyUsage.
  const std::uint32_t usage = X509_get_key_usage(certificate);
  if ((usage & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)) != 0 && may_sign_documents(certificate))
    return;
  problems.push_back(
      {"KEY_USAGE",
       {"该证书的用途不含文件签名。", "The certificate is not meant for signing documents."},
       kAskForNew});
}

bool strong(EVP_PKEY* key) {
  if (EVP_PKEY_is_a(key, "RSA") == 1) return EVP_PKEY_get_bits(key) >= 2048;
  char group[64] = "";
  EVP_PKEY_get_group_name(key, group, sizeof group, nullptr);
  constexpr std::array kCurves = {"prime256v1", "secp384r1", "secp521r1", "SM2"};
  return std::ranges::any_of(kCurves,
                             [&](const char* curve) { return group == std::string_view(curve); });
}

void check_strength(X509* certificate, std::vector<KeyProblem>& problems) {
  int digest = NID_undef;
  OBJ_find_sigid_algs(X509_get_signature_nid(certificate), &digest, nullptr);
  const bool weak_digest = digest == NID_sha1 || digest == NID_md5;
  // A root's own signature proves nothing, so its digest does not matter.
  const bool self_issued =
      X509_NAME_cmp(X509_get_subject_name(certificate), X509_get_issuer_name(certificate)) == 0;
  if (strong(X509_get0_pubkey(certificate)) && (!weak_digest || self_issued)) return;
  problems.push_back(
      {"WEAK_KEY",
       {"签名证书或其上级证书的密钥或摘要算法强度不足（至少 RSA 2048、P-256 或 SM2，不得用 "
        "SHA-1）。",
        "A certificate of the signing key is too weak: at least RSA 2048, P-256 or SM2 is "
        "wanted, and no SHA-1."},
       kAskForNew});
}

void check_issuers(const std::vector<CertificatePtr>& chain, std::vector<KeyProblem>& problems) {
  for (std::size_t i = 0; i + 1 < chain.size(); ++i) {
    if (X509_check_issued(chain[i + 1].get(), chain[i].get()) == X509_V_OK) continue;
    problems.push_back(
        {"CHAIN",
         {"证书文件中的证书没有按签发顺序排列，或缺少上级证书。",
          "The certificates are not in order of issue, or one between them is missing."},
         {"请按 本证书、上级、再上级 的顺序放入证书文件。",
          "Put them into the certificate file in this order: its own, its issuer's, and so on."}});
    return;
  }
}

}  // namespace

std::vector<KeyProblem> problems_of(const Key& key, pipeline::Time at) {
  std::vector<CertificatePtr> chain;
  for (const std::string& der : key.chain()) {
    chain.push_back(certificate_of(der));
    must(chain.back() != nullptr, "d2i_X509");
  }
  std::vector<KeyProblem> problems;
  for (const CertificatePtr& certificate : chain) check_validity(certificate.get(), at, problems);
  check_usage(chain.front().get(), problems);
  for (const CertificatePtr& certificate : chain) check_strength(certificate.get(), problems);
  check_issuers(chain, problems);
  return problems;
}

void check_key(const Key& key, pipeline::Time at) {
  const std::vector<KeyProblem> problems = problems_of(key, at);
  if (problems.empty()) return;
  const KeyProblem& first = problems.front();
  const std::string tail = " [" + first.code + "]";
  throw pipeline::Error(pipeline::Remedy::fix_setup, {first.what.zh + tail, first.what.en + tail},
                        first.advice);
}

}  // namespace chengnuo::signing
