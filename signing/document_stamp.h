#pragma once
// Private to this room: a time stamp over a whole PDF.

#include <filesystem>
#include <string>
#include <string_view>

#include "signing/output_file.h"
#include "signing/time_stamp_client.h"

namespace chengnuo::signing {

/// Lower-case hex, as it stands in /Contents.
std::string to_hex(std::string_view bytes);

/// Copies `in` to `out` and appends a document time stamp (ETSI EN 319 142-1, 5.4.3) in an
/// invisible field. A token that is larger than the room kept for it is asked for once more, with
/// room enough. Throws Error: as TimeStampClient::stamp; fix_document as append_signature.
void append_document_stamp(const std::filesystem::path& in, const std::string& field_name,
                           TimeStampClient& stamps, pipeline::Time now, OutputFile& out);

}  // namespace chengnuo::signing
