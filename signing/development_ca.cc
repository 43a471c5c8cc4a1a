#include "signing/development_ca.h"

#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <algorithm>

#include "pipeline/digest.h"
#include "pipeline/error.h"
#include "pipeline/file.h"
#include "pipeline/text.h"
#include "signing/openssl.h"
#include "signing/output_file.h"
#include "signing/sm2.h"

namespace chengnuo::signing {
namespace {

constexpr const char* kMark = "开发测试 DEVELOPMENT ONLY";

/// Certificates begin a day early: a verifier's clock may be behind.
constexpr std::time_t kClockSkew = 24 * 60 * 60;

/// A key with its certificate and, above them, who issued it (none: itself).
struct Issued {
  KeyPtr key;
  CertificatePtr certificate;
};

KeyPtr generate(KeyKind kind) {
  KeyPtr key;
  switch (kind) {
    case KeyKind::rsa_3072:
      key.reset(EVP_RSA_gen(3072));
      break;
    case KeyKind::p_256:
      key.reset(EVP_EC_gen("prime256v1"));
      break;
    case KeyKind::sm2:
      key.reset(EVP_PKEY_Q_keygen(nullptr, nullptr, "SM2"));
      break;
  }
  must(key != nullptr, "key generation");
  return key;
}

void add_name(X509_NAME* subject, const char* part, const std::string& utf8) {
  must(X509_NAME_add_entry_by_txt(subject, part, MBSTRING_UTF8, as_unsigned(utf8),
                                  static_cast<int>(utf8.size()), -1, 0) == 1,
       "X509_NAME_add_entry_by_txt");
}

void add_extension(X509* certificate, X509* issuer, int kind, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const ExtensionPtr extension(X509V3_EXT_conf_nid(nullptr, &context, kind, value));
  must(extension != nullptr && X509_add_ext(certificate, extension.get(), -1) == 1,
       "X509V3_EXT_conf_nid");
}

void set_serial(X509* certificate) {
  const std::string hex = "4" + pipeline::random_hex(16).substr(1);  // positive, of fixed length
  BIGNUM* number = nullptr;
  must(BN_hex2bn(&number, hex.c_str()) > 0, "BN_hex2bn");
  const BignumPtr owner(number);
  must(BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) != nullptr,
       "BN_to_ASN1_INTEGER");
}

void sign_certificate(X509* certificate, EVP_PKEY* key) {
  const bool sm2 = EVP_PKEY_is_a(key, "SM2") == 1;
  const DigestContextPtr context(EVP_MD_CTX_new());
  KeyContextPtr sm2_context;
  if (sm2) sm2_context = with_sm2_identity(context.get(), key);
  must(EVP_DigestSignInit(context.get(), nullptr, sm2 ? EVP_sm3() : EVP_sha256(), nullptr, key) ==
               1 &&
           X509_sign_ctx(certificate, context.get()) > 0,
       "X509_sign_ctx");
}

Issued issue(const Issued* issuer, const std::string& common_name, KeyKind kind, pipeline::Time now,
             int years) {
  Issued issued{generate(kind), CertificatePtr(X509_new())};
  X509* const certificate = issued.certificate.get();
  must(certificate != nullptr && X509_set_version(certificate, X509_VERSION_3) == 1, "X509_new");
  set_serial(certificate);
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch());
  const std::time_t start = static_cast<std::time_t>(seconds.count()) - kClockSkew;
  must(ASN1_TIME_set(X509_getm_notBefore(certificate), start) != nullptr &&
           ASN1_TIME_adj(X509_getm_notAfter(certificate), start, 365 * years, 0) != nullptr,
       "ASN1_TIME_set");
  X509_NAME* const subject = X509_get_subject_name(certificate);
  add_name(subject, "C", "CN");
  add_name(subject, "O", kMark);
  add_name(subject, "CN", common_name);
  X509* const above = issuer != nullptr ? issuer->certificate.get() : certificate;
  must(X509_set_issuer_name(certificate, X509_get_subject_name(above)) == 1 &&
           X509_set_pubkey(certificate, issued.key.get()) == 1,
       "X509_set_issuer_name");
  add_extension(certificate, above, NID_subject_key_identifier, "hash");
  if (issuer == nullptr) {
    add_extension(certificate, above, NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
    add_extension(certificate, above, NID_key_usage, "critical,keyCertSign,cRLSign");
  } else {
    add_extension(certificate, above, NID_authority_key_identifier, "keyid");
    add_extension(certificate, above, NID_basic_constraints, "critical,CA:FALSE");
    add_extension(certificate, above, NID_key_usage, "critical,digitalSignature,nonRepudiation");
    add_extension(certificate, above, NID_ext_key_usage, "emailProtection,1.3.6.1.5.5.7.3.36");
  }
  sign_certificate(certificate, issuer != nullptr ? issuer->key.get() : issued.key.get());
  return issued;
}

void write_secret(const std::filesystem::path& path, std::string_view bytes) {
  OutputFile file(path, 0600);
  file.write(bytes);
  file.commit();
}

std::string pem_of(X509* certificate) {
  const BioPtr bio(BIO_new(BIO_s_mem()));
  must(bio != nullptr && PEM_write_bio_X509(bio.get(), certificate) == 1, "PEM_write_bio_X509");
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &bytes);
  return std::string(bytes, static_cast<std::size_t>(size));
}

