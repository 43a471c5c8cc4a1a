#include "watcher/tiff_end.h"

#include <algorithm>
#include <set>
#include <vector>

namespace chengnuo::watcher {

namespace {

constexpr std::size_t kMostDirectories = 4096;    // pages of one scan
constexpr std::uint64_t kMostPieces = 4'000'000;  // strips or tiles of one file: 64 MB of numbers

constexpr std::uint64_t kStripOffsets = 273;  // TIFF 6.0, 8; tiles: 15
constexpr std::uint64_t kStripByteCounts = 279;
constexpr std::uint64_t kTileOffsets = 324;
constexpr std::uint64_t kTileByteCounts = 325;

/// Bytes of one value of a TIFF type; 0 for types that we do not know.
std::uint64_t size_of_type(std::uint64_t type) {
  switch (type) {
    case 1:
    case 2:
    case 6:
    case 7:
      return 1;
    case 3:
    case 8:
      return 2;
    case 4:
    case 9:
    case 11:
    case 13:
      return 4;
    case 5:
    case 10:
    case 12:
    case 16:
    case 17:
    case 18:
      return 8;
    default:
      return 0;
  }
}

/// Numbers of a TIFF: its byte order, and the wider fields of a BigTIFF.
class Numbers {
 public:
  Numbers(std::uint64_t size, const ReadAt& read) : size_(size), read_(read) {
    std::string head = read(0, 16);
    head.resize(16);
    little_ = head.starts_with("II");
    big_ = head[little_ ? 2 : 3] == '+';
  }

  bool big() const { return big_; }
  std::uint64_t size() const { return size_; }
  /// Is there room for `length` bytes at `offset`?
  bool within(std::uint64_t offset, std::uint64_t length) const {
    return offset <= size_ && length <= size_ - offset;
  }
  std::string bytes(std::uint64_t offset, std::uint64_t length) const {
    std::string bytes = read_(offset, static_cast<std::size_t>(length));
    bytes.resize(static_cast<std::size_t>(length));  // it shrank meanwhile: zeros are harmless
    return bytes;
  }
  std::uint64_t number(std::string_view bytes) const {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      const char c = bytes[little_ ? bytes.size() - 1 - i : i];
      value = value << 8 | static_cast<unsigned char>(c);
    }
    return value;
  }
  std::uint64_t number_at(std::uint64_t offset, std::uint64_t length) const {
    return number(bytes(offset, length));
  }

 private:
  std::uint64_t size_;
  const ReadAt& read_;
  bool little_ = true;
  bool big_ = false;
};

/// Where an image directory's data lie.
struct Directory {
  std::vector<std::uint64_t> offsets;
  std::vector<std::uint64_t> counts;
};

/// Reads the values of one entry. False if they do not lie within the file. `pieces_left` bounds
/// what a file made to exhaust us can have read.
bool read_entry(const Numbers& tiff, std::string_view entry, Directory& directory,
                std::uint64_t& pieces_left) {
  const std::uint64_t tag = tiff.number(entry.substr(0, 2));
  const std::uint64_t width = size_of_type(tiff.number(entry.substr(2, 2)));
  const std::size_t pointer = tiff.big() ? 8 : 4;
  const std::uint64_t count = tiff.number(entry.substr(4, pointer));
  if (width == 0) return true;
  if (count > tiff.size() / width + 8) return false;
  const std::string_view field = entry.substr(4 + pointer, pointer);
  const bool inside_entry = count * width <= pointer;
  const std::uint64_t offset = inside_entry ? 0 : tiff.number(field);
  if (!inside_entry && !tiff.within(offset, count * width)) return false;

  const bool offsets = tag == kStripOffsets || tag == kTileOffsets;
  const bool counts = tag == kStripByteCounts || tag == kTileByteCounts;
  if (!(offsets || counts) || count > pieces_left) return true;
  pieces_left -= count;
  const std::string values = inside_entry ? std::string(field) : tiff.bytes(offset, count * width);
  auto& list = offsets ? directory.offsets : directory.counts;
  for (std::uint64_t i = 0; i < count; ++i) {
    list.push_back(tiff.number(std::string_view(values).substr(i * width, width)));
  }
  return true;
}

bool data_within(const Numbers& tiff, const Directory& directory) {
  const std::size_t pieces = std::min(directory.offsets.size(), directory.counts.size());
  for (std::size_t i = 0; i < pieces; ++i) {
    if (!tiff.within(directory.offsets[i], directory.counts[i])) return false;
  }
  return std::ranges::all_of(directory.offsets,
                             [&](std::uint64_t offset) { return tiff.within(offset, 0); });
}

}  // namespace

End tiff_end(std::uint64_t size, const ReadAt& read) {
  if (size < 16) return End::incomplete;
  const Numbers tiff(size, read);
  const std::uint64_t pointer = tiff.big() ? 8 : 4;
  const std::uint64_t count_width = tiff.big() ? 8 : 2;
  const std::uint64_t entry_width = tiff.big() ? 20 : 12;

  std::uint64_t at = tiff.number_at(tiff.big() ? 8 : 4, pointer);
  if (at == 0) return End::incomplete;  // writers fill this in when they are done
  std::uint64_t pieces_left = kMostPieces;
  std::set<std::uint64_t> seen;
  while (at != 0) {
    if (!seen.insert(at).second || seen.size() > kMostDirectories) return End::unknown;
    if (!tiff.within(at, count_width)) return End::incomplete;
    const std::uint64_t entries = tiff.number_at(at, count_width);
    at += count_width;
    if (entries > 65535 || !tiff.within(at, entries * entry_width + pointer)) {
      return End::incomplete;
    }
    const std::string table = tiff.bytes(at, entries * entry_width);
    Directory directory;
    for (std::uint64_t i = 0; i < entries; ++i) {
      const std::string_view entry = std::string_view(table).substr(i * entry_width, entry_width);
      if (!read_entry(tiff, entry, directory, pieces_left)) return End::incomplete;
    }
    if (!data_within(tiff, directory)) return End::incomplete;
    at = tiff.number_at(at + entries * entry_width, pointer);
  }
  return End::whole;
}

}  // namespace chengnuo::watcher
