#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/provider.h>

#include <algorithm>

#include "pipeline/error.h"
#include "pipeline/file.h"
#include "signing/key_file.h"
#include "signing/openssl.h"
#include "signing/password.h"
#include "signing/pkcs11_uri.h"
#include "signing/sm2.h"

namespace chengnuo::signing {
namespace {

using pipeline::Error;
using pipeline::Message;
using pipeline::Remedy;

using ProviderPtr = std::unique_ptr<OSSL_PROVIDER, Free<OSSL_PROVIDER_unload>>;

[[noreturn]] void refuse(const char* code, const Message& what, const Message& advice,
                         const std::filesystem::path& file) {
  ERR_clear_error();  // its texts may name what was tried with the password
  const std::string tail = std::string(" [") + code + "]";
  throw Error(Remedy::fix_setup, {what.zh + tail, what.en + tail}, advice, file);
}

[[noreturn]] void refuse_file(const Message& what, const std::filesystem::path& file) {
  refuse("KEY_FILE", what,
         {"请检查配置中的签名密钥文件和证书文件路径及权限。",
          "Check the paths of key and certificate in the configuration, and who may read them."},
         file);
}

[[noreturn]] void refuse_password(const std::filesystem::path& file) {
  refuse("WRONG_PASSWORD",
         {"签名密钥的密码不正确。", "The password of the signing key is not right."},
         {"请检查密码文件的第一行。", "Check the first line of the password file."}, file);
}

std::string bytes_of(const std::filesystem::path& file) {
  try {
    return pipeline::read_file(file);
  } catch (const Error&) {  // for a key, no later attempt helps: somebody must put it there
    refuse_file({"无法读取签名密钥或证书文件。", "The key or certificate file could not be read."},
                file);
  }
}

/// Given always, so that OpenSSL never asks on the terminal.
int give_password(char* buffer, int size, int /*writing*/, void* password) {
  const auto* const given = static_cast<const Password*>(password);
  if (given->size() == 0 || given->size() > static_cast<std::size_t>(size)) return -1;
  std::copy_n(given->text(), given->size(), buffer);
  return static_cast<int>(given->size());
}

struct Opened {
  KeyPtr key;
  std::vector<std::string> chain;
};

BioPtr reader_of(const std::string& bytes) {
  BioPtr bio(BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size())));
  must(bio != nullptr, "BIO_new_mem_buf");
  return bio;
}

Opened open_pem(const KeySettings& settings, const std::string& bytes, Password& password) {
  Opened opened;
  opened.key.reset(
      PEM_read_bio_PrivateKey(reader_of(bytes).get(), nullptr, give_password, &password));
  if (!opened.key) {
    if (bytes.find("ENCRYPTED") != std::string::npos) refuse_password(settings.key_file);
    refuse_file({"文件中没有可用的私钥。", "The file holds no usable private key."},
                settings.key_file);
  }
  if (settings.certificate_file.empty())
    refuse_file(
        {"PEM 私钥需要另行配置证书文件。", "A PEM key needs a certificate file of its own."},
        settings.key_file);
  opened.chain = read_certificates(settings.certificate_file);
  return opened;
}

Opened open_pkcs12(const KeySettings& settings, PKCS12* pkcs12, const Password& password) {
  // An empty password has two encodings (RFC 7292, B.1): none and a terminator alone.
  const char* const text = password.given() ? password.text() : nullptr;
  if (PKCS12_verify_mac(pkcs12, text, -1) != 1 &&
      (password.size() != 0 || PKCS12_verify_mac(pkcs12, "", -1) != 1))
    refuse_password(settings.key_file);
  // Certification authorities still hand out files in RC2 and 3DES.
  const ProviderPtr old_ciphers(OSSL_PROVIDER_try_load(nullptr, "legacy", 1));
  EVP_PKEY* key = nullptr;
  X509* certificate = nullptr;
  STACK_OF(X509)* issuers = nullptr;
  const int parsed = PKCS12_parse(pkcs12, password.text(), &key, &certificate, &issuers);
  Opened opened;
  opened.key.reset(key);
  const CertificatePtr own(certificate);
  const CertificatesPtr others(issuers);
  if (parsed != 1 || !opened.key || !own)
    refuse_file(
        {"PKCS#12 文件中没有私钥和证书，或加密方式不受支持。",
         "The PKCS#12 file lacks a key or its certificate, or is encrypted in a way that is "
         "not supported."},
        settings.key_file);
  opened.chain.push_back(der_of(own.get()));
  for (int i = 0; i < sk_X509_num(others.get()); ++i)
    opened.chain.push_back(der_of(sk_X509_value(others.get(), i)));
  return opened;
}

