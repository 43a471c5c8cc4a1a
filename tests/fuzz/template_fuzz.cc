#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>

#include "templates/examine.h"

/// A unit's template, as a stranger may write it: whatever it holds, it is examined and no more.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::filesystem::path file =
      std::filesystem::temp_directory_path() / ("template-" + std::to_string(getpid()) + ".xml");
  std::ofstream(file, std::ios::binary | std::ios::trunc)
      .write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
  chengnuo::templates::examine(file, std::filesystem::path(CHENGNUO_SOURCE_DIR) / "templates/xml");
  std::filesystem::remove(file);
  return 0;
}
