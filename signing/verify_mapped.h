#pragma once
// Private to this room.

#include "signing/mapped_file.h"
#include "signing/verify.h"

namespace chengnuo::signing {

/// verify_file() of a file that is open already; the report names none.
VerificationReport verify_mapped(const MappedFile& file, const TrustAnchors& anchors,
                                 pipeline::Time at, const VerifyOptions& options);

}  // namespace chengnuo::signing
