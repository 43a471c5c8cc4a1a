#include <tiffio.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <memory>
#include <opencv2/imgproc.hpp>

#include "ocr/decode.h"
#include "pipeline/descriptor.h"
#include "pipeline/error.h"

namespace chengnuo::ocr {
namespace {

constexpr double kCentimetresInInch = 2.54;
/// Resolutions that differ by more than this make circles ovals; a fax has 204 by 98.
constexpr double kSquareEnough = 1.05;

struct Close {
  void operator()(TIFF* tiff) const noexcept { TIFFClose(tiff); }
};
using TiffPtr = std::unique_ptr<TIFF, Close>;
struct FreeOptions {
  void operator()(TIFFOpenOptions* options) const noexcept { TIFFOpenOptionsFree(options); }
};
struct EndRgba {
  void operator()(TIFFRGBAImage* image) const noexcept { TIFFRGBAImageEnd(image); }
};

int note_damage(TIFF*, void* damaged, const char*, const char*, va_list) {
  *static_cast<bool*>(damaged) = true;
  return 1;
}

int weigh_warning(TIFF*, void* damaged, const char* module, const char*, va_list) {
  // Unknown tags and the like are warnings that cost nothing; a fax decoder's or a JPEG decoder's
  // warning means rows that it made up.
  const std::string_view from = module == nullptr ? "" : module;
  if (from.starts_with("Fax") || from.starts_with("JPEG")) *static_cast<bool*>(damaged) = true;
  return 1;
}

/// An open TIFF file. `damaged` must outlive it.
TiffPtr open_tiff(int file, bool& damaged) {
  const std::unique_ptr<TIFFOpenOptions, FreeOptions> options(TIFFOpenOptionsAlloc());
  TIFFOpenOptionsSetErrorHandlerExtR(options.get(), note_damage, &damaged);
  TIFFOpenOptionsSetWarningHandlerExtR(options.get(), weigh_warning, &damaged);
  TIFFOpenOptionsSetMaxSingleMemAlloc(options.get(), 1 << 30);
  pipeline::Descriptor own(::dup(file));  // libtiff closes what it was given, if it could open it
  ::lseek(own.get(), 0, SEEK_SET);
  TiffPtr tiff(TIFFFdOpenExt(own.get(), "scan", "rm", options.get()));
  if (!tiff) refuse_damaged();
  own.release();
  return tiff;
}

template <typename T>
T tag(TIFF* tiff, std::uint32_t which, T otherwise) {
  T value = otherwise;
  return TIFFGetFieldDefaulted(tiff, which, &value) == 1 ? value : otherwise;
}

bool is_page(TIFF* tiff) {
  const auto kind = tag<std::uint32_t>(tiff, TIFFTAG_SUBFILETYPE, 0);
  return (kind & (FILETYPE_REDUCEDIMAGE | FILETYPE_MASK)) == 0;
}

/// Dots per inch; 0 if the file does not say.
double resolution(TIFF* tiff, std::uint32_t which) {
  const double dots = tag<float>(tiff, which, 0);
  switch (tag<std::uint16_t>(tiff, TIFFTAG_RESOLUTIONUNIT, RESUNIT_INCH)) {
    case RESUNIT_INCH:
      return dots;
    case RESUNIT_CENTIMETER:
      return dots * kCentimetresInInch;
    default:
      return 0;
  }
}

/// Red, green, blue, alpha: top left first, as stored, without the turn that the tag asks for.
cv::Mat read_rgba(TIFF* tiff, int width, int height) {
  TIFFRGBAImage reader{};
  std::array<char, 1024> message{};
  if (TIFFRGBAImageBegin(&reader, tiff, /*stop=*/1, message.data()) != 1) {
    throw pipeline::Error(
        pipeline::Remedy::fix_document,
        {"TIFF 图像的存储方式不受支持", "This kind of TIFF image is not supported"},
        {"请改存为普通的彩色、灰度或黑白 TIFF，或 JPEG、PDF 后再提交",
         "Save it as an ordinary colour, grey or black-and-white TIFF, or as JPEG or PDF"});
  }
  const std::unique_ptr<TIFFRGBAImage, EndRgba> end(&reader);
  reader.orientation = reader.req_orientation = ORIENTATION_TOPLEFT;
  cv::Mat pixels(height, width, CV_8UC4);
  const int read =
      TIFFRGBAImageGet(&reader, pixels.ptr<std::uint32_t>(), static_cast<std::uint32_t>(width),
                       static_cast<std::uint32_t>(height));
  if (read != 1) refuse_damaged();
  return pixels;
}

/// What is transparent is paper. libtiff has multiplied the colours by alpha already.
void lay_on_paper(cv::Mat& rgba) {
  rgba.forEach<cv::Vec4b>([](cv::Vec4b& pixel, const int*) {
    for (int i = 0; i < 3; ++i)
      pixel[i] = cv::saturate_cast<unsigned char>(pixel[i] + 255 - pixel[3]);
  });
}

void make_square(cv::Mat& pixels, double across, double down) {
  if (across <= 0 || down <= 0) return;
  if (std::max(across, down) < kSquareEnough * std::min(across, down)) return;
  const double most = std::max(across, down);
  const double wide = pixels.cols * most / across;
  const double high = pixels.rows * most / down;
  refuse_if_too_large(std::llround(wide), std::llround(high));
  cv::resize(pixels, pixels, cv::Size(cvRound(wide), cvRound(high)), 0, 0, cv::INTER_LINEAR);
}

}  // namespace

int count_tiff_pages(int file, int enough) {
  bool damaged = false;
  const TiffPtr tiff = open_tiff(file, damaged);
  int pages = 0;
  do {
    if (is_page(tiff.get())) ++pages;
  } while (pages < enough && TIFFReadDirectory(tiff.get()) == 1);
  // A file that is cut off loses its last directories: fewer pages would be no one's notice.
  if (damaged || pages == 0) refuse_damaged();
  return pages;
}

Image decode_tiff(int file, int number) {
  bool damaged = false;
  const TiffPtr owner = open_tiff(file, damaged);
  TIFF* tiff = owner.get();
  for (int left = number - (is_page(tiff) ? 1 : 0); left > 0;) {
    if (TIFFReadDirectory(tiff) != 1) refuse_damaged();
    if (is_page(tiff)) --left;
  }

  const auto width = tag<std::uint32_t>(tiff, TIFFTAG_IMAGEWIDTH, 0);
  const auto height = tag<std::uint32_t>(tiff, TIFFTAG_IMAGELENGTH, 0);
  refuse_if_too_large(width, height);
  const int bits = tag<std::uint16_t>(tiff, TIFFTAG_BITSPERSAMPLE, 1);
  const int photometric = tag<std::uint16_t>(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISWHITE);
  const bool grey = photometric == PHOTOMETRIC_MINISWHITE || photometric == PHOTOMETRIC_MINISBLACK;
  Image image;
  image.colour = !grey       ? pipeline::ColourMode::colour
                 : bits == 1 ? pipeline::ColourMode::bilevel
                             : pipeline::ColourMode::grey;
  const double across = resolution(tiff, TIFFTAG_XRESOLUTION);
  const double down = resolution(tiff, TIFFTAG_YRESOLUTION);
  image.dpi = static_cast<int>(std::lround(std::clamp(std::max(across, down), 0.0, 1e6)));

  cv::Mat rgba = read_rgba(tiff, static_cast<int>(width), static_cast<int>(height));
  if (damaged) refuse_damaged();
  lay_on_paper(rgba);
  if (grey) {
    cv::extractChannel(rgba, image.pixels, 0);
  } else {
    cv::cvtColor(rgba, image.pixels, cv::COLOR_RGBA2BGR);
  }
  rgba.release();
  make_square(image.pixels, across, down);
  image.pixels =
      oriented(image.pixels, tag<std::uint16_t>(tiff, TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT));
  return image;
}

}  // namespace chengnuo::ocr
