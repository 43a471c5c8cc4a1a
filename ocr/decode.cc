#include "ocr/decode.h"

#include <array>
#include <charconv>

#include "pipeline/error.h"

namespace chengnuo::ocr {
namespace {

/// Reads numbers of either byte order out of a block, never beyond its end.
class TiffBlock {
 public:
  TiffBlock(std::string_view bytes, bool little) : bytes_(bytes), little_(little) {}

  std::uint32_t number(std::size_t at, std::size_t width) const {
    if (at > bytes_.size() || width > bytes_.size() - at) return 0;
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < width; ++i) {
      const auto byte = static_cast<unsigned char>(bytes_[at + (little_ ? width - 1 - i : i)]);
      value = value << 8 | byte;
    }
    return value;
  }

 private:
  std::string_view bytes_;
  bool little_;
};

/// The next number in a netpbm header, behind blanks and comments; -1 if there is none.
int next_number(std::string_view& rest) {
  while (!rest.empty() && std::string_view("# \t\r\n").find(rest[0]) != std::string_view::npos) {
    const auto end = rest[0] == '#' ? rest.find('\n') : 0;
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  }
  int value = -1;
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), value);
  rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
  return error == std::errc() ? value : -1;
}

}  // namespace

void refuse_if_too_large(std::int64_t width, std::int64_t height) {
  if (width > 0 && height > 0 && width <= kMostPixels / height) return;
  if (width <= 0 || height <= 0) refuse_damaged();
  const std::string size = std::to_string(width) + "×" + std::to_string(height);
  throw pipeline::Error(pipeline::Remedy::fix_document,
                        {"图像尺寸过大（" + size + " 像素），超出可处理的范围，没有打开",
                         "The image is too large (" + size + " pixels) and was not opened"},
                        {"请以 300 dpi 重新扫描该页", "Scan the page again at 300 dpi"});
}

void refuse_damaged() {
  throw pipeline::Error(pipeline::Remedy::fix_document,
                        {"图像数据不完整或已损坏，无法完整读出",
                         "The image is cut off or damaged and cannot be read as a whole"},
                        {"请重新扫描，或重新传送原文件后再提交",
                         "Scan the page again, or copy the original file once more"});
}

Image decode_pnm(std::string_view bytes) {
  const bool colour = bytes.starts_with("P6");
  if (!colour && !bytes.starts_with("P5")) refuse_damaged();
  std::string_view rest = bytes.substr(2);
  const int width = next_number(rest);
  const int height = next_number(rest);
  const int most = next_number(rest);
  refuse_if_too_large(width, height);
  const std::size_t channels = colour ? 3 : 1;
  const std::size_t size =
      static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * channels;
  if (most != 255 || rest.size() < size + 1) refuse_damaged();
  rest.remove_prefix(1);

  Image image;
  const cv::Mat stored(height, width, colour ? CV_8UC3 : CV_8UC1, const_cast<char*>(rest.data()));
  if (colour) {
    constexpr std::array<int, 6> kToBlueFirst{0, 2, 1, 1, 2, 0};
    image.pixels.create(height, width, CV_8UC3);
    cv::mixChannels(&stored, 1, &image.pixels, 1, kToBlueFirst.data(), 3);
  } else {
    image.pixels = stored.clone();
    image.colour = pipeline::ColourMode::grey;
  }
  return image;
}

cv::Mat oriented(const cv::Mat& pixels, int orientation) {
  cv::Mat turned = pixels;
  switch (orientation) {
    case 2:
      cv::flip(pixels, turned, 1);
      break;
    case 3:
      cv::rotate(pixels, turned, cv::ROTATE_180);
      break;
    case 4:
      cv::flip(pixels, turned, 0);
      break;
    case 5:
      cv::transpose(pixels, turned);
      break;
    case 6:
      cv::rotate(pixels, turned, cv::ROTATE_90_CLOCKWISE);
      break;
    case 7:
      cv::rotate(pixels, turned, cv::ROTATE_180);
      cv::transpose(turned, turned);
      break;
    case 8:
      cv::rotate(pixels, turned, cv::ROTATE_90_COUNTERCLOCKWISE);
      break;
    default:
      break;
  }
  return turned;
}

int exif_orientation(std::string_view block) {
  constexpr std::string_view kMark("Exif\0\0", 6);
  constexpr std::uint32_t kOrientation = 0x0112;
  if (!block.starts_with(kMark)) return 1;
  block.remove_prefix(kMark.size());
  const TiffBlock tiff(block, block.starts_with("II"));
  const std::size_t directory = tiff.number(4, 4);
  const std::uint32_t entries = tiff.number(directory, 2);
  for (std::uint32_t i = 0; i < entries; ++i) {
    const std::size_t entry = directory + 2 + std::size_t{12} * i;
    if (tiff.number(entry, 2) != kOrientation) continue;
    const auto value = static_cast<int>(tiff.number(entry + 8, 2));
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

}  // namespace chengnuo::ocr
