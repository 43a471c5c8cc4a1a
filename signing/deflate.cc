#include "signing/deflate.h"

#include <zlib.h>

#include <algorithm>
#include <array>

namespace chengnuo::signing {
namespace {

const Bytef* as_bytes(std::string_view bytes) {
  return reinterpret_cast<const Bytef*>(bytes.data());
}

/// zlib has no handle of its own to free, only a state inside a struct.
struct Inflater {
  z_stream stream{};
  bool ready;
  Inflater() : ready(inflateInit(&stream) == Z_OK) {}
  ~Inflater() { inflateEnd(&stream); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
};

}  // namespace

std::string deflate(std::string_view bytes) {
  uLongf size = compressBound(static_cast<uLong>(bytes.size()));
  std::string out(size, '\0');
  compress2(reinterpret_cast<Bytef*>(out.data()), &size, as_bytes(bytes),
            static_cast<uLong>(bytes.size()), Z_BEST_COMPRESSION);
  out.resize(size);
  return out;
}

std::optional<std::string> inflate(std::string_view bytes, std::size_t limit) {
  Inflater inflater;
  if (!inflater.ready) return std::nullopt;
  z_stream& stream = inflater.stream;
  stream.next_in = const_cast<Bytef*>(as_bytes(bytes));  // zlib only reads it
  stream.avail_in = static_cast<uInt>(std::min<std::size_t>(bytes.size(), 0xFFFFFFFF));
  std::string out;
  std::array<char, 1 << 15> buffer;
  while (true) {
    stream.next_out = reinterpret_cast<Bytef*>(buffer.data());
    stream.avail_out = static_cast<uInt>(buffer.size());
    const int result = ::inflate(&stream, Z_NO_FLUSH);
    if (result != Z_OK && result != Z_STREAM_END) return std::nullopt;
    out.append(buffer.data(), buffer.size() - stream.avail_out);
    if (out.size() > limit) return std::nullopt;
    if (result == Z_STREAM_END) return out;
  }
}

}  // namespace chengnuo::signing
