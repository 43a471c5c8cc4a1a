#include "signing/revision.h"

#include <cstdio>

namespace chengnuo::signing {
namespace {

/// One entry of the table: 20 bytes, its end included (ISO 32000-1, 7.5.4).
std::string entry(std::uint64_t offset, int generation, char kind) {
  char text[21];
  std::snprintf(text, sizeof text, "%010llu %05d %c\r\n", static_cast<unsigned long long>(offset),
                generation, kind);
  return text;
}

}  // namespace

void Revision::begin(std::uint32_t object) {
  offsets_[object] = out_.size();
  out_.write(std::to_string(object) + " 0 obj\n");
}

std::uint64_t Revision::write(std::uint32_t object, std::string_view serialised_value) {
  begin(object);
  const std::uint64_t start = out_.size();
  out_.write(serialised_value);
  out_.write("\nendobj\n");
  return start;
}

std::uint64_t Revision::write(std::uint32_t object, const PoDoFo::PdfVariant& value) {
  return write(object, serialised(value));
}

void Revision::write_stream(std::uint32_t object, PoDoFo::PdfDictionary dictionary,
                            std::string_view bytes) {
  write_stream(object, std::move(dictionary), bytes.size(),
               [bytes](OutputFile& out) { out.write(bytes); });
}

void Revision::write_stream(std::uint32_t object, PoDoFo::PdfDictionary dictionary,
                            std::uint64_t length,
                            const std::function<void(OutputFile&)>& write_bytes) {
  dictionary.AddKey("Length", integer(static_cast<std::int64_t>(length)));
  begin(object);
  out_.write(serialised(PoDoFo::PdfVariant(dictionary)));
  out_.write("\nstream\n");
  write_bytes(out_);
  out_.write("\nendstream\nendobj\n");
}

void Revision::finish(PoDoFo::PdfDictionary trailer, std::uint32_t size,
                      std::uint64_t previous_table) {
  const std::uint64_t table = out_.size();
  std::string text = "xref\n";
  if (previous_table == 0) offsets_[0] = 0;
  for (auto at = offsets_.begin(); at != offsets_.end();) {
    auto end = at;
    std::uint32_t next = at->first;
    while (end != offsets_.end() && end->first == next) ++end, ++next;
    text += std::to_string(at->first) + ' ' + std::to_string(next - at->first) + '\n';
    for (; at != end; ++at)
      text += at->first == 0 ? entry(0, 65535, 'f') : entry(at->second, 0, 'n');
  }
  trailer.AddKey("Size", integer(size));
  if (previous_table != 0)
    trailer.AddKey("Prev", integer(static_cast<std::int64_t>(previous_table)));
  text += "trailer\n" + serialised(PoDoFo::PdfVariant(trailer));
  text += "\nstartxref\n" + std::to_string(table) + "\n%%EOF\n";
  out_.write(text);
}

}  // namespace chengnuo::signing
