#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "signing/copy_mark.h"
#include "signing/pdfa_check.h"
#include "signing/verify.h"

using namespace chengnuo;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const int descriptor = ::memfd_create("pdf", MFD_CLOEXEC);
  const bool written = ::write(descriptor, data, size) == static_cast<ssize_t>(size);
  const std::string path = "/proc/self/fd/" + std::to_string(descriptor);
  if (written) {
    signing::verify_file(path, {}, pipeline::Time{});
    signing::read_copy_mark(path);
    signing::pdfa_problems(path);
  }
  ::close(descriptor);
  return 0;
}
