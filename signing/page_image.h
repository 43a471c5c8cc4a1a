#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace chengnuo::signing {

/// A piece of a file that goes into the PDF as it is.
struct Extent {
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
};

/// What a PDF must know of a JPEG or PNG to carry its compressed data unchanged: no generation is
/// lost, and the scan in the copy can be compared with the scan byte for byte.
struct PageImage {
  enum class Coding { jpeg, png };
  std::filesystem::path file;
  Coding coding = Coding::jpeg;
  int width = 0;  ///< pixels
  int height = 0;
  int components = 1;        ///< 1 grey or palette, 3 colour
  int bits = 8;              ///< of one component: 1, 2, 4, 8; 16 for a PNG
  std::string palette;       ///< RGB triples; empty without a palette
  std::vector<Extent> data;  ///< JPEG: the whole file; PNG: the contents of its IDAT chunks
};

/// Looks at the structure, not at the pixels (the reader has decoded them before).
/// Throws Error: fix_document for a file that is cut off, is neither format, or is of a kind that a
/// PDF/A-2 cannot carry as it is: JPEG in CMYK or of 12 bits, PNG with transparency or interlaced.
PageImage read_page_image(const std::filesystem::path& file);

}  // namespace chengnuo::signing
