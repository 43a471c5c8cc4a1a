#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "pipeline/submission.h"
#include "signing/pdf_document.h"

namespace chengnuo::signing {

/// What a copy says of itself in its XMP (xmp.h).
struct CopyMark {
  pipeline::Holder holder = pipeline::Holder::unit;
  std::string content_digest;  ///< SHA-256 of the content that both copies share, hex
  pipeline::Time created;
  std::string xmp;  ///< the whole packet
};

/// Nothing if the file is no copy of ours or cannot be read strictly. Whether to believe it is for
/// verify_file to say. Throws Error: retry if it cannot be opened.
std::optional<CopyMark> read_copy_mark(const std::filesystem::path& pdf);

/// The same of a document that was read already; nothing besides.
std::optional<CopyMark> copy_mark_in(const pdf::Document& document);

}  // namespace chengnuo::signing
