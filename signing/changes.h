#pragma once

#include <cstddef>

#include "pipeline/message.h"
#include "signing/pdf_document.h"
#include "signing/report.h"

namespace chengnuo::signing {

/// What a signature lets happen to the document after it (DocMDP, ISO 32000-1, 12.8.2.2).
enum class Permission {
  nothing,     ///< P 1: only time stamps and validation data
  signatures,  ///< further signatures too; what we take every other value for
};

struct ChangeFinding {
  Changes changes = Changes::none;
  pipeline::Message what;  ///< the first suspicious thing
};

/// Classifies everything behind byte `signed_end` of `current`. It is permitted only if it is made
/// of whole, well-formed revisions, and the document differs from the signed one by nothing but new
/// signature fields with their signatures, filled-in empty ones, time stamps, validation data
/// (DSS), and /Info and XMP. Every doubt is suspicious.
ChangeFinding changes_after(const pdf::Document& signed_document, std::size_t signed_end,
                            const pdf::Document& current, Permission permission);

}  // namespace chengnuo::signing
