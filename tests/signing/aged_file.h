#pragma once

#include "signing/validation_data.h"
#include "tests/signing/authorities.h"
#include "tests/signing/workshop.h"

namespace chengnuo::signing::tests {

/// A contract that is signed, stamped and archived step by step, at times that the test sets, with
/// live services. Each step appends an update to `bytes`.
class AgedFile {
 public:
  AgedFile() : key_(open_key(authorities.signer())) {}

  void sign();          ///< B-B
  void sign_stamped();  ///< B-T
  void add_store();     ///< DSS: what proves signer's and authority's certificates good now
  void add_stamp();     ///< a document time stamp
  void pass(std::chrono::days days) { authorities.set_time(now += days); }

  VerificationReport verified(std::optional<pipeline::Time> at = {},
                              RevocationRule rule = RevocationRule::demanded) const;

  Authorities authorities;
  pipeline::Time now = kNow;
  std::string bytes = a_contract();

 private:
  std::string token_over(std::string_view sha256);
  void append(HandMade wanted);

  std::unique_ptr<Key> key_;
  ValidationData store_;  ///< all that was added so far
  int signatures_ = 0;
};

}  // namespace chengnuo::signing::tests
