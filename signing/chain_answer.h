#pragma once
// Private to this room: a certificate judged at one time with what a file carries (ETSI EN 319
// 102-1, 5.2.6 and 5.6.2).

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "signing/report.h"
#include "signing/trust.h"
#include "signing/validation_data.h"
#include "signing/verify.h"

namespace chengnuo::signing {

struct ChainQuestion {
  std::string_view signer;               ///< DER
  std::optional<pipeline::Time> proven;  ///< what it signed existed by then
  pipeline::Time now;
  RevocationRule rule = RevocationRule::as_embedded;
};

struct ChainAnswer {
  std::optional<Problem> problem;
  std::vector<std::string> chain;  ///< to the anchor, DER
  /// Whether each certificate of it that names a revocation service has fresh evidence.
  bool revocation_known = true;
  pipeline::Message revocation;  ///< what is known, for the report
};

/// Path and revocation at the time until which the signature is proven, or now. The responses' own
/// signers must have been valid when they signed. Codes: OUT_OF_BOUNDS_NO_POE,
/// NO_CERTIFICATE_CHAIN_FOUND and others of trust.h; TRY_LATER; REVOKED (before it was proven to
/// exist: invalid), REVOKED_NO_POE, REVOKED_CA_NO_POE.
ChainAnswer ask_chain(const ChainQuestion& question, const TrustAnchors& anchors,
                      const ValidationData& data);

}  // namespace chengnuo::signing
