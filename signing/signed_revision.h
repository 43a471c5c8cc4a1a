#pragma once

#include <filesystem>

#include "signing/report.h"

namespace chengnuo::signing {

/// Writes the file as it was when a signature of its report was made: its first bytes, up to where
/// the signature's range ends. `number`: from 1, in the report's order.
/// Throws Error: fix_document, code NO_REVISION, if there is no such signature or its range is out
/// of order; retry.
void write_signed_revision(const VerificationReport& report, std::size_t number,
                           const std::filesystem::path& out);

}  // namespace chengnuo::signing
