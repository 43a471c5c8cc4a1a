#include "archive/media_type.h"

#include <array>
#include <fstream>

namespace chengnuo::archive {

namespace {

constexpr std::size_t kHead = 1024;

}  // namespace

std::string media_type_of(const std::filesystem::path& file) {
  std::array<char, kHead> buffer{};
  std::ifstream in(file, std::ios::binary);
  in.read(buffer.data(), buffer.size());
  return media_type_of_bytes({buffer.data(), static_cast<std::size_t>(in.gcount())});
}

std::string media_type_of_bytes(std::string_view bytes) {
  const std::string_view head = bytes.substr(0, kHead);
  if (head.starts_with("\xFF\xD8\xFF")) return "image/jpeg";
  if (head.starts_with("\x89PNG")) return "image/png";
  if (head.starts_with("II*") || head.starts_with("II+") || head.starts_with("MM")) {
    return "image/tiff";
  }
  if (head.find("%PDF-") != std::string_view::npos) return "application/pdf";
  return "application/octet-stream";
}

}  // namespace chengnuo::archive
