#include "signing/pdf_document.h"

#include <algorithm>
#include <array>

#include "signing/pdf_stream.h"

namespace chengnuo::signing::pdf {
namespace {

constexpr std::size_t kMostSections = 1000;
constexpr std::size_t kMostPages = 100'000;
constexpr std::size_t kDeepestNeed = 8;
constexpr std::size_t kMostLocations = 2'000'000;
constexpr std::size_t kMostParsed = std::size_t{32} << 20;
constexpr std::size_t kMostUnpacked = std::size_t{256} << 20;

Section read_table(std::string_view bytes, std::size_t offset) {
  Section section;
  section.offset = offset;
  Parser parser(bytes, offset);
  parser.expect("xref");
  while (const auto first = parser.try_unsigned()) {
    const std::uint64_t count = parser.unsigned_number();
    if (*first > 0xFFFFFFFF - std::min<std::uint64_t>(count, 0xFFFFFFFF))
      throw Malformed(offset, "object numbers too large");
    for (std::uint64_t i = 0; i < count; ++i) {
      if (section.locations.size() > kMostLocations) throw Malformed(offset, "too many objects");
      Location location;
      location.offset = parser.unsigned_number();
      location.index = static_cast<std::uint32_t>(parser.unsigned_number());
      if (parser.take("n"))
        location.kind = Location::Kind::in_file;
      else
        parser.expect("f");
      section.locations[static_cast<std::uint32_t>(*first + i)] = location;
    }
  }
  parser.expect("trailer");
  Value trailer = parser.value();
  section.end = trailer.end;
  Dictionary* const dictionary = std::get_if<Dictionary>(&trailer.data);
  if (dictionary == nullptr) throw Malformed(offset, "no trailer");
  section.trailer = std::move(*dictionary);
  return section;
}

std::uint64_t big_endian(std::string_view bytes) {
  std::uint64_t number = 0;
  for (const char c : bytes) number = number << 8 | static_cast<unsigned char>(c);
  return number;
}

/// The fields of one entry have these widths in bytes (ISO 32000-1, 7.5.8.2).
std::array<std::size_t, 3> widths_of(const Dictionary& dictionary, std::size_t offset) {
  std::array<std::size_t, 3> widths{};
  const Value* const value = dictionary.find("W");
  const Array* const array = value != nullptr ? value->as<Array>() : nullptr;
  if (array == nullptr || array->size() != 3) throw Malformed(offset, "no /W");
  for (std::size_t i = 0; i < 3; ++i) {
    const std::int64_t* const width = (*array)[i].as<std::int64_t>();
    if (width == nullptr || *width < 0 || *width > 8) throw Malformed(offset, "wrong /W");
    widths[i] = static_cast<std::size_t>(*width);
  }
  return widths;
}

/// First numbers and counts (table 17), by default all from 0.
std::vector<std::uint64_t> index_of(const Dictionary& dictionary, std::size_t offset) {
  const Value* const size = dictionary.find("Size");
  const Value* const index = dictionary.find("Index");
  std::vector<const Value*> values;
  if (index != nullptr && index->as<Array>() != nullptr) {
    for (const Value& value : *index->as<Array>()) values.push_back(&value);
  } else if (index == nullptr && size != nullptr) {
    static const Value zero{std::int64_t{0}, 0, 0};
    values = {&zero, size};
  }
  std::vector<std::uint64_t> numbers;
  for (const Value* value : values) {
    const std::int64_t* const number = value->as<std::int64_t>();
    if (number == nullptr || *number < 0 || *number > 0x7FFFFFFF)
      throw Malformed(offset, "wrong /Index");
    numbers.push_back(static_cast<std::uint64_t>(*number));
  }
  if (numbers.empty() || numbers.size() % 2 != 0) throw Malformed(offset, "wrong /Index");
  return numbers;
}

Section read_stream_section(std::string_view bytes, std::size_t offset) {
  Reference identity;
  const Object object = read_object_at(bytes, offset, nullptr, identity);
  const Dictionary* const dictionary = object.value.as<Dictionary>();
  const Value* const type = dictionary != nullptr ? dictionary->find("Type") : nullptr;
  if (!object.stream || type == nullptr || !type->is_name("XRef"))
    throw Malformed(offset, "no cross-reference stream");
  Section section;
  section.offset = offset;
  section.end = object.end;
  section.is_stream = true;
  section.trailer = *dictionary;
  const auto widths = widths_of(*dictionary, offset);
  const std::string table = decoded_stream(object);
  std::string_view rest = table;
  const auto field = [&](std::size_t which, std::uint64_t if_absent) {
    if (widths[which] == 0) return if_absent;
    const std::uint64_t number = big_endian(rest.substr(0, widths[which]));
    rest.remove_prefix(widths[which]);
    return number;
  };
  const std::size_t row = widths[0] + widths[1] + widths[2];
  const std::vector<std::uint64_t> index = index_of(*dictionary, offset);
  for (std::size_t i = 0; i < index.size(); i += 2) {
    for (std::uint64_t k = 0; k < index[i + 1]; ++k) {
      if (row == 0 || rest.size() < row)
        throw Malformed(offset, "cross-reference stream too short");
      const std::uint64_t kind = field(0, 1);
      Location location;
      location.offset = field(1, 0);
      location.index = static_cast<std::uint32_t>(field(2, 0));
      if (kind == 1) location.kind = Location::Kind::in_file;
      if (kind == 2) location.kind = Location::Kind::in_stream;
      section.locations[static_cast<std::uint32_t>(index[i] + k)] = location;
    }
  }
  return section;
}

std::size_t size_in(const Dictionary& dictionary, std::string_view key, std::size_t offset) {
  const Value* const value = dictionary.find(key);
  const std::int64_t* const number = value != nullptr ? value->as<std::int64_t>() : nullptr;
  if (number == nullptr || *number < 0 || *number > 0x7FFFFFFF)
    throw Malformed(offset, "a size is missing");
  return static_cast<std::size_t>(*number);
}

std::optional<std::size_t> offset_at(const Dictionary& trailer, std::string_view key,
                                     std::size_t size) {
  const Value* const value = trailer.find(key);
  if (value == nullptr) return std::nullopt;
  const std::int64_t* const number = value->as<std::int64_t>();
  if (number == nullptr || *number < 0 || static_cast<std::uint64_t>(*number) >= size)
    throw Malformed(0, "a cross-reference offset leads out of the file");
  return static_cast<std::size_t>(*number);
}

}  // namespace

std::optional<std::size_t> last_table(std::string_view bytes) {
  constexpr std::string_view kStart = "startxref";
  constexpr std::string_view kEnd = "%%EOF";
  const std::size_t begin = bytes.size() - std::min<std::size_t>(bytes.size(), 1024);
  std::size_t end = bytes.size();
  while (end > begin && is_blank(bytes[end - 1])) --end;
  if (!bytes.substr(begin, end - begin).ends_with(kEnd)) return std::nullopt;
  const std::size_t at = bytes.substr(0, end).rfind(kStart);
  if (at == std::string_view::npos || at < begin) return std::nullopt;
  Parser parser(bytes.substr(0, end - kEnd.size()), at + kStart.size());
  const auto offset = parser.try_unsigned();
  parser.skip_blanks();
  if (!offset || !parser.at_end() || *offset >= bytes.size()) return std::nullopt;
  return static_cast<std::size_t>(*offset);
}

Document::Document(std::string_view bytes) : bytes_(bytes) {
  if (!bytes.starts_with("%PDF-")) throw Malformed(0, "no PDF header");
  read_sections();
  for (const Section& section : sections_)
    newest_.insert(section.locations.begin(), section.locations.end());
}

void Document::read_sections() {
  std::set<std::size_t> seen;
  std::size_t locations = 0;
  std::optional<std::size_t> next = last_table(bytes_);
  if (!next) throw Malformed(bytes_.size(), "no end mark");
  while (next) {
    if (!seen.insert(*next).second || seen.size() > kMostSections)
      throw Malformed(*next, "cross-reference sections without end");
    sections_.push_back(read_section(*next));
    locations += sections_.back().locations.size();
    if (locations > kMostLocations) throw Malformed(*next, "too many objects");
    // Of two /Root in one trailer, each reader takes the one that it likes.
    if (sections_.back().trailer.has_duplicates()) throw Malformed(*next, "a key stands twice");
    next = offset_at(sections_.back().trailer, "Prev", bytes_.size());
  }
}

Section Document::read_section(std::size_t offset) const {
  if (!Parser(bytes_, offset).take("xref")) return read_stream_section(bytes_, offset);
  Section section = read_table(bytes_, offset);
  // A hybrid file (7.5.8.4) hides packed objects from old readers behind free entries.
  if (const auto hidden = offset_at(section.trailer, "XRefStm", bytes_.size())) {
    for (const auto& [number, location] : read_stream_section(bytes_, *hidden).locations) {
      Location& known = section.locations[number];
      if (known.kind == Location::Kind::free) known = location;
    }
  }
  return section;
}

const Location* Document::location(std::uint32_t number) const {
  const auto at = newest_.find(number);
  if (at == newest_.end() || at->second.kind == Location::Kind::free) return nullptr;
  return &at->second;
}

std::vector<std::uint32_t> Document::numbers() const {
  std::vector<std::uint32_t> numbers;
  for (const auto& [number, location] : newest_)
    if (location.kind != Location::Kind::free) numbers.push_back(number);
  return numbers;
}

const Object* Document::object(std::uint32_t number) const {
  if (const auto at = objects_.find(number); at != objects_.end()) return at->second.get();
  const Location* const location = this->location(number);
  if (location == nullptr) return nullptr;
  // An indirect /Length makes one object need another; nothing honest needs more than two.
  if (!being_read_.insert(number).second || being_read_.size() > kDeepestNeed)
    throw Malformed(static_cast<std::size_t>(location->offset), "objects need each other");
  auto object = std::make_unique<Object>(location->kind == Location::Kind::in_file
                                             ? read_object(number, *location)
                                             : read_packed_object(number, *location));
  being_read_.erase(number);
  parsed_bytes_ += object->value.end - object->value.begin;
  if (parsed_bytes_ > kMostParsed) throw Malformed(object->begin, "too many objects");
  return (objects_[number] = std::move(object)).get();
}

Object Document::read_object(std::uint32_t number, const Location& location) const {
  if (location.offset >= bytes_.size()) throw Malformed(bytes_.size(), "an object lies outside");
  Reference identity;
  Object object = read_object_at(bytes_, static_cast<std::size_t>(location.offset), this, identity);
  if (identity.number != number || identity.generation != location.index)
    throw Malformed(object.begin, "another object stands here");
  return object;
}

const ObjectStream& Document::unpack(std::uint32_t number) const {
  if (const auto at = unpacked_.find(number); at != unpacked_.end()) return at->second;
  const Location* const where = location(number);
  if (where == nullptr || where->kind != Location::Kind::in_file)
    throw Malformed(0, "no object stream");
  const Object* const stream = object(number);
  const Dictionary* const facts = stream->value.as<Dictionary>();
  const Value* const type = facts != nullptr ? facts->find("Type") : nullptr;
  if (!stream->stream || type == nullptr || !type->is_name("ObjStm"))
    throw Malformed(stream->begin, "no object stream");
  const std::size_t count = size_in(*facts, "N", stream->begin);
  const std::size_t first = size_in(*facts, "First", stream->begin);

  ObjectStream unpacked{decoded_stream(*stream), {}};
  unpacked_bytes_ += unpacked.bytes.size();
  if (unpacked_bytes_ > kMostUnpacked) throw Malformed(stream->begin, "too much is packed");
  Parser parser(unpacked.bytes);
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t named = parser.unsigned_number();
    const std::uint64_t offset = parser.unsigned_number();
    if (named > 0xFFFFFFFF || offset > unpacked.bytes.size())
      throw Malformed(stream->begin, "an object stream's index is wrong");
    unpacked.index.emplace_back(static_cast<std::uint32_t>(named),
                                first + static_cast<std::size_t>(offset));
  }
  return unpacked_.emplace(number, std::move(unpacked)).first->second;
}

