#include "signing/openssl.h"

#include <openssl/err.h>

#include "pipeline/error.h"

namespace chengnuo::signing {

std::string take_openssl_errors() {
  std::string all;
  while (const unsigned long code = ERR_get_error()) {
    char text[256];
    ERR_error_string_n(code, text, sizeof text);
    if (!all.empty()) all += "; ";
    all += text;
  }
  return all;
}

void must(bool succeeded, const char* action) {
  if (succeeded) return;
  const std::string detail = std::string(action) + ": " + take_openssl_errors();
  throw pipeline::Error(
      pipeline::Remedy::report_bug,
      {"密码库(OpenSSL)操作失败：" + detail, "The cryptographic library failed: " + detail},
      {"请把此信息连同日志交给开发人员。",
       "Please send this message and the log to the developers."});
}

std::string der_of(const X509* certificate) {
  unsigned char* bytes = nullptr;
  const int size = i2d_X509(certificate, &bytes);
  must(size > 0, "i2d_X509");
  const BytesPtr owner(bytes);
  return std::string(as_view(bytes, static_cast<std::size_t>(size)));
}

CertificatePtr certificate_of(std::string_view der) {
  const unsigned char* next = as_unsigned(der);
  CertificatePtr certificate(d2i_X509(nullptr, &next, static_cast<long>(der.size())));
  if (!certificate) ERR_clear_error();
  if (next != as_unsigned(der) + der.size()) certificate.reset();
  return certificate;
}

std::string digest_of(std::string_view bytes, const EVP_MD* algorithm) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  must(EVP_Digest(bytes.data(), bytes.size(), digest, &size, algorithm, nullptr) == 1,
       "EVP_Digest");
  return std::string(as_view(digest, size));
}

std::optional<pipeline::Time> try_time_of(const ASN1_TIME* time) {
  std::tm parts{};
  if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) return std::nullopt;
  using namespace std::chrono;
  const sys_days day = year(parts.tm_year + 1900) / (parts.tm_mon + 1) / parts.tm_mday;
  return day + hours(parts.tm_hour) + minutes(parts.tm_min) + seconds(parts.tm_sec);
}

pipeline::Time time_of(const ASN1_TIME* time) {
  const auto found = try_time_of(time);
  must(found.has_value(), "ASN1_TIME_to_tm");
  return *found;
}

}  // namespace chengnuo::signing
