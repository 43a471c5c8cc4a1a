#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace chengnuo::signing::pdf {

// The verifier's own view of a PDF, byte for byte: PoDoFo repairs what it reads, and a verifier
// must not. Values know where they stand in the file.

struct Name {
  std::string text;  ///< without '/', #-codes resolved
  bool operator==(const Name&) const = default;
};

struct String {
  std::string bytes;  ///< decoded
  bool hex = false;   ///< written as <…>
  bool operator==(const String& other) const { return bytes == other.bytes; }
};

struct Reference {
  std::uint32_t number = 0;
  std::uint32_t generation = 0;
  bool operator==(const Reference&) const = default;
};

struct Value;
struct Entry;
using Array = std::vector<Value>;

/// In the order of the file; a key may stand there twice, which is a trick (has_duplicates).
struct Dictionary {
  std::vector<Entry> entries;

  const Value* find(std::string_view key) const;
  bool has_duplicates() const;
  /// Whatever the order of the keys.
  bool operator==(const Dictionary& other) const;
};

struct Value {
  std::variant<std::monostate, bool, std::int64_t, double, Name, String, Reference, Array,
               Dictionary>
      data;
  std::size_t begin = 0;  ///< offset of the first byte
  std::size_t end = 0;    ///< behind the last

  bool operator==(const Value& other) const { return data == other.data; }

  template <typename T>
  const T* as() const {
    return std::get_if<T>(&data);
  }
  bool is_null() const { return std::holds_alternative<std::monostate>(data); }
  bool is_name(std::string_view text) const;
};

struct Entry {
  std::string key;
  Value value;
};

}  // namespace chengnuo::signing::pdf
