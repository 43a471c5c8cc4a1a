#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace chengnuo::watcher {

/// Whether a file's own structure says that all of it is there.
enum class End {
  whole,       ///< its end is where its format says
  incomplete,  ///< it announces more than there is: still being copied, or cut off
  unknown,     ///< a format that does not tell; only quiet time counts
};

/// Bytes of a file from `offset` on; fewer than `length` only where the file ends.
using ReadAt = std::function<std::string(std::uint64_t offset, std::size_t length)>;

/// Looks at the structure that a format keeps at its end:
/// PDF (%%EOF, ISO 32000-1, 7.5.5; the length of a linearised file, annex F), JPEG (EOI, ITU-T
/// T.81, B.1.1.3), PNG (IEND, W3C PNG, 11.2.5), TIFF and BigTIFF (every directory and strip within
/// the file, TIFF 6.0, 2), zip (end of central directory, APPNOTE 4.3.16). An empty file, and one
/// that begins with zeros because its space was set aside before its bytes came, are incomplete.
/// Takes any bytes; reads a few kilobytes, more only where a JPEG or PNG has odd bytes at its end.
End check_end(std::uint64_t size, const ReadAt& read);

/// The same for an open file. Bytes that cannot be read make it incomplete.
End check_end(int descriptor);

}  // namespace chengnuo::watcher
