#include "signing/signable.h"

#include <charconv>

#include "signing/mapped_file.h"

namespace chengnuo::signing {
namespace {

using pipeline::Message;

const Message kReexport = {
    "请用“打印为 PDF”另存为普通 PDF（不加密、不为网页优化、兼容 PDF 1.4）后再签。",
    "Save it again as a plain PDF (print to PDF, no encryption, not optimised for the web, PDF "
    "1.4) and sign that."};

bool is_space(char c) {
  return c == ' ' || c == '\r' || c == '\n' || c == '\t' || c == '\f' || c == '\0';
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

/// The number between the last "startxref" and the end mark that ends the file; 0 if there is none.
std::uint64_t last_table_of(std::string_view pdf) {
  constexpr std::string_view kStart = "startxref";
  constexpr std::string_view kEnd = "%%EOF";
  std::string_view tail = trimmed(pdf.substr(pdf.size() - std::min<std::size_t>(pdf.size(), 1024)));
  if (!tail.ends_with(kEnd)) return 0;
  tail.remove_suffix(kEnd.size());
  const std::size_t at = tail.rfind(kStart);
  if (at == std::string_view::npos) return 0;
  const std::string_view digits = trimmed(tail.substr(at + kStart.size()));
  std::uint64_t offset = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), offset);
  return error == std::errc() && end == digits.data() + digits.size() && offset < pdf.size()
             ? offset
             : 0;
}

std::optional<Unsignable> obstacle_in(std::string_view pdf, std::uint64_t last_table) {
  if (!pdf.starts_with("%PDF-")) {
    return Unsignable{"NOT_A_PDF",
                      {"文件开头不是 PDF 标志。", "The file does not begin as a PDF does."},
                      {"请选择 PDF 文件。", "Choose a PDF file."}};
  }
  if (last_table == 0) {
    return Unsignable{"DAMAGED",
                      {"PDF 结尾不完整或交叉引用表损坏。",
                       "The end of the PDF is missing, or its cross-reference table is damaged."},
                      kReexport};
  }
  const std::string_view table = pdf.substr(last_table);
  if (!table.starts_with("xref")) {
    return Unsignable{
        "XREF_STREAM",
        {"PDF 使用压缩的交叉引用流，不支持在其上签名。",
         "The PDF has a compressed cross-reference stream, which is not signed here."},
        kReexport};
  }
  const std::string_view trailer = table.substr(std::min(table.find("trailer"), table.size()));
  if (trailer.find("/Encrypt") != std::string_view::npos) {
    return Unsignable{
        "ENCRYPTED", {"PDF 已加密或限制权限。", "The PDF is encrypted or restricted."}, kReexport};
  }
  if (trailer.find("/XRefStm") != std::string_view::npos) {
    return Unsignable{"XREF_STREAM",
                      {"PDF 混用两种交叉引用方式，不支持在其上签名。",
                       "The PDF mixes both kinds of cross-reference, which is not signed here."},
                      kReexport};
  }
  if (pdf.substr(0, 1024).find("/Linearized") != std::string_view::npos) {
    return Unsignable{"LINEARISED",
                      {"PDF 已为网页快速浏览优化(线性化)，不支持在其上签名。",
                       "The PDF is linearised (optimised for the web), which is not signed here."},
                      kReexport};
  }
  return std::nullopt;
}

}  // namespace

Outside look_at(const std::filesystem::path& pdf) {
  const MappedFile file(pdf);
  Outside outside;
  outside.size = file.bytes().size();
  outside.last_table = last_table_of(file.bytes());
  outside.obstacle = obstacle_in(file.bytes(), outside.last_table);
  outside.ends_with_newline = file.bytes().ends_with('\n') || file.bytes().ends_with('\r');
  outside.has_signature = file.bytes().find("/ByteRange") != std::string_view::npos;
  return outside;
}

}  // namespace chengnuo::signing
