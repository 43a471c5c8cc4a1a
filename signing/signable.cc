#include "signing/signable.h"

#include <algorithm>

#include "signing/mapped_file.h"
#include "signing/pdf_document.h"

namespace chengnuo::signing {
namespace {

using pipeline::Message;

const Message kReexport = {
    "请用“打印为 PDF”另存为普通 PDF（不加密、不为网页优化、兼容 PDF 1.4）后再签。",
    "Save it again as a plain PDF (print to PDF, no encryption, not optimised for the web, PDF "
    "1.4) and sign that."};

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
  outside.last_table = pdf::last_table(file.bytes()).value_or(0);
  outside.obstacle = obstacle_in(file.bytes(), outside.last_table);
  outside.ends_with_newline = file.bytes().ends_with('\n') || file.bytes().ends_with('\r');
  outside.has_signature = !file.places_of("/ByteRange").empty();
  return outside;
}

}  // namespace chengnuo::signing
