#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace chengnuo::tests {

/// A file in a zip as strangers make them: every field can be a lie.
struct ZipEntry {
  std::string name;  ///< raw bytes
  std::string bytes;
  std::uint16_t flags = 0;           ///< APPNOTE 4.4.4: 1 encrypted, 0x800 UTF-8
  std::uint32_t mode = 0100644;      ///< Unix
  std::uint32_t announced_size = 0;  ///< 0: the true one
  bool wrong_checksum = false;
};

/// A zip, bytes stored as they are.
std::string zip_of(const std::vector<ZipEntry>& entries);

/// A zip of one file of `size` zeros, deflated as far as that goes (1 to 1000).
void write_shrunken_zeros(const std::filesystem::path& path, const std::string& name,
                          std::uint64_t size);

}  // namespace chengnuo::tests
