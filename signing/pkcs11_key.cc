#include <openssl/ecdsa.h>
#include <openssl/err.h>

#include <memory>

#include "pipeline/error.h"
#include "signing/key_file.h"
#include "signing/openssl.h"
#include "signing/pkcs11_session.h"

namespace chengnuo::signing {
namespace {

using pipeline::Remedy;
using EcdsaPtr = std::unique_ptr<ECDSA_SIG, Free<ECDSA_SIG_free>>;

/// DER of DigestInfo (RFC 8017, 9.2) up to the digest, for SHA-256.
constexpr std::string_view kSha256Info(
    "\x30\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00\x04\x20", 19);

/// Tokens give r and s one behind the other; certificates' world wants DER (RFC 3279, 2.2.3).
std::string der_of_raw(const std::string& raw) {
  const EcdsaPtr signature(ECDSA_SIG_new());
  const int half = static_cast<int>(raw.size() / 2);
  const unsigned char* const bytes = as_unsigned(raw);
  must(signature && ECDSA_SIG_set0(signature.get(), BN_bin2bn(bytes, half, nullptr),
                                   BN_bin2bn(bytes + half, half, nullptr)) == 1,
       "ECDSA_SIG_set0");
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(signature.get(), &der);
  must(size > 0, "i2d_ECDSA_SIG");
  const BytesPtr owner(der);
  return std::string(as_view(der, static_cast<std::size_t>(size)));
}

class Pkcs11Key : public Key {
 public:
  explicit Pkcs11Key(const KeySettings& settings)
      : uri_(parse_pkcs11_uri(settings.key_file.string())),
        pin_file_(settings.password_file),
        session_(std::make_unique<Pkcs11Session>(uri_, pin_file_)),
        chain_(settings.certificate_file.empty() ? session_->certificates()
                                                 : read_certificates(settings.certificate_file)) {
    const CertificatePtr own = chain_.empty() ? nullptr : certificate_of(chain_.front());
    if (!own) refuse_mismatch();
    algorithm_ = algorithm_of(X509_get0_pubkey(own.get()), settings.key_file);
    check_pair(X509_get0_pubkey(own.get()));
  }

  const std::vector<std::string>& chain() const override { return chain_; }
  Algorithm algorithm() const override { return algorithm_; }

  std::string sign(std::string_view bytes) override {
    try {
      return sign_once(bytes);
    } catch (const SessionLost&) {
      session_ = std::make_unique<Pkcs11Session>(uri_, pin_file_);
      return sign_once(bytes);
    }
  }

 private:
  std::string sign_once(std::string_view bytes) const {
    const std::string digest = digest_of(bytes, EVP_sha256());
    if (algorithm_ == Algorithm::ecdsa_sha256)
      return der_of_raw(session_->sign({CKM_ECDSA, nullptr, 0}, digest));
    return session_->sign({CKM_RSA_PKCS, nullptr, 0}, std::string(kSha256Info) + digest);
  }

  /// The token does not say whose certificate is whose in a way that all of them share: it signs
  /// something, and the certificate is to verify it.
  void check_pair(EVP_PKEY* key) {
    const std::string_view probe = "chengnuo: does this certificate belong to this key?";
    if (algorithm_ == Algorithm::sm2_sm3) refuse_sm2();
    const std::string signature = sign_once(probe);
    const DigestContextPtr context(EVP_MD_CTX_new());
    const bool fits =
        EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key) == 1 &&
        EVP_DigestVerify(context.get(), as_unsigned(signature), signature.size(),
                         as_unsigned(probe), probe.size()) == 1;
    ERR_clear_error();
    if (!fits) refuse_mismatch();
  }

  [[noreturn]] static void refuse_mismatch() {
    throw pipeline::Error(
        Remedy::fix_setup,
        {"证书与密钥盘中的私钥不匹配，或密钥盘中没有证书。 [KEY_MISMATCH]",
         "The certificate does not belong to the token's key, or there is none. [KEY_MISMATCH]"},
        {"请在 certificate 中配置该密钥的证书（PEM，本证书在前）。",
         "Name the key's certificate in `certificate`: PEM, its own first."});
  }
  [[noreturn]] static void refuse_sm2() {
    throw pipeline::Error(
        Remedy::fix_setup,
        {"PKCS#11 没有统一的 SM2 机制，不支持密钥盘中的 SM2 密钥。 [KEY_KIND]",
         "PKCS#11 has no common mechanism for SM2: such keys in tokens are not supported. "
         "[KEY_KIND]"},
        {"请使用 RSA 或 ECDSA 密钥。", "Use an RSA or ECDSA key."});
  }

  Pkcs11Uri uri_;
  std::filesystem::path pin_file_;
  std::unique_ptr<Pkcs11Session> session_;
  std::vector<std::string> chain_;
  Algorithm algorithm_ = Algorithm::rsa_sha256;
};

}  // namespace

std::unique_ptr<Key> open_token_key(const KeySettings& settings) {
  return std::make_unique<Pkcs11Key>(settings);
}

}  // namespace chengnuo::signing
