#pragma once

#include <string>
#include <vector>

namespace chengnuo::signing {

/// What it takes to judge certificates without a network; each member DER.
struct ValidationData {
  std::vector<std::string> certificates;
  std::vector<std::string> ocsp_responses;  ///< OCSPResponse (RFC 6960, 4.2.1)
  std::vector<std::string> crls;            ///< CertificateList (RFC 5280, 5.1)

  bool empty() const { return certificates.empty() && ocsp_responses.empty() && crls.empty(); }
};

/// Adds what is not there yet.
void add(ValidationData& into, const ValidationData& more);
/// What of `wanted` is not in `present`.
ValidationData missing_in(const ValidationData& present, const ValidationData& wanted);

}  // namespace chengnuo::signing
