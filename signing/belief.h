#pragma once
// Private to this room: whether to believe those who signed and stamped, and from when on a
// signature is known to have existed (ETSI EN 319 102-1, 5.5 and 5.6).

#include <vector>

#include "signing/inspection.h"
#include "signing/verify.h"

namespace chengnuo::signing {

/// Gives every intact signature and time stamp its verdict and level: the newest document time
/// stamp is judged now, each one before it at the time that later ones prove, the signatures last.
/// Codes besides those of ask_chain(): TIMESTAMP_ORDER_FAILURE, CRYPTO_CONSTRAINTS_FAILURE.
void conclude_beliefs(std::vector<Inspected>& all, const pdf::Document& current,
                      const TrustAnchors& anchors, pipeline::Time now,
                      const VerifyOptions& options);

}  // namespace chengnuo::signing
