// What a stranger's file meets first: finding out its kind, decoding its images.

#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>
#include <string_view>

#include "ocr/active_content.h"
#include "ocr/decode.h"
#include "ocr/source.h"
#include "pipeline/descriptor.h"
#include "pipeline/error.h"

namespace {

using namespace chengnuo::ocr;
using chengnuo::pipeline::Descriptor;

void decode_all_pages_of_tiff(std::string_view bytes) {
  const Descriptor file(::memfd_create("scan", MFD_CLOEXEC));
  if (::write(file.get(), bytes.data(), bytes.size()) < 0) std::abort();
  const int pages = count_tiff_pages(file.get(), 4);
  for (int page = 1; page <= pages; ++page) decode_tiff(file.get(), page);
}

void decode(std::string_view bytes) {
  switch (kind_of(bytes)) {
    case FileKind::jpeg:
      decode_jpeg(bytes);
      break;
    case FileKind::png:
      decode_png(bytes);
      break;
    case FileKind::tiff:
      decode_all_pages_of_tiff(bytes);
      break;
    case FileKind::pdf:
      has_active_content(bytes);
      break;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  try {
    if (bytes.starts_with("P")) decode_pnm(bytes);
    decode(bytes);
  } catch (const chengnuo::pipeline::Error& error) {
    // Bad input is nobody's fault but the file's.
    if (error.remedy() != chengnuo::pipeline::Remedy::fix_document) std::abort();
  }
  return 0;
}
