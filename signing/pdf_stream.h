#pragma once

#include <string>
#include <string_view>

#include "signing/pdf_document.h"

namespace chengnuo::signing::pdf {

/// Reads "N G obj … endobj" at an offset. `document` resolves an indirect /Length; without one it
/// must be direct. `identity` becomes N and G. Throws Malformed.
Object read_object_at(std::string_view bytes, std::size_t offset, const Document* document,
                      Reference& identity);

/// The bytes of a stream without a filter or with /FlateDecode and a PNG predictor (ISO 32000-1,
/// 7.4.4), 64 MB at most: enough for what a file's structure is written in. Throws Malformed.
std::string decoded_stream(const Object& object);

}  // namespace chengnuo::signing::pdf
