#pragma once

#include <cstddef>

#include "pipeline/message.h"
#include "signing/pdf_document.h"
#include "signing/permissions.h"
#include "signing/report.h"

namespace chengnuo::signing {

struct ChangeFinding {
  Changes changes = Changes::none;
  pipeline::Message what;      ///< the first suspicious thing
  bool fields_filled = false;  ///< by the certifying signature's leave
};

/// Classifies everything behind byte `signed_end` of `current`. It is permitted only if it is made
/// of whole, well-formed revisions, and the document differs from the signed one by nothing but new
/// signature fields with their signatures, filled-in empty ones, time stamps, validation data
/// (DSS), /Info and XMP, and what `permissions` allow. Every doubt is suspicious.
ChangeFinding changes_after(const pdf::Document& signed_document, std::size_t signed_end,
                            const pdf::Document& current, const Permissions& permissions);

}  // namespace chengnuo::signing
