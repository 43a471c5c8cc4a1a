#include "ocr/source.h"

#include <algorithm>
#include <string>

#include "ocr/decode.h"
#include "ocr/mapped_file.h"
#include "ocr/pdf.h"
#include "pipeline/error.h"
#include "pipeline/text.h"

namespace chengnuo::ocr {
namespace {

using pipeline::Message;

constexpr std::string_view kPngMark("\x89PNG\r\n\x1a\n", 8);
/// Readers of PDF accept the mark this late (ISO 32000-1, annex H, note 13), and its end as early.
constexpr std::size_t kPdfMarkWithin = 1024;
constexpr std::size_t kPdfEndWithin = 2048;
/// More directories than any file we accept has pages; a file may make them a circle.
constexpr int kMostTiffPages = 20'000;

const Message kScanAdvice{"请提交扫描得到的 PDF、TIFF、JPEG 或 PNG 文件",
                          "Hand in the scan as a PDF, TIFF, JPEG or PNG file"};

[[noreturn]] void refuse(Message what, Message advice) {
  throw pipeline::Error(pipeline::Remedy::fix_document, std::move(what), std::move(advice));
}

/// Names the common kinds that people send by mistake.
[[noreturn]] void refuse_stranger(std::string_view bytes) {
  const auto has = [&](std::string_view mark, std::size_t at = 0) {
    return bytes.size() > at && bytes.substr(at).starts_with(mark);
  };
  const auto mentions = [&](std::string_view word) {
    return bytes.substr(0, 4096).find(word) != std::string_view::npos;
  };
  if (has("PK\x03\x04") && mentions("OFD.xml")) {
    refuse(
        {"这是 OFD 版式文件，目前不能直接读取", "This is an OFD document, which is not read yet"},
        {"请用 OFD 阅读器打印或导出为 PDF 后提交", "Print or export it as PDF with an OFD viewer"});
  }
  if (has("PK\x03\x04") && (mentions("word/") || mentions("[Content_Types].xml"))) {
    refuse(
        {"这是 Office 文档（Word、Excel 等），不是扫描件",
         "This is an Office document (Word, Excel, …), not a scan"},
        {"请打印、签字盖章后扫描，提交扫描件", "Print, sign and seal it, then hand in the scan"});
  }
  if (has("\xD0\xCF\x11\xE0")) {
    refuse(
        {"这是旧版 Office 文档（doc、xls 等），不是扫描件",
         "This is an old Office document (doc, xls, …), not a scan"},
        {"请打印、签字盖章后扫描，提交扫描件", "Print, sign and seal it, then hand in the scan"});
  }
  if (has("PK\x03\x04") || has("Rar!") || has("7z\xBC\xAF") || has("\x1F\x8B")) {
    refuse({"这是压缩包，不是扫描件", "This is a compressed archive, not a scan"},
           {"请解压后提交其中的扫描件", "Unpack it and hand in the scans inside"});
  }
  const std::string_view head = bytes.substr(0, 1024);
  if (head.find('\0') == std::string_view::npos &&
      (pipeline::is_utf8(head.substr(0, head.find_last_of('\n'))) ||
       pipeline::from_gb18030(head.substr(0, head.find_last_of('\n'))))) {
    refuse({"这是文本或网页，不是扫描件；文件扩展名可能被改过",
            "This is text or a web page, not a scan; its name may have been changed"},
           kScanAdvice);
  }
  if (has("ftypheic", 4) || has("ftypmif1", 4) || has("ftypheix", 4)) {
    refuse(
        {"这是手机的 HEIC 照片格式，不能读取", "This is a phone's HEIC photo, which is not read"},
        {"请在手机相机设置中选“兼容性最佳”（JPEG），或转换为 JPEG 后提交",
         "Set the phone's camera to “most compatible” (JPEG), or convert it to JPEG"});
  }
  if (has("BM") || has("GIF8") || has("RIFF") || has("jP  ", 4) || has("\xFF\x4F\xFF\x51")) {
    refuse({"这种图像格式（BMP、GIF、WebP、JPEG 2000）不能读取",
            "This image format (BMP, GIF, WebP, JPEG 2000) is not read"},
           {"请另存为 JPEG、PNG、TIFF 或 PDF 后提交", "Save it as JPEG, PNG, TIFF or PDF"});
  }
  refuse({"无法识别文件类型；文件可能已损坏，或扩展名被改过",
          "The kind of file is unknown: it may be damaged, or its name may have been changed"},
         kScanAdvice);
}

}  // namespace

FileKind kind_of(std::string_view bytes) {
  if (bytes.empty()) {
    refuse({"文件是空的（0 字节）", "The file is empty"},
           {"请重新扫描或重新传送后提交", "Scan it again, or copy the original file once more"});
  }
  if (bytes.starts_with("\xFF\xD8\xFF")) return FileKind::jpeg;
  if (bytes.starts_with(kPngMark)) return FileKind::png;
  for (const std::string_view mark : {std::string_view("II*\0", 4), std::string_view("MM\0*", 4),
                                      std::string_view("II+\0", 4), std::string_view("MM\0+", 4)})
    if (bytes.starts_with(mark)) return FileKind::tiff;
  if (bytes.substr(0, kPdfMarkWithin).find("%PDF-") != std::string_view::npos) return FileKind::pdf;
  refuse_stranger(bytes);
}

SourceFacts open_source(int file, PdfTools& tools) {
  const MappedFile mapped(file);
  const std::string_view bytes = mapped.bytes();
  switch (kind_of(bytes)) {
    case FileKind::jpeg:
    case FileKind::png:
      return {1, {}};
    case FileKind::tiff:
      return {count_tiff_pages(file, kMostTiffPages), {}};
    case FileKind::pdf:
      break;
  }
  // poppler repairs a file that is cut off and may show fewer pages without a word.
  const std::string_view end = bytes.substr(bytes.size() - std::min(bytes.size(), kPdfEndWithin));
  if (end.find("%%EOF") == std::string_view::npos) {
    refuse({"PDF 文件不完整（缺少结尾），可能没有传送完", "The PDF is cut off: its end is missing"},
           {"请重新传送或重新扫描后提交", "Copy it once more, or scan it again"});
  }
  PdfFacts facts = open_pdf(file, tools);
  return {facts.pages, std::move(facts.notices)};
}

Scan scan_of(int file, int page, PdfTools& tools) {
  const MappedFile mapped(file);
  Scan scan;
  switch (kind_of(mapped.bytes())) {
    case FileKind::jpeg:
      scan = decode_jpeg(mapped.bytes());
      break;
    case FileKind::png:
      scan.image = decode_png(mapped.bytes());
      break;
    case FileKind::tiff:
      scan.image = decode_tiff(file, page);
      break;
    case FileKind::pdf:
      scan = scan_of_pdf(file, page, tools);
      break;
  }
  settle(scan);
  return scan;
}

}  // namespace chengnuo::ocr
