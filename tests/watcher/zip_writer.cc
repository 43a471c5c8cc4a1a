#include "tests/watcher/zip_writer.h"

#include <zip.h>

#include <stdexcept>

namespace chengnuo::tests {

namespace {

std::uint32_t crc32(const std::string& bytes) {  // APPNOTE 4.4.7
  std::uint32_t crc = 0xFFFFFFFFU;
  for (const char c : bytes) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
  }
  return ~crc;
}

void put(std::string& out, std::uint32_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 0xFFU);
}

/// The fields that both headers share: flags to sizes.
void put_shared(std::string& out, const ZipEntry& entry) {
  const auto size = static_cast<std::uint32_t>(entry.bytes.size());
  put(out, entry.flags, 2);
  put(out, 0, 2);           // stored
  put(out, 0x3F2A6000, 4);  // some day in 2011
  put(out, crc32(entry.bytes) ^ (entry.wrong_checksum ? 1U : 0U), 4);
  put(out, size, 4);
  put(out, entry.announced_size != 0 ? entry.announced_size : size, 4);
  put(out, static_cast<std::uint32_t>(entry.name.size()), 2);
  put(out, 0, 2);
}

}  // namespace

std::string zip_of(const std::vector<ZipEntry>& entries) {
  std::string out;
  std::string directory;
  for (const ZipEntry& entry : entries) {
    const auto offset = static_cast<std::uint32_t>(out.size());
    put(out, 0x04034B50, 4);
    put(out, 20, 2);
    put_shared(out, entry);
    out += entry.name + entry.bytes;

    put(directory, 0x02014B50, 4);
    put(directory, 3 << 8 | 20, 2);  // made on Unix
    put(directory, 20, 2);
    put_shared(directory, entry);
    put(directory, 0, 2);
    put(directory, 0, 2);
    put(directory, 0, 2);
    put(directory, entry.mode << 16, 4);
    put(directory, offset, 4);
    directory += entry.name;
  }
  const auto directory_at = static_cast<std::uint32_t>(out.size());
  out += directory;
  put(out, 0x06054B50, 4);
  put(out, 0, 4);
  put(out, static_cast<std::uint32_t>(entries.size()), 2);
  put(out, static_cast<std::uint32_t>(entries.size()), 2);
  put(out, static_cast<std::uint32_t>(directory.size()), 4);
  put(out, directory_at, 4);
  put(out, 0, 2);
  return out;
}

void write_shrunken_zeros(const std::filesystem::path& path, const std::string& name,
                          std::uint64_t size) {
  const std::string zeros(size, '\0');
  int error = 0;
  zip_t* zip = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &error);
  if (zip == nullptr) throw std::runtime_error("no zip");
  zip_source_t* source = zip_source_buffer(zip, zeros.data(), zeros.size(), 0);
  zip_file_add(zip, name.c_str(), source, ZIP_FL_ENC_UTF_8);
  if (zip_close(zip) != 0) throw std::runtime_error("zip not written");
}

}  // namespace chengnuo::tests
