#include <png.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "ocr/decode.h"
#include "pipeline/error.h"

namespace chengnuo::ocr {
namespace {

constexpr double kMetresInInch = 0.0254;

struct Reading {
  png_image image{};
  Reading() { image.version = PNG_IMAGE_VERSION; }
  ~Reading() { png_image_free(&image); }
  Reading(const Reading&) = delete;
  Reading& operator=(const Reading&) = delete;
};

std::uint32_t number_at(std::string_view bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (const char byte : bytes.substr(at, 4)) value = value << 8 | static_cast<unsigned char>(byte);
  return value;
}

/// Bits for each sample, from IHDR, which is always the first chunk (ISO/IEC 15948, 11.2.2).
int bit_depth(std::string_view bytes) { return bytes.size() > 24 ? bytes[24] : 0; }

/// From pHYs (ISO/IEC 15948, 11.3.5.3); 0 if there is none before the pixels.
int dpi_of(std::string_view bytes) {
  constexpr std::size_t kAround = 12;  // a chunk's length, type and checksum
  std::size_t at = 8;
  while (at + kAround <= bytes.size()) {
    const std::size_t length = number_at(bytes, at);
    const std::string_view type = bytes.substr(at + 4, 4);
    if (type == "IDAT") return 0;
    if (type == "pHYs" && length == 9 && at + kAround + length <= bytes.size()) {
      const bool in_metres = bytes[at + 16] == 1;
      return in_metres ? static_cast<int>(std::lround(number_at(bytes, at + 8) * kMetresInInch))
                       : 0;
    }
    at += kAround + length;
  }
  return 0;
}

}  // namespace

Image decode_png(std::string_view bytes) {
  Reading png;
  if (png_image_begin_read_from_memory(&png.image, bytes.data(), bytes.size()) == 0)
    refuse_damaged();
  refuse_if_too_large(png.image.width, png.image.height);

  const bool bilevel = bit_depth(bytes) == 1;
  const bool colour = !bilevel && (png.image.format & PNG_FORMAT_FLAG_COLOR) != 0;
  // What is transparent is paper.
  constexpr png_color kPaper{255, 255, 255};
  png.image.format = colour ? PNG_FORMAT_BGR : PNG_FORMAT_GRAY;
  png.image.flags |= PNG_IMAGE_FLAG_16BIT_sRGB;
  Image result;
  result.pixels.create(static_cast<int>(png.image.height), static_cast<int>(png.image.width),
                       colour ? CV_8UC3 : CV_8UC1);
  const int read = png_image_finish_read(&png.image, &kPaper, result.pixels.data,
                                         static_cast<png_int_32>(result.pixels.step[0]), nullptr);
  if (read == 0 || PNG_IMAGE_FAILED(png.image)) refuse_damaged();
  result.dpi = dpi_of(bytes);
  result.colour = bilevel  ? pipeline::ColourMode::bilevel
                  : colour ? pipeline::ColourMode::colour
                           : pipeline::ColourMode::grey;
  return result;
}

std::string encode_bilevel_png(const cv::Mat& pixels) {
  cv::Mat indices;
  cv::compare(pixels, 128, indices, cv::CMP_GE);
  indices &= 1;
  constexpr png_byte kBlackAndWhite[] = {0, 0, 0, 255, 255, 255};
  Reading png;
  png.image.width = static_cast<png_uint_32>(pixels.cols);
  png.image.height = static_cast<png_uint_32>(pixels.rows);
  png.image.format = PNG_FORMAT_RGB_COLORMAP;
  png.image.colormap_entries = 2;
  const auto row = static_cast<png_int_32>(indices.step[0]);
  std::string bytes(PNG_IMAGE_PNG_SIZE_MAX(png.image), '\0');
  png_alloc_size_t size = bytes.size();
  if (png_image_write_to_memory(&png.image, bytes.data(), &size, 0, indices.data, row,
                                kBlackAndWhite) == 0) {
    throw pipeline::Error(pipeline::Remedy::report_bug,
                          {"页面图像无法保存为 PNG", "The page's image cannot be stored as PNG"},
                          {"请联系开发人员", "Tell the developers"});
  }
  bytes.resize(size);
  return bytes;
}

}  // namespace chengnuo::ocr
