#pragma once

#include <filesystem>

#include "pipeline/submission.h"
#include "signing/report.h"
#include "signing/trust.h"

namespace chengnuo::signing {

/// What if a certificate names a revocation service and the file holds no answer of it?
enum class RevocationRule {
  as_embedded,  ///< it is taken for good: what a signer checks right after signing
  demanded,     ///< nothing is certain then: TRY_LATER
};

struct VerifyOptions {
  RevocationRule revocation = RevocationRule::as_embedded;
};

/// Verifies every signature in a PDF, from the bytes of the file up: own reader (pdf_document.h),
/// byte ranges, CMS, all that was appended after each signature, time stamps, certificates and
/// their revocation at the time that time stamps prove, else at `at`.
/// Nothing is fetched from a network; nothing is repaired; a file that cannot be read strictly is
/// invalid, not an exception. Memory does not grow with page images.
///
/// Codes besides those of EN 319 102-1: NOT_SIGNED (no signature field), EMPTY_FIELD (a field that
/// awaits a signature), EMPTY_SIGNATURE (a field that claims one and has none),
/// MODIFIED_AFTER_SIGNING, UNSUPPORTED_ENCRYPTED.
/// Throws Error: retry if the file cannot be opened.
VerificationReport verify_file(const std::filesystem::path& pdf, const TrustAnchors& anchors,
                               pipeline::Time at, const VerifyOptions& options = {});

}  // namespace chengnuo::signing
