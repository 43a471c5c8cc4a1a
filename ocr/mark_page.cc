#include "ocr/mark_page.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <memory>

#include "pipeline/error.h"

namespace chengnuo::ocr {
namespace {

struct PixFree {
  void operator()(PIX* pix) const noexcept { pixDestroy(&pix); }
};
using PixPtr = std::unique_ptr<PIX, PixFree>;

[[noreturn]] void failed(const std::filesystem::path& file) {
  throw pipeline::Error(pipeline::Remedy::retry,
                        {"无法标出页面位置。", "The place on the page could not be marked."},
                        {"请检查磁盘空间后重试。", "Check the disk space and try again."}, file);
}

}  // namespace

void mark_page(const std::filesystem::path& image, const std::vector<pipeline::Box>& places,
               const std::filesystem::path& png) {
  const PixPtr read(pixRead(image.c_str()));
  if (!read) failed(image);
  const PixPtr page(pixConvertTo32(read.get()));
  if (!page) failed(image);

  const int thick = std::max(3, pixGetWidth(page.get()) / 400);
  const int margin = 3 * thick;  // the frame must not cover what it shows
  for (const pipeline::Box& place : places) {
    if (place.width <= 0) continue;
    BOX frame{place.x - margin, place.y - margin, place.width + 2 * margin,
              place.height + 2 * margin, 1};
    pixRenderBoxArb(page.get(), &frame, thick, 220, 20, 20);
  }
  std::filesystem::create_directories(png.parent_path());
  std::filesystem::path partial = png;
  partial += ".partial";
  if (pixWrite(partial.c_str(), page.get(), IFF_PNG) != 0) failed(png);
  std::filesystem::rename(partial, png);
}

}  // namespace chengnuo::ocr
