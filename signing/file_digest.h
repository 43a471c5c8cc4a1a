#pragma once
// Private to this room.

#include <string>

#include "signing/mapped_file.h"

namespace chengnuo::signing {

/// The raw digest of a file's bytes from 0 to `end` but those of a gap, in pieces, so that memory
/// does not grow with the file. `algorithm` is one that OpenSSL knows.
std::string digest_around_gap(const MappedFile& file, std::size_t gap_begin, std::size_t gap_end,
                              std::size_t end, const char* algorithm);

}  // namespace chengnuo::signing
