#include "archive/media_type.h"

#include <array>
#include <fstream>
#include <string_view>

namespace chengnuo::archive {

std::string media_type_of(const std::filesystem::path& file) {
  std::array<char, 1024> buffer{};
  std::ifstream in(file, std::ios::binary);
  in.read(buffer.data(), buffer.size());
  const std::string_view head(buffer.data(), static_cast<std::size_t>(in.gcount()));

  if (head.starts_with("\xFF\xD8\xFF")) return "image/jpeg";
  if (head.starts_with("\x89PNG")) return "image/png";
  if (head.starts_with("II*") || head.starts_with("II+") || head.starts_with("MM")) {
    return "image/tiff";
  }
  if (head.find("%PDF-") != std::string_view::npos) return "application/pdf";
  return "application/octet-stream";
}

}  // namespace chengnuo::archive
