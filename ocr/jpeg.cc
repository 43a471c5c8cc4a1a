#include "ocr/decode.h"

// clang-format off
#include <cstdio>  // jpeglib.h does not include what it needs
#include <jpeglib.h>
#include <jerror.h>
// clang-format on

#include <algorithm>
#include <csetjmp>
#include <cstdlib>

#include "pipeline/error.h"

namespace chengnuo::ocr {
namespace {

constexpr int kQuality = 88;
constexpr double kCentimetresInInch = 2.54;
/// A baseline image has one scan, a progressive one about ten; hundreds are made to waste time.
constexpr int kMostScans = 64;

/// libjpeg's errors come back by longjmp, so between setjmp and the last call into libjpeg only
/// plain data may live: hence the small functions below.
struct Errors {
  jpeg_error_mgr manager{};
  std::jmp_buf escape{};
  bool in_pixels = false;
  bool damaged = false;   ///< rows were made up
  bool doubtful = false;  ///< what came after the rows should not be there
};

Errors& errors_of(j_common_ptr codec) { return *static_cast<Errors*>(codec->client_data); }

[[noreturn]] void escape(j_common_ptr codec) { std::longjmp(errors_of(codec).escape, 1); }

/// Level -1 is damage that libjpeg puts up with.
void note(j_common_ptr codec, int level) {
  if (level >= 0) return;
  switch (codec->err->msg_code) {
    case JWRN_ADOBE_XFORM:
    case JWRN_JFIF_MAJOR:
      return;
    case JWRN_EXTRANEOUS_DATA:
      // Between the markers before the pixels careless software leaves bytes. Behind the pixels
      // they mean that a decoder, which notices few wrong codes itself, was led astray.
      if (errors_of(codec).in_pixels) errors_of(codec).doubtful = true;
      return;
    default:
      errors_of(codec).damaged = true;
  }
}

void keep_quiet(j_common_ptr) {}

jpeg_error_mgr* set_up(Errors& errors) {
  jpeg_std_error(&errors.manager);
  errors.manager.error_exit = escape;
  errors.manager.emit_message = note;
  errors.manager.output_message = keep_quiet;
  return &errors.manager;
}

struct Decompressor {
  Errors errors;
  jpeg_decompress_struct codec{};

