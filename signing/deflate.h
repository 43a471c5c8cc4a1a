#pragma once
// Private to this room: zlib's format (RFC 1950), which PDF calls /FlateDecode.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace chengnuo::signing {

/// The same bytes give the same result with one version of zlib.
std::string deflate(std::string_view bytes);

/// Nothing if `bytes` is not whole or would become more than `limit` bytes.
std::optional<std::string> inflate(std::string_view bytes, std::size_t limit);

}  // namespace chengnuo::signing
