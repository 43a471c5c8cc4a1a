#pragma once
// Private to this room: the incremental update that adds a signature field (ISO 32000-1, 12.8) to a
// PDF, with room for a signature that does not exist yet.

#include <cstdint>
#include <filesystem>
#include <string>

#include "signing/output_file.h"
#include "signing/podofo.h"
#include "signing/signable.h"

namespace chengnuo::signing {

/// Where in the file the signature's bytes go.
struct SignaturePlace {
  std::uint64_t contents = 0;      ///< of '<'
  std::uint64_t contents_end = 0;  ///< behind '>'
};

/// `dictionary` is the signature's without /ByteRange and /Contents.
struct NewSignature {
  std::string field_name;  ///< UTF-8
  PoDoFo::PdfDictionary dictionary;
  std::size_t reserve = 0;  ///< bytes that the signature may have
};

/// Copies `in` to `out` and writes the update behind it, its /ByteRange filled in and its /Contents
/// all zeros. Throws Error: fix_document with code DAMAGED, UNSUPPORTED_INPUT or FIELD_EXISTS.
SignaturePlace append_signature(const std::filesystem::path& in, const Outside& outside,
                                const NewSignature& signature, OutputFile& out);

}  // namespace chengnuo::signing
