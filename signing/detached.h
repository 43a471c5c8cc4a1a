#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "pipeline/submission.h"
#include "signing/cms.h"
#include "signing/report.h"
#include "signing/trust.h"

namespace chengnuo::signing {

/// A detached CMS SignedData (RFC 5652, 5) over any bytes, DER: what
/// `openssl cms -verify -binary -inform DER -content FILE` checks.
/// Throws Error as Key::sign does.
std::string sign_detached(std::string_view bytes, Key& key);

/// What is wrong with such a signature, if anything: itself, or the way from its certificate to an
/// anchor at a time.
std::optional<Problem> problem_of_detached(std::string_view bytes, std::string_view cms,
                                           const TrustAnchors& anchors, pipeline::Time at);

}  // namespace chengnuo::signing
