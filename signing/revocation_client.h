#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "signing/trust.h"
#include "signing/validation_data.h"

namespace chengnuo::signing {

/// What is wanted about one certificate chain.
struct EvidenceWanted {
  std::vector<std::string> chain;  ///< from the certificate to an anchor (chain_of), DER
  /// What is said of the first must have been known then or later: whoever revoked it between a
  /// signature and an older list would go unseen. None asked of the others.
  std::optional<pipeline::Time> known_since;
  const ValidationData* present =
      nullptr;  ///< what the file holds already, used first; may be null
};

/// What was found.
struct Evidence {
  ValidationData data;             ///< the chain's certificates, and all that proves them good
  std::optional<Problem> problem;  ///< the first that is missing, or REVOKED
};

/// Asks OCSP responders and fetches lists of revoked certificates (RFC 6960, RFC 5280), whose
/// addresses stand in the certificates. OCSP first. What is not signed by whom it should be, is out
/// of date or does not know the certificate, is no evidence. Answers are kept while they are good.
/// For any thread.
class RevocationClient {
 public:
  explicit RevocationClient(std::chrono::milliseconds timeout = std::chrono::seconds(10))
      : timeout_(timeout) {}

  /// Never throws for what others do. Problems: TRY_LATER (nothing to be had now),
  /// NO_REVOCATION_SOURCE (the certificate names no service), REVOKED.
  Evidence find(const EvidenceWanted& wanted, pipeline::Time now);
  /// Whether what is present already is enough: asks nobody.
  static bool suffices(const EvidenceWanted& wanted);

 private:
  class Search;
  struct Answer {
    std::string body;
    pipeline::Time at;
  };
  /// The last answer of an address, if it is not older than an hour; else a new one.
  Answer answer_of(const std::string& url, const std::string& question, pipeline::Time now);
  Answer fetch(const std::string& url, const std::string& question, pipeline::Time now);

  std::chrono::milliseconds timeout_;
  std::mutex mutex_;
  std::map<std::string, Answer> kept_;  ///< by address and question
};

}  // namespace chengnuo::signing
