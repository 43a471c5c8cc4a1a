#include "signing/podofo.h"

#include <algorithm>

#include "pipeline/text.h"

namespace chengnuo::signing {

using PoDoFo::PdfVariant;

PdfVariant integer(std::int64_t value) { return PdfVariant(static_cast<PoDoFo::pdf_int64>(value)); }

PdfVariant integers(std::initializer_list<std::int64_t> values) {
  PoDoFo::PdfArray array;
  for (const std::int64_t value : values) array.push_back(integer(value));
  return PdfVariant(array);
}

PdfVariant name(const char* text) { return PdfVariant(PoDoFo::PdfName(text)); }

PdfVariant reference(std::uint32_t object) { return PdfVariant(PoDoFo::PdfReference(object, 0)); }

PdfVariant text_string(const std::string& utf8) {
  const auto ascii = [](char c) { return c >= ' ' && c <= '~'; };
  if (std::ranges::all_of(utf8, ascii)) return PdfVariant(PoDoFo::PdfString(utf8));
  const std::string sound = pipeline::utf8(pipeline::code_points(utf8));  // PoDoFo throws else
  return PdfVariant(
      PoDoFo::PdfString(reinterpret_cast<const PoDoFo::pdf_utf8*>(sound.c_str())).ToUnicode());
}

std::string serialised(const PdfVariant& value) {
  PoDoFo::PdfRefCountedBuffer buffer;
  PoDoFo::PdfOutputDevice device(&buffer);
  value.Write(&device, PoDoFo::ePdfWriteMode_Clean, nullptr);
  return std::string(buffer.GetBuffer(), device.GetLength());
}

void throw_pdf_error(const PoDoFo::PdfError& error, pipeline::Remedy remedy,
                     const std::filesystem::path& file) {
  const std::string code = PoDoFo::PdfError::ErrorName(error.GetError());
  throw pipeline::Error(remedy,
                        {"无法读取该 PDF 的结构（" + code + "）。",
                         "The PDF's structure could not be read (" + code + ")."},
                        {"请用原软件重新导出或重新扫描后再试。",
                         "Export it again from its program, or scan it again."},
                        file);
}

}  // namespace chengnuo::signing
