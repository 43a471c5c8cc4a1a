#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace chengnuo::watcher {

/// What a zip may ask of us. The defaults let a county's yearly batch through; a bomb meets one of
/// them before it fills the disk.
struct UnpackLimits {
  std::uint64_t entries = 20'000;
  std::uint64_t total_bytes = 16ULL << 30;
  std::uint64_t file_bytes = 2ULL << 30;
  std::uint64_t ratio = 200;                    ///< unpacked to packed size, of a file …
  std::uint64_t ratio_free_bytes = 100U << 20;  ///< … larger than this: blank pages shrink well
  int depth = 1;                                ///< zips within zips, counted from the outermost
};

/// Why a file in a zip, or the whole zip, was not unpacked.
enum class Spoiled {
  none,
  encrypted,
  link,
  too_large,
  bomb,
  too_many,
  damaged,
  unsupported,
  nested_too_deep,
};

/// A name as the zip has it. APPNOTE 4.4.4, bit 11, or an Info-ZIP extra field says that it is
/// UTF-8; otherwise it is in the code page of whoever made the zip.
struct PackedName {
  std::string bytes;
  bool is_utf8 = false;
};

struct UnpackedFile {
  std::vector<PackedName> path;  ///< more than one for a zip within the zip
  Spoiled spoiled = Spoiled::none;
  int number = 0;  ///< its name in the folder; 0 if it was spoiled
};

struct Unpacking {
  Spoiled spoiled = Spoiled::none;  ///< of the zip as a whole
  bool is_document = false;         ///< a zip only by its format: DOCX, XLSX, ODT, OFD
  int failed = 0;                   ///< errno of a write that failed: it may work another time
  std::vector<UnpackedFile> files;
};

/// Unpacks into `folder` as files named by number, so that no name from the zip meets our disk.
/// Names no folders, links or systems' files. Reads strangers' bytes by libzip and does nothing
/// that a forked child of a process with threads may not do; see unpack_apart.h for who calls it.
Unpacking unpack(int zip, const std::filesystem::path& folder, const UnpackLimits& limits);

}  // namespace chengnuo::watcher
