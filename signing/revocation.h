#pragma once
// Private to this room: what an OCSP response or a list of revoked certificates says of one
// certificate.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "signing/openssl.h"

namespace chengnuo::signing {

struct Revocation {
  enum class Status { good, revoked, unknown };
  Status status = Status::unknown;
  pipeline::Time revoked_at;   ///< if revoked
  pipeline::Time this_update;  ///< what it says was known then
  std::optional<pipeline::Time> next_update;
  std::string responder;  ///< who signed it, DER, if that is not the certificate's issuer itself
};

/// Nothing if the response is not about `certificate`, or was not signed by its `issuer` or by a
/// responder that the issuer appointed (RFC 6960, 4.2.2.2) and that was valid then.
std::optional<Revocation> read_ocsp(std::string_view der, X509* certificate, X509* issuer);

/// Nothing if the list is not `issuer`'s own or does not cover certificates like this one (RFC
/// 5280, 5.2.5: no indirect ones, none for some reasons alone, no deltas).
std::optional<Revocation> read_crl(std::string_view der, X509* certificate, X509* issuer);

/// Where a certificate says that it can be asked after: http(s) addresses (RFC 5280, 4.2.2.1 and
/// 4.2.1.13).
struct RevocationSources {
  std::vector<std::string> ocsp;
  std::vector<std::string> crl;
  bool empty() const { return ocsp.empty() && crl.empty(); }
};
RevocationSources sources_of(X509* certificate);

/// A responder's certificate that need not be asked after itself (RFC 6960, 4.2.2.2.1).
bool needs_no_check(X509* responder);

/// An OCSP request for one certificate, without a nonce, so that responders may answer from a
/// cache (RFC 5019). DER.
std::string ocsp_request(X509* certificate, X509* issuer);

}  // namespace chengnuo::signing
