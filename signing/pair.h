#pragma once

#include "signing/report.h"

namespace chengnuo::signing {

/// Whether two verified files are the two copies of one letter: both valid, one the unit's and one
/// the enterprise's, both of the same content.
struct PairReport {
  Validity verdict = Validity::invalid;
  std::string code;  ///< NOT_OUR_COPIES, SAME_HOLDER, DIFFERENT_CONTENT, or a copy's own
  pipeline::Message reason;
};
PairReport judge_pair(const VerificationReport& one, const VerificationReport& other);

}  // namespace chengnuo::signing
