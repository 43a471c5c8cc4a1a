#pragma once
// Private to this room: the document security store (ETSI EN 319 142-1, 5.4.2): validation data
// that stand in a PDF for all its signatures. No VRI is written or needed: it would repeat, for
// each signature, references to what the store holds anyway.

#include <filesystem>

#include "signing/output_file.h"
#include "signing/pdf_document.h"
#include "signing/signable.h"
#include "signing/validation_data.h"

namespace chengnuo::signing {

/// All that the store holds; nothing if there is none. What cannot be read is passed over: it
/// proves nothing then. 4,000 entries at most.
ValidationData read_dss(const pdf::Document& document);

/// Copies `in` to `out` and appends a revision that adds `data` to the store, which keeps what it
/// has. Throws Error: fix_document if the PDF cannot be extended.
void append_dss(const std::filesystem::path& in, const Outside& outside, const ValidationData& data,
                OutputFile& out);

}  // namespace chengnuo::signing
