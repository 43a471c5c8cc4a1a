#include "signing/page_image.h"

#include <algorithm>
#include <string_view>

#include "pipeline/error.h"
#include "pipeline/file.h"

namespace chengnuo::signing {
namespace {

/// A reader of big-endian numbers that refuses to leave the file.
class Bytes {
 public:
  Bytes(std::string_view bytes, const std::filesystem::path& file) : bytes_(bytes), file_(file) {}

  [[noreturn]] void refuse(const char* zh, const char* en) const {
    throw pipeline::Error(
        pipeline::Remedy::fix_document,
        {std::string("页面图像不能放入 PDF/A：") + zh,
         std::string("The page image cannot go into a PDF/A: ") + en},
        {"请重新扫描该页，保存为普通 JPEG 或 PNG（无透明）。",
         "Scan the page again and save it as a plain JPEG, or a PNG without transparency."},
        file_);
  }
  std::string_view at(std::size_t offset, std::size_t size) const {
    if (offset > bytes_.size() || size > bytes_.size() - offset)
      refuse("图像文件不完整。", "the file is cut off.");
    return bytes_.substr(offset, size);
  }
  unsigned u8(std::size_t offset) const { return static_cast<unsigned char>(at(offset, 1)[0]); }
  unsigned u16(std::size_t offset) const { return u8(offset) << 8 | u8(offset + 1); }
  std::uint32_t u32(std::size_t offset) const { return u16(offset) << 16 | u16(offset + 2); }
  std::size_t size() const { return bytes_.size(); }

 private:
  std::string_view bytes_;
  const std::filesystem::path& file_;
};

/// ITU-T T.81, Annex B: markers up to the first scan.
PageImage read_jpeg(const Bytes& in) {
  PageImage image;
  image.coding = PageImage::Coding::jpeg;
  image.data = {{0, in.size()}};
  std::size_t at = 2;
  while (in.u8(at) == 0xFF) {
    const unsigned marker = in.u8(at + 1);
    if (marker == 0xFF) {  // fill byte
      ++at;
      continue;
    }
    if (marker == 0xDA) break;  // start of scan
    const bool frame =
        marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    if (frame) {
      if (marker > 0xC2)
        in.refuse("JPEG 编码方式不受支持。", "this way of JPEG coding is not supported.");
      image.bits = static_cast<int>(in.u8(at + 4));
      image.height = static_cast<int>(in.u16(at + 5));
      image.width = static_cast<int>(in.u16(at + 7));
      image.components = static_cast<int>(in.u8(at + 9));
    }
    at += 2 + in.u16(at + 2);
  }
  // Scanners pad the end; a cut-off file has no end marker near it.
  const std::size_t tail = std::min<std::size_t>(in.size(), 1024);
  const bool ended = in.at(in.size() - tail, tail).find("\xFF\xD9") != std::string_view::npos;
  if (image.width == 0 || image.height == 0 || !ended)
    in.refuse("JPEG 文件不完整。", "the JPEG is cut off.");
  if (image.bits != 8 || (image.components != 1 && image.components != 3))
    in.refuse("JPEG 须为 8 位灰度或彩色(RGB)。",
              "a JPEG must have 8 bits and be grey or colour (not CMYK).");
  return image;
}

/// ISO/IEC 15948, 5: chunks.
PageImage read_png(const Bytes& in) {
  PageImage image;
  image.coding = PageImage::Coding::png;
  bool ended = false;
  for (std::size_t at = 8; !ended;) {
    const std::uint32_t length = in.u32(at);
    const std::string_view type = in.at(at + 4, 4);
    const std::size_t body = at + 8;
    in.at(body, length + std::size_t{4});
    if (type == "IHDR") {
      image.width = static_cast<int>(in.u32(body));
      image.height = static_cast<int>(in.u32(body + 4));
      image.bits = static_cast<int>(in.u8(body + 8));
      const unsigned colour = in.u8(body + 9);
      if (colour != 0 && colour != 2 && colour != 3)
        in.refuse("PNG 含透明通道。", "the PNG has an alpha channel.");
      if (in.u8(body + 12) != 0) in.refuse("PNG 为隔行扫描。", "the PNG is interlaced.");
      image.components = colour == 2 ? 3 : 1;
    } else if (type == "PLTE") {
      image.palette = in.at(body, length);
    } else if (type == "tRNS") {
      in.refuse("PNG 含透明色。", "the PNG has a transparent colour.");
    } else if (type == "IDAT") {
      image.data.push_back({body, length});
    }
    ended = type == "IEND";
    at = body + length + 4;
  }
  if (image.width <= 0 || image.height <= 0 || image.data.empty())
    in.refuse("PNG 没有图像内容。", "the PNG holds no picture.");
  return image;
}

}  // namespace

PageImage read_page_image(const std::filesystem::path& file) {
  const std::string bytes = pipeline::read_file(file);
  const Bytes in(bytes, file);
  PageImage image;
  if (bytes.starts_with("\xFF\xD8\xFF"))
    image = read_jpeg(in);
  else if (bytes.starts_with("\x89PNG\r\n\x1A\n"))
    image = read_png(in);
  else
    in.refuse("既不是 JPEG 也不是 PNG。", "it is neither JPEG nor PNG.");
  image.file = file;
  return image;
}

}  // namespace chengnuo::signing
