#pragma once

#include <optional>
#include <stdexcept>
#include <string_view>

#include "signing/pdf_value.h"

namespace chengnuo::signing::pdf {

/// The file breaks PDF's rules. Caught inside the verifier, which turns it into a verdict; never
/// leaves the room.
class Malformed : public std::runtime_error {
 public:
  Malformed(std::size_t offset, const char* what)
      : std::runtime_error(std::string(what) + " at byte " + std::to_string(offset)) {}
};

/// Reads values (ISO 32000-1, 7.2 and 7.3) from bytes, without repairing anything. Bounded: 64
/// levels, half a million values in one object. Each function throws Malformed.
class Parser {
 public:
  explicit Parser(std::string_view bytes, std::size_t position = 0)
      : bytes_(bytes), position_(position) {}

  std::size_t position() const { return position_; }
  void seek(std::size_t position) { position_ = position; }
  bool at_end() const { return position_ >= bytes_.size(); }

  /// White space and comments.
  void skip_blanks();
  /// Whether `word` stands next (behind blanks), and ends there; passes it if so.
  bool take(std::string_view word);
  void expect(std::string_view word);
  Value value();
  std::optional<std::uint64_t> try_unsigned();
  std::uint64_t unsigned_number();

 private:
  Value value_at(int depth);
  decltype(Value::data) number_or_reference();
  String literal_string();
  String hex_string();
  Name name();
  Array array(int depth);
  Dictionary dictionary(int depth);
  char peek() const { return position_ < bytes_.size() ? bytes_[position_] : '\0'; }
  [[noreturn]] void fail(const char* what) const { throw Malformed(position_, what); }

  std::string_view bytes_;
  std::size_t position_;
  int values_ = 0;
};

bool is_blank(char c);
bool is_delimiter(char c);

}  // namespace chengnuo::signing::pdf