class FileKey : public Key {
 public:
  FileKey(Opened opened, Algorithm algorithm)
      : key_(std::move(opened.key)), chain_(std::move(opened.chain)), algorithm_(algorithm) {}

  const std::vector<std::string>& chain() const override { return chain_; }
  Algorithm algorithm() const override { return algorithm_; }

  std::string sign(std::string_view bytes) override {
    const DigestContextPtr context(EVP_MD_CTX_new());
    KeyContextPtr sm2_context;
    const bool sm2 = algorithm_ == Algorithm::sm2_sm3;
    if (sm2) sm2_context = with_sm2_identity(context.get(), key_.get());
    const EVP_MD* const digest = sm2 ? EVP_sm3() : EVP_sha256();
    must(EVP_DigestSignInit(context.get(), nullptr, digest, nullptr, key_.get()) == 1,
         "EVP_DigestSignInit");
    std::size_t size = 0;
    must(EVP_DigestSign(context.get(), nullptr, &size, as_unsigned(bytes), bytes.size()) == 1,
         "EVP_DigestSign");
    std::string signature(size, '\0');
    must(EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                        as_unsigned(bytes), bytes.size()) == 1,
         "EVP_DigestSign");
    signature.resize(size);
    return signature;
  }

 private:
  KeyPtr key_;
  std::vector<std::string> chain_;
  Algorithm algorithm_;
};

}  // namespace

Algorithm algorithm_of(EVP_PKEY* key, const std::filesystem::path& file) {
  if (EVP_PKEY_is_a(key, "RSA") == 1) return Algorithm::rsa_sha256;
  if (EVP_PKEY_is_a(key, "SM2") == 1) return Algorithm::sm2_sm3;
  if (EVP_PKEY_is_a(key, "EC") == 1) return Algorithm::ecdsa_sha256;
  refuse("KEY_KIND", {"不支持此类签名密钥。", "Keys of this kind are not supported."},
         {"请使用 RSA、ECDSA 或 SM2 密钥。", "Use an RSA, ECDSA or SM2 key."}, file);
}

Password password_in(const std::filesystem::path& file) {
  return file.empty() ? Password() : Password(bytes_of(file));
}

std::vector<std::string> read_certificates(const std::filesystem::path& pem) {
  const std::string bytes = bytes_of(pem);
  const BioPtr bio = reader_of(bytes);
  std::vector<std::string> certificates;
  while (const CertificatePtr next{PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)})
    certificates.push_back(der_of(next.get()));
  ERR_clear_error();  // the last read always ends in "no start line"
  if (certificates.empty())
    refuse_file({"文件中没有证书。", "The file holds no certificate."}, pem);
  return certificates;
}

std::unique_ptr<Key> open_key(const KeySettings& settings) {
  if (is_pkcs11_uri(settings.key_file.string())) return open_token_key(settings);
  const std::string bytes = bytes_of(settings.key_file);
  Password password = password_in(settings.password_file);
  const unsigned char* next = as_unsigned(bytes);
  const Pkcs12Ptr pkcs12(d2i_PKCS12(nullptr, &next, static_cast<long>(bytes.size())));
  ERR_clear_error();  // a PEM file is no PKCS#12
  Opened opened =
      pkcs12 ? open_pkcs12(settings, pkcs12.get(), password) : open_pem(settings, bytes, password);
  const Algorithm algorithm = algorithm_of(opened.key.get(), settings.key_file);
  const CertificatePtr own = certificate_of(opened.chain.front());
  if (!own || X509_check_private_key(own.get(), opened.key.get()) != 1)
    refuse("KEY_MISMATCH", {"证书与私钥不匹配。", "The certificate does not belong to the key."},
           {"请配置与该私钥一同签发的证书，且置于证书文件首位。",
            "Configure the certificate that was issued for this key, first in its file."},
           settings.certificate_file.empty() ? settings.key_file : settings.certificate_file);
  return std::make_unique<FileKey>(std::move(opened), algorithm);
}

}  // namespace chengnuo::signing
