#pragma once
// Private to this room: writes the objects of one revision of a PDF file, with its classic
// cross-reference table and trailer (ISO 32000-1, 7.5). The first revision is the file; a later one
// is an incremental update (7.5.6), which leaves every earlier byte alone.

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "signing/output_file.h"
#include "signing/podofo.h"

namespace chengnuo::signing {

class Revision {
 public:
  /// Writes behind what `out` holds already.
  explicit Revision(OutputFile& out) : out_(out) {}

  /// The object's value stands in the file; returns the offset of its first byte.
  std::uint64_t write(std::uint32_t object, const PoDoFo::PdfVariant& value);
  std::uint64_t write(std::uint32_t object, std::string_view serialised_value);
  /// A stream whose bytes are already as its /Filter says. /Length is added.
  void write_stream(std::uint32_t object, PoDoFo::PdfDictionary dictionary, std::string_view bytes);
  /// The same for `length` bytes that `write_bytes` will write to the file.
  void write_stream(std::uint32_t object, PoDoFo::PdfDictionary dictionary, std::uint64_t length,
                    const std::function<void(OutputFile&)>& write_bytes);

  /// The table, the trailer and the end. `trailer` holds /Root, /ID and so on; /Size and, where
  /// `previous_table` is given, /Prev are added.
  void finish(PoDoFo::PdfDictionary trailer, std::uint32_t size, std::uint64_t previous_table = 0);

 private:
  void begin(std::uint32_t object);

  OutputFile& out_;
  std::map<std::uint32_t, std::uint64_t> offsets_;
};

}  // namespace chengnuo::signing