struct KeyFiles {
  std::filesystem::path key;
  std::filesystem::path password;
};

KeyFiles files_of(const std::filesystem::path& folder, const std::string& name) {
  return {folder / (name + ".p12"), folder / (name + ".password")};
}

/// The password first: a .p12 that is there can be opened.
void store(const KeyFiles& files, const Issued& issued, X509* issuer, const std::string& label) {
  const std::string password = pipeline::random_hex(16);
  write_secret(files.password, password + "\n");
  const BorrowedCertificatesPtr issuers(sk_X509_new_null());
  if (issuer != nullptr) sk_X509_push(issuers.get(), issuer);
  const Pkcs12Ptr pkcs12(PKCS12_create(password.c_str(), label.c_str(), issued.key.get(),
                                       issued.certificate.get(), issuers.get(), 0, 0, 0, 0, 0));
  must(pkcs12 != nullptr, "PKCS12_create");
  unsigned char* bytes = nullptr;
  const int size = i2d_PKCS12(pkcs12.get(), &bytes);
  const BytesPtr owner(bytes);
  must(size > 0, "i2d_PKCS12");
  write_secret(files.key, as_view(bytes, static_cast<std::size_t>(size)));
}

Issued load(const KeyFiles& files) {
  const std::string bytes = pipeline::read_file(files.key);
  std::string password = pipeline::read_file(files.password);
  password.resize(password.find_first_of("\r\n") == std::string::npos
                      ? password.size()
                      : password.find_first_of("\r\n"));
  const unsigned char* next = as_unsigned(bytes);
  const Pkcs12Ptr pkcs12(d2i_PKCS12(nullptr, &next, static_cast<long>(bytes.size())));
  EVP_PKEY* key = nullptr;
  X509* certificate = nullptr;
  const int parsed =
      pkcs12 ? PKCS12_parse(pkcs12.get(), password.c_str(), &key, &certificate, nullptr) : 0;
  Issued issued{KeyPtr(key), CertificatePtr(certificate)};
  if (parsed != 1 || !issued.key || !issued.certificate) {
    take_openssl_errors();
    throw pipeline::Error(
        pipeline::Remedy::fix_setup,
        {"开发用证书机构的密钥已损坏。", "The key of the development authority is damaged."},
        {"请删除 keys/ 中 development-ca 开头的文件后重试。",
         "Delete the files in keys/ that begin with development-ca and try again."},
        files.key);
  }
  return issued;
}

Issued authority(const std::filesystem::path& folder, pipeline::Time now, KeyKind kind) {
  const KeyFiles files = files_of(folder, "development-ca");
  if (!std::filesystem::exists(files.key)) {
    const std::string name = std::string("chengnuo ") + kMark + " CA";
    store(files, issue(nullptr, name, kind, now, 10), nullptr, "development-ca");
  }
  Issued ca = load(files);
  if (!std::filesystem::exists(development_ca_certificate(folder)))
    pipeline::write_durably(development_ca_certificate(folder), pem_of(ca.certificate.get()));
  return ca;
}

/// RFC 5280, Appendix A.1: a common name has at most 64 characters.
std::string common_name_of(const DevelopmentUnit& unit) {
  const std::string tail = std::string(" (") + kMark + ")";
  std::u32string name = pipeline::code_points(unit.name.empty() ? unit.id : unit.name);
  name.resize(std::min(name.size(), 64 - pipeline::code_points(tail).size()));
  return pipeline::utf8(name) + tail;
}

}  // namespace

KeySettings make_development_key(const std::filesystem::path& folder, const DevelopmentUnit& unit,
                                 pipeline::Time now, KeyKind kind) {
  const KeyFiles files = files_of(folder, unit.id);
  if (!std::filesystem::exists(files.key)) {
    const Issued ca = authority(folder, now, kind);
    store(files, issue(&ca, common_name_of(unit), kind, now, 2), ca.certificate.get(), unit.id);
  }
  return {files.key, {}, files.password};
}

std::filesystem::path development_ca_certificate(const std::filesystem::path& folder) {
  return folder / "development-ca.pem";
}

bool is_development_certificate(std::string_view der) {
  const CertificatePtr certificate = certificate_of(der);
  if (!certificate) return false;
  const X509_NAME* const issuer = X509_get_issuer_name(certificate.get());
  const int at = X509_NAME_get_index_by_NID(issuer, NID_organizationName, -1);
  if (at < 0) return false;
  unsigned char* text = nullptr;
  const int size =
      ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(issuer, at)));
  if (size < 0) return false;
  const BytesPtr owner(text);
  return as_view(text, static_cast<std::size_t>(size)) == kMark;
}

}  // namespace chengnuo::signing
