#include "ocr/pdf.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <sstream>

#include "ocr/active_content.h"
#include "ocr/decode.h"
#include "ocr/mapped_file.h"
#include "ocr/same_picture.h"
#include "pipeline/error.h"

namespace chengnuo::ocr {
namespace {

using Tool = ToolRun::Tool;

constexpr double kPointsInInch = 72;  // ISO 32000-1, 8.3.2.3
constexpr double kRenderingDpi = 300;
/// A4 at 600 dpi: pages that claim to be posters, as phone apps make them, are not rendered larger.
constexpr double kLongestSide = 7016;
/// Enough to see a word that was typed over a scan, and quick to draw.
constexpr int kThumbnail = 1000;

std::string text_of(const Descriptor& output) {
  if (!output) return {};
  const MappedFile file(output.get());
  return std::string(file.bytes());
}

/// The value behind `key` in what pdfinfo prints. The last one counts: titles and the like, which
/// the PDF's author chose and which might imitate other lines, come before pdfinfo's own findings.
std::string value_of(const std::string& text, const std::string& key) {
  std::string value;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with(key)) value = line.substr(key.size());
  value.erase(0, value.find_first_not_of(' '));
  return value;
}

int number_in(const std::string& text) {
  int number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

bool says_error(const std::string& text) { return text.find("Error") != std::string::npos; }

[[noreturn]] void refuse_pdf(const ToolResult& failed) {
  if (failed.errors.find("Incorrect password") != std::string::npos) {
    throw pipeline::Error(
        pipeline::Remedy::fix_document,
        {"PDF 设有打开密码，无法读取", "The PDF cannot be opened without a password"},
        {"请去除密码（用阅读器打开后另存或打印为 PDF）再提交",
         "Remove the password (open it, then save or print it as PDF) and hand it in again"});
  }
  throw pipeline::Error(
      pipeline::Remedy::fix_document,
      {"PDF 文件已损坏或不完整，无法打开", "The PDF is damaged or cut off and cannot be opened"},
      {"请重新扫描或重新导出 PDF 后再提交",
       "Scan it again, or export the PDF once more, and hand that in"});
}

[[noreturn]] void refuse_page() {
  throw pipeline::Error(
      pipeline::Remedy::fix_document,
      {"该页无法显示（内容损坏，或过于复杂）",
       "The page cannot be shown: its content is damaged or too complex"},
      {"请把该页打印后重新扫描再提交", "Print this page, scan it and hand that in"});
}

pipeline::Message page_may_lack_parts() {
  return {"该页的 PDF 内容有错误，显示可能不完整，请对照原件核对",
          "The PDF has errors on this page, so parts may be missing: compare it with the paper"};
}

/// Inches of the longer side, as a viewer shows it.
double long_side_of(int file, int page, PdfTools& tools) {
  const ToolResult facts = tools.run({Tool::facts, page}, file);
  std::istringstream lines(text_of(facts.output));
  double longest = 0;
  for (std::string line; std::getline(lines, line);) {
    // "Page    3 size:  595.08 x 842.04 pts (A4)"
    const auto mark = line.find(" size: ");
    if (!line.starts_with("Page ") || mark == std::string::npos) continue;
    std::istringstream sizes(line.substr(mark + 7));
    double width = 0;
    double height = 0;
    std::string by;
    if (sizes >> width >> by >> height) longest = std::max(width, height);
  }
  if (!(longest > 0) || !std::isfinite(longest)) refuse_page();
  return longest / kPointsInInch;
}

Image render(int file, int page, int long_side, PdfTools& tools,
             std::vector<pipeline::Message>& notices) {
  const ToolResult drawn = tools.run({Tool::render, page, long_side}, file);
  if (drawn.exit_code != 0 || !drawn.output) refuse_page();
  if (says_error(drawn.errors)) notices.push_back(page_may_lack_parts());
  const MappedFile output(drawn.output.get());
  return decode_pnm(output.bytes());
}

/// The resolution of the page's image if it has exactly one, of the plain kind and with square
/// pixels: the only case in which taking the image out can replace showing the page.
std::optional<int> resolution_of_only_image(int file, int page, PdfTools& tools) {
  const ToolResult listed = tools.run({Tool::list_images, page}, file);
  if (listed.exit_code != 0) return std::nullopt;
  std::istringstream lines(text_of(listed.output));
  std::string line;
  std::vector<std::string> images;
  for (int number = 0; std::getline(lines, line); ++number)
    if (number >= 2) images.push_back(line);  // two lines of heading
  if (images.size() != 1) return std::nullopt;

  // page num type width height color comp bpc enc interp object ID x-ppi y-ppi size ratio
  std::istringstream words(images[0]);
  std::vector<std::string> columns;
  for (std::string word; words >> word;) columns.push_back(word);
  if (columns.size() < 14 || columns[2] != "image") return std::nullopt;
  const int across = number_in(columns[columns.size() - 4]);
  const int down = number_in(columns[columns.size() - 3]);
  if (across <= 0 || std::abs(across - down) * 20 > across) return std::nullopt;
  return across;
}

Scan decode_taken(const Descriptor& file) {
  const MappedFile taken(file.get());
  if (!taken.bytes().starts_with("\x89PNG")) return decode_jpeg(taken.bytes());
  return {decode_png(taken.bytes()), {}};
}

/// The scan that the page consists of, if it does.
std::optional<Scan> take_scan(int file, int page, PdfTools& tools) {
  const auto dpi = resolution_of_only_image(file, page, tools);
  if (!dpi) return std::nullopt;
  const ToolResult taken = tools.run({Tool::take_image, page}, file);
  if (taken.exit_code != 0 || !taken.output) return std::nullopt;
  Scan scan = decode_taken(taken.output);
  scan.image.dpi = *dpi;
  if (says_error(taken.errors)) scan.notices.push_back(page_may_lack_parts());

  // The list does not tell how the image lies on the page, nor whether anything lies over it.
  const int long_side = std::max(scan.image.pixels.cols, scan.image.pixels.rows);
  const int size = std::min(long_side, kThumbnail);
  std::vector<pipeline::Message> of_thumbnail;
  const Image shown = render(file, page, size, tools, of_thumbnail);
  const auto turn = orientation_to_match(scan.image.pixels, shown.pixels);
  if (!turn) return std::nullopt;
  scan.image.pixels = oriented(scan.image.pixels, *turn);
  return scan;
}

/// Rendered pages are in colour; one without any is a grey one.
void drop_missing_colour(Image& image) {
  if (image.pixels.channels() != 3) return;
  std::vector<cv::Mat> channels;
  cv::split(image.pixels, channels);
  if (cv::norm(channels[0], channels[1], cv::NORM_INF) > 0 ||
      cv::norm(channels[1], channels[2], cv::NORM_INF) > 0)
    return;
  image.pixels = channels[0];
  image.colour = pipeline::ColourMode::grey;
}

}  // namespace

PdfFacts open_pdf(int file, PdfTools& tools) {
  const ToolResult read = tools.run({Tool::facts}, file);
  const std::string text = text_of(read.output);
  PdfFacts facts;
  facts.pages = number_in(value_of(text, "Pages:"));
  if (read.exit_code != 0 || facts.pages <= 0) refuse_pdf(read);

  if (says_error(read.errors)) {
    facts.notices.push_back(
        {"PDF 结构有损伤，已尽量修复读取；请核对页数和内容是否齐全",
         "The PDF's structure is damaged and was repaired as far as possible: make sure that no "
         "page is missing"});
  }
  // pdfinfo sees scripts through encryption, but not those that run when the file is opened.
  if (value_of(text, "JavaScript:") == "yes" || has_active_content(MappedFile(file).bytes())) {
    facts.notices.push_back(
        {"PDF 含有脚本（JavaScript）或启动程序的动作，均没有执行；请确认文件来源",
         "The PDF contains JavaScript or starts programs; nothing was run: make "
         "sure where the file comes from"});
  }
  const ToolResult attached = tools.run({Tool::attachments}, file);
  if (const int count = number_in(text_of(attached.output)); count > 0) {
    facts.notices.push_back(
        {"PDF 内嵌有 " + std::to_string(count) + " 个附件，附件没有打开；只按页面内容处理",
         "The PDF has embedded files (" + std::to_string(count) +
             "), which were not opened: only its pages count"});
  }
  return facts;
}

Scan scan_of_pdf(int file, int page, PdfTools& tools) {
  if (auto scan = take_scan(file, page, tools)) return std::move(*scan);

  const double inches = long_side_of(file, page, tools);
  const double pixels = std::clamp(inches * kRenderingDpi, 1.0, kLongestSide);
  Scan scan;
  scan.image = render(file, page, static_cast<int>(std::lround(pixels)), tools, scan.notices);
  scan.image.dpi = static_cast<int>(std::lround(pixels / inches));
  drop_missing_colour(scan.image);
  return scan;
}

}  // namespace chengnuo::ocr