Object Document::read_packed_object(std::uint32_t number, const Location& location) const {
  const auto container = static_cast<std::uint32_t>(location.offset);
  const ObjectStream& stream = unpack(container);
  if (location.index >= stream.index.size() || stream.index[location.index].first != number)
    throw Malformed(0, "another object stands here");
  Parser parser(stream.bytes, stream.index[location.index].second);
  Object object;
  object.value = parser.value();
  object.begin = this->object(container)->begin;
  object.end = this->object(container)->end;
  return object;
}

const Value* Document::resolve(const Value* value) const {
  for (int hops = 0; value != nullptr && hops < 32; ++hops) {
    const Reference* const reference = value->as<Reference>();
    if (reference == nullptr) return value->is_null() ? nullptr : value;
    const Object* const object = this->object(reference->number);
    value = object != nullptr ? &object->value : nullptr;
  }
  return nullptr;
}

const Dictionary* Document::dictionary(const Value* value) const {
  const Value* const resolved = resolve(value);
  return resolved != nullptr ? resolved->as<Dictionary>() : nullptr;
}

const Array* Document::array(const Value* value) const {
  const Value* const resolved = resolve(value);
  return resolved != nullptr ? resolved->as<Array>() : nullptr;
}

const Dictionary& Document::catalog() const {
  const Dictionary* const catalog = dictionary(trailer().find("Root"));
  if (catalog == nullptr) throw Malformed(0, "no catalog");
  return *catalog;
}

std::vector<std::uint32_t> Document::pages() const {
  std::vector<std::uint32_t> pages;
  std::set<std::uint32_t> seen;
  std::vector<const Value*> rest = {catalog().find("Pages")};
  while (!rest.empty()) {
    const Value* const next = rest.back();
    rest.pop_back();
    const Reference* const reference = next != nullptr ? next->as<Reference>() : nullptr;
    const Dictionary* const node = dictionary(next);
    if (reference == nullptr || node == nullptr) throw Malformed(0, "a page is missing");
    if (!seen.insert(reference->number).second) throw Malformed(0, "pages without end");
    const Array* const kids = array(node->find("Kids"));
    if (kids == nullptr)
      pages.push_back(reference->number);
    else
      for (auto kid = kids->rbegin(); kid != kids->rend(); ++kid) rest.push_back(&*kid);
    if (pages.size() > kMostPages) throw Malformed(0, "too many pages");
  }
  return pages;
}

}  // namespace chengnuo::signing::pdf
