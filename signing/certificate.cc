#include "signing/certificate.h"

#include "signing/cms_parts.h"

namespace chengnuo::signing {

CertificateFacts facts_of(std::string_view der) {
  const CertificatePtr certificate = certificate_of(der);
  must(certificate != nullptr, "d2i_X509");
  return {name_in(X509_get_subject_name(certificate.get())),
          name_in(X509_get_issuer_name(certificate.get())),
          hex_of(X509_get0_serialNumber(certificate.get())),
          time_of(X509_get0_notBefore(certificate.get())),
          time_of(X509_get0_notAfter(certificate.get()))};
}

}  // namespace chengnuo::signing
