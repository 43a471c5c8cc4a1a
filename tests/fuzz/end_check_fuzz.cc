#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "watcher/end_check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  chengnuo::watcher::check_end(size, [bytes](std::uint64_t offset, std::size_t length) {
    return offset < bytes.size() ? std::string(bytes.substr(offset, length)) : std::string();
  });
  return 0;
}
