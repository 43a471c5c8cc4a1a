#include "ocr/active_content.h"

#include <zlib.h>

#include <array>
#include <cctype>
#include <charconv>
#include <string>

namespace chengnuo::ocr {
namespace {

constexpr std::string_view kNames[] = {"JavaScript", "Launch"};

/// Object streams are small; what grows beyond this is made to waste time.
constexpr std::size_t kMostInflated = 16u << 20;
/// A stream's dictionary stands in front of it and is short.
constexpr std::size_t kDictionary = 400;

/// The name that begins behind a slash, with #4A resolved (7.3.5); at most 32 characters of it.
std::string name_in(std::string_view rest) {
  std::string name;
  for (std::size_t i = 0; i < rest.size() && name.size() < 32; ++i) {
    char next = rest[i];
    unsigned code = 0;
    if (next == '#' && i + 2 < rest.size() &&
        std::from_chars(&rest[i + 1], &rest[i + 1] + 2, code, 16).ptr == &rest[i + 1] + 2) {
      next = static_cast<char>(code);
      i += 2;
    } else if (std::isalnum(static_cast<unsigned char>(next)) == 0) {
      break;
    }
    name += next;
  }
  return name;
}

bool names_action(std::string_view text) {
  for (auto slash = text.find('/'); slash != text.npos; slash = text.find('/', slash + 1)) {
    const std::string name = name_in(text.substr(slash + 1, 100));
    for (const std::string_view wanted : kNames)
      if (name == wanted) return true;
  }
  return false;
}

/// As much of a zlib stream as can be had.
std::string inflated(std::string_view packed) {
  struct Inflation {
    z_stream stream{};
    Inflation() { inflateInit(&stream); }
    ~Inflation() { inflateEnd(&stream); }
    Inflation(const Inflation&) = delete;
    Inflation& operator=(const Inflation&) = delete;
  } inflation;
  z_stream& stream = inflation.stream;
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  std::string text;
  std::array<char, 1 << 16> piece{};
  int status = Z_OK;
  while (status == Z_OK && text.size() < kMostInflated) {
    stream.next_out = reinterpret_cast<Bytef*>(piece.data());
    stream.avail_out = static_cast<uInt>(piece.size());
    status = inflate(&stream, Z_NO_FLUSH);
    text.append(piece.data(), piece.size() - stream.avail_out);
  }
  return text;
}

}  // namespace

bool has_active_content(std::string_view pdf) {
  if (names_action(pdf)) return true;
  constexpr std::string_view kStart = "stream";
  constexpr std::string_view kEnd = "endstream";
  for (auto at = pdf.find("/ObjStm"); at != pdf.npos; at = pdf.find("/ObjStm", at + 1)) {
    auto start = pdf.substr(at, kDictionary).find(kStart);
    if (start == pdf.npos) continue;
    start += at + kStart.size();
    while (start < pdf.size() && (pdf[start] == '\r' || pdf[start] == '\n')) ++start;
    const auto end = pdf.find(kEnd, start);
    if (names_action(inflated(pdf.substr(start, end == pdf.npos ? end : end - start)))) return true;
  }
  return false;
}

}  // namespace chengnuo::ocr