  Decompressor() {
    codec.err = set_up(errors);
    codec.client_data = &errors;
    jpeg_create_decompress(&codec);
  }
  ~Decompressor() { jpeg_destroy_decompress(&codec); }
  Decompressor(const Decompressor&) = delete;
  Decompressor& operator=(const Decompressor&) = delete;
};

bool read_header(Decompressor& jpeg, std::string_view bytes) {
  if (setjmp(jpeg.errors.escape) != 0) return false;
  jpeg_mem_src(&jpeg.codec, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  jpeg_save_markers(&jpeg.codec, JPEG_APP0 + 1, 0xFFFF);
  return jpeg_read_header(&jpeg.codec, TRUE) == JPEG_HEADER_OK;
}

bool read_pixels(Decompressor& jpeg, cv::Mat& pixels) {
  if (setjmp(jpeg.errors.escape) != 0) return false;
  jpeg.errors.in_pixels = true;
  jpeg_start_decompress(&jpeg.codec);
  while (jpeg.codec.output_scanline < jpeg.codec.output_height) {
    if (jpeg.codec.input_scan_number > kMostScans) return false;
    JSAMPROW row = pixels.ptr(static_cast<int>(jpeg.codec.output_scanline));
    jpeg_read_scanlines(&jpeg.codec, &row, 1);
  }
  jpeg_finish_decompress(&jpeg.codec);
  return true;
}

/// Four inks to blue, green, red. Adobe's programs, and all that follow them, store 255 for no ink.
cv::Mat from_cmyk(const cv::Mat& inks, bool inverted) {
  cv::Mat pixels(inks.size(), CV_8UC3);
  for (int y = 0; y < inks.rows; ++y) {
    const auto* ink = inks.ptr<cv::Vec4b>(y);
    auto* pixel = pixels.ptr<cv::Vec3b>(y);
    for (int x = 0; x < inks.cols; ++x) {
      const auto light = [&](int i) { return inverted ? ink[x][i] : 255 - ink[x][i]; };
      for (int i = 0; i < 3; ++i)
        pixel[x][i] = static_cast<unsigned char>(light(2 - i) * light(3) / 255);
    }
  }
  return pixels;
}

int dpi_of(const jpeg_decompress_struct& codec) {
  if (codec.density_unit == 1) return codec.X_density;
  if (codec.density_unit == 2) return static_cast<int>(codec.X_density * kCentimetresInInch + 0.5);
  return 0;
}

int orientation_of(const jpeg_decompress_struct& codec) {
  for (auto* marker = codec.marker_list; marker != nullptr; marker = marker->next) {
    const int orientation =
        exif_orientation({reinterpret_cast<const char*>(marker->data), marker->data_length});
    if (orientation != 1) return orientation;
  }
  return 1;
}

}  // namespace

Scan decode_jpeg(std::string_view bytes) {
  Decompressor jpeg;
  jpeg_decompress_struct& codec = jpeg.codec;
  if (!read_header(jpeg, bytes)) refuse_damaged();
  refuse_if_too_large(codec.image_width, codec.image_height);

  const bool grey = codec.num_components == 1;
  const bool inks = codec.num_components == 4;
  codec.out_color_space = grey ? JCS_GRAYSCALE : inks ? JCS_CMYK : JCS_EXT_BGR;
  const int orientation = orientation_of(codec);  // the markers are gone after the last row
  Scan scan;
  Image& image = scan.image;
  image.colour = grey ? pipeline::ColourMode::grey : pipeline::ColourMode::colour;
  image.dpi = dpi_of(codec);
  cv::Mat pixels(static_cast<int>(codec.image_height), static_cast<int>(codec.image_width),
                 grey   ? CV_8UC1
                 : inks ? CV_8UC4
                        : CV_8UC3);
  if (!read_pixels(jpeg, pixels) || jpeg.errors.damaged) refuse_damaged();
  if (inks) pixels = from_cmyk(pixels, codec.saw_Adobe_marker != 0);
  image.pixels = oriented(pixels, orientation);
  if (jpeg.errors.doubtful) {
    scan.notices.push_back(
        {"JPEG 图像数据有异常，部分画面可能失真；请对照原件核对",
         "The JPEG's data is inconsistent, so parts of the picture may be wrong: "
         "compare it with the paper"});
  }
  return scan;
}

namespace {

struct Compressor {
  Errors errors;
  jpeg_compress_struct codec{};
  unsigned char* bytes = nullptr;
  unsigned long size = 0;

  Compressor() {
    codec.err = set_up(errors);
    codec.client_data = &errors;
    jpeg_create_compress(&codec);
  }
  ~Compressor() {
    jpeg_destroy_compress(&codec);
    std::free(bytes);  // libjpeg's own buffer, from malloc
  }
  Compressor(const Compressor&) = delete;
  Compressor& operator=(const Compressor&) = delete;
};

bool write_pixels(Compressor& jpeg, const cv::Mat& pixels, int dpi) {
  if (setjmp(jpeg.errors.escape) != 0) return false;
  jpeg_compress_struct& codec = jpeg.codec;
  jpeg_mem_dest(&codec, &jpeg.bytes, &jpeg.size);
  codec.image_width = static_cast<JDIMENSION>(pixels.cols);
  codec.image_height = static_cast<JDIMENSION>(pixels.rows);
  codec.input_components = pixels.channels();
  codec.in_color_space = pixels.channels() == 1 ? JCS_GRAYSCALE : JCS_EXT_BGR;
  jpeg_set_defaults(&codec);
  jpeg_set_quality(&codec, kQuality, TRUE);
  codec.density_unit = dpi > 0 ? 1 : 0;
  codec.X_density = codec.Y_density = static_cast<UINT16>(std::clamp(dpi, 1, 65535));
  jpeg_start_compress(&codec, TRUE);
  while (codec.next_scanline < codec.image_height) {
    JSAMPROW row = const_cast<JSAMPROW>(pixels.ptr(static_cast<int>(codec.next_scanline)));
    jpeg_write_scanlines(&codec, &row, 1);
  }
  jpeg_finish_compress(&codec);
  return true;
}

}  // namespace

std::string encode_jpeg(const cv::Mat& pixels, int dpi) {
  Compressor jpeg;
  if (!write_pixels(jpeg, pixels, dpi)) {
    throw pipeline::Error(pipeline::Remedy::report_bug,
                          {"页面图像无法保存为 JPEG", "The page's image cannot be stored as JPEG"},
                          {"请联系开发人员", "Tell the developers"});
  }
  return {reinterpret_cast<const char*>(jpeg.bytes), jpeg.size};
}

}  // namespace chengnuo::ocr
