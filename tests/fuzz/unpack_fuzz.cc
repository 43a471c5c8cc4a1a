#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>

#include "tests/pipeline/temporary_folder.h"
#include "watcher/descriptor.h"
#include "watcher/unpack.h"
#include "watcher/zip_names.h"

using namespace chengnuo::watcher;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const chengnuo::tests::TemporaryFolder temporary;
  const std::filesystem::path& folder = temporary.path();
  const Descriptor zip(::memfd_create("zip", MFD_CLOEXEC));
  if (::write(zip.get(), data, size) != static_cast<ssize_t>(size)) return 0;

  UnpackLimits limits;
  limits.entries = 1000;
  limits.total_bytes = 1 << 22;
  const Unpacking unpacking = unpack(zip.get(), folder, limits);
  for (const UnpackedFile& file : unpacking.files) {
    for (const PackedName& name : file.path) safe_inner_name(name_in_utf8(name));
    if (file.number != 0) std::filesystem::remove(folder / std::to_string(file.number));
  }
  return 0;
}
