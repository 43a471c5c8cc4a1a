#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "signing/pdf_parser.h"
#include "signing/pdf_value.h"

namespace chengnuo::signing::pdf {

/// An object and, if it is a stream, where its raw bytes are.
struct Object {
  Value value;
  std::optional<std::string_view> stream;
  std::size_t begin = 0;  ///< offset of its number; of its object stream, if it lies in one
  std::size_t end = 0;    ///< behind "endobj"
};

/// Where one object lies, as a cross-reference table or stream says (ISO 32000-1, 7.5.4, 7.5.8).
struct Location {
  enum class Kind { free, in_file, in_stream };
  Kind kind = Kind::free;
  std::uint64_t offset = 0;  ///< in_file: in the file; in_stream: the object stream's number
  std::uint32_t index = 0;   ///< in_stream: within it; else the generation
};

/// One cross-reference section with its trailer: what one revision changed.
struct Section {
  std::size_t offset = 0;
  std::size_t end = 0;  ///< behind the table's trailer, or the stream object
  bool is_stream = false;
  std::map<std::uint32_t, Location> locations;
  Dictionary trailer;
};

/// An object stream, inflated (ISO 32000-1, 7.5.7).
struct ObjectStream {
  std::string bytes;
  /// Number and offset in `bytes` of each object, in order.
  std::vector<std::pair<std::uint32_t, std::size_t>> index;
};

/// A PDF as its last revision says that it is. Give it a file's first bytes up to the end of a
/// revision, and it is the document at that time. Reads strictly: the header at byte 0, the end
/// mark at the end, every offset exact; nothing is searched for or repaired. Objects are parsed
/// when asked for and kept. One thread at a time. `bytes` must outlive it.
class Document {
 public:
  /// Throws Malformed.
  explicit Document(std::string_view bytes);

  std::string_view bytes() const { return bytes_; }
  /// The newest first.
  const std::vector<Section>& sections() const { return sections_; }
  const Dictionary& trailer() const { return sections_.front().trailer; }
  bool encrypted() const { return trailer().find("Encrypt") != nullptr; }

  /// Null if there is no such object. Throws Malformed.
  const Object* object(std::uint32_t number) const;
  /// Where it lies; null if it is unknown or free.
  const Location* location(std::uint32_t number) const;
  std::vector<std::uint32_t> numbers() const;

  /// Follows references (32 at most). Null for null and for nothing.
  const Value* resolve(const Value* value) const;
  const Dictionary* dictionary(const Value* value) const;
  const Array* array(const Value* value) const;
  const Dictionary& catalog() const;
  /// The pages in order, as object numbers; 100,000 at most.
  std::vector<std::uint32_t> pages() const;

 private:
  void read_sections();
  Section read_section(std::size_t offset) const;
  Object read_object(std::uint32_t number, const Location& location) const;
  const ObjectStream& unpack(std::uint32_t number) const;
  Object read_packed_object(std::uint32_t number, const Location& location) const;

  std::string_view bytes_;
  std::vector<Section> sections_;
  std::map<std::uint32_t, Location> newest_;
  mutable std::map<std::uint32_t, std::unique_ptr<Object>> objects_;
  mutable std::map<std::uint32_t, ObjectStream> unpacked_;
  mutable std::size_t parsed_bytes_ = 0;
  mutable std::size_t unpacked_bytes_ = 0;
  mutable std::set<std::uint32_t> being_read_;  ///< guards against loops by /Length
};

/// The offset that stands behind the last "startxref", where the file ends in its end mark.
std::optional<std::size_t> last_table(std::string_view bytes);

}  // namespace chengnuo::signing::pdf
