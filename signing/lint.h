#pragma once

#include <vector>

#include "signing/pdf_document.h"
#include "signing/report.h"

namespace chengnuo::signing {

/// What in a document could make it look or act otherwise later, or elsewhere, without breaking a
/// signature: how "shadow attacks" are prepared. To be asked of a file before it is signed, and of
/// a signed revision when it is verified. A warning is for a person to judge; it is no verdict.
///
/// Codes: HIDDEN_CONTENT (text or a picture under a cover), UNUSED_CONTENT (pages, fonts or streams
/// that nothing shows), DUPLICATE_OBJECT (objects that no table lists, beside those it does),
/// OPTIONAL_CONTENT (layers), VALUE_NOT_SHOWN (a field's look is not its value), SCRIPT, ACTION
/// (launch, submit, import, hide …), EMBEDDED_FILE. Each once at most.
std::vector<Warning> preparations_in(const pdf::Document& document);

}  // namespace chengnuo::signing
