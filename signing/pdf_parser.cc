#include "signing/pdf_parser.h"

#include <array>
#include <charconv>

namespace chengnuo::signing::pdf {
namespace {

constexpr int kDeepest = 64;
constexpr int kMostValues = 500'000;

/// -1 for what is no digit.
constexpr std::array<signed char, 256> kHexDigits = [] {
  std::array<signed char, 256> digits{};
  digits.fill(-1);
  for (int i = 0; i < 10; ++i)
    digits[static_cast<std::size_t>('0' + i)] = static_cast<signed char>(i);
  for (int i = 0; i < 6; ++i)
    digits[static_cast<std::size_t>('a' + i)] = digits[static_cast<std::size_t>('A' + i)] =
        static_cast<signed char>(10 + i);
  return digits;
}();

int hex_digit(char c) { return kHexDigits[static_cast<unsigned char>(c)]; }

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

bool is_blank(char c) {
  return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\0';
}

bool is_delimiter(char c) {
  return is_blank(c) || std::string_view("()<>[]{}/%").find(c) != std::string_view::npos;
}

void Parser::skip_blanks() {
  while (!at_end()) {
    if (bytes_[position_] == '%') {
      while (!at_end() && bytes_[position_] != '\n' && bytes_[position_] != '\r') ++position_;
    } else if (is_blank(bytes_[position_])) {
      ++position_;
    } else {
      return;
    }
  }
}

bool Parser::take(std::string_view word) {
  skip_blanks();
  if (bytes_.substr(position_, word.size()) != word) return false;
  const std::size_t end = position_ + word.size();
  if (end < bytes_.size() && !is_delimiter(bytes_[end])) return false;
  position_ = end;
  return true;
}

void Parser::expect(std::string_view word) {
  if (!take(word)) fail("a keyword is missing");
}

std::optional<std::uint64_t> Parser::try_unsigned() {
  skip_blanks();
  std::uint64_t number = 0;
  const char* const first = bytes_.data() + position_;
  const auto [end, error] = std::from_chars(first, bytes_.data() + bytes_.size(), number);
  if (error != std::errc()) return std::nullopt;
  const std::size_t next = position_ + static_cast<std::size_t>(end - first);
  if (next < bytes_.size() && !is_delimiter(bytes_[next])) return std::nullopt;
  position_ = next;
  return number;
}

std::uint64_t Parser::unsigned_number() {
  const auto number = try_unsigned();
  if (!number) fail("a number is missing");
  return *number;
}

Value Parser::value() {
  values_ = 0;
  return value_at(0);
}

Value Parser::value_at(int depth) {
  if (depth > kDeepest) fail("nested too deeply");
  if (++values_ > kMostValues) fail("too many values in one object");
  skip_blanks();
  Value value;
  const std::size_t begin = position_;
  const char c = peek();
  if (c == '/') {
    value.data = name();
  } else if (c == '(') {
    value.data = literal_string();
  } else if (c == '<' && bytes_.substr(position_, 2) == "<<") {
    value.data = dictionary(depth);
  } else if (c == '<') {
    value.data = hex_string();
  } else if (c == '[') {
    value.data = array(depth);
  } else if (take("true")) {
    value.data = true;
  } else if (take("false")) {
    value.data = false;
  } else if (!take("null")) {
    value.data = number_or_reference();
  }
  value.begin = begin;
  value.end = position_;
  return value;
}

/// An integer may begin a reference: "12 0 R".
decltype(Value::data) Parser::number_or_reference() {
  std::size_t end = position_;
  bool real = false;
  while (end < bytes_.size() && !is_delimiter(bytes_[end])) {
    const char c = bytes_[end];
    if (c == '.') real = true;
    if (!is_digit(c) && c != '.' && c != '-' && c != '+') fail("not a value");
    ++end;
  }
  std::string_view text = bytes_.substr(position_, end - position_);
  if (text.starts_with('+')) text.remove_prefix(1);
  const char* const last = text.data() + text.size();
  if (real) {
    double number = 0;
    const auto [stop, error] = std::from_chars(text.data(), last, number, std::chars_format::fixed);
    if (error != std::errc() || stop != last) fail("not a number");
    position_ = end;
    return number;
  }
  std::int64_t number = 0;
  const auto [stop, error] = std::from_chars(text.data(), last, number);
  if (error != std::errc() || stop != last) fail("not a number");
  position_ = end;
  if (number < 0 || number > 0xFFFFFFFF) return number;
  const std::size_t behind_number = position_;
  const auto generation = try_unsigned();
  if (generation && *generation <= 0xFFFF && take("R"))
    return Reference{static_cast<std::uint32_t>(number), static_cast<std::uint32_t>(*generation)};
  position_ = behind_number;
  return number;
}

Name Parser::name() {
  ++position_;
  Name name;
  while (!at_end() && !is_delimiter(peek())) {
    const int high = position_ + 2 < bytes_.size() ? hex_digit(bytes_[position_ + 1]) : -1;
    const int low = position_ + 2 < bytes_.size() ? hex_digit(bytes_[position_ + 2]) : -1;
    if (peek() == '#' && high >= 0 && low >= 0) {
      name.text += static_cast<char>(high * 16 + low);
      position_ += 3;
    } else {
      name.text += peek();
      ++position_;
    }
  }
  return name;
}

String Parser::literal_string() {
  String string;
  int open = 1;
  for (++position_; !at_end(); ++position_) {
    char c = bytes_[position_];
    if (c == '(') ++open;
    if (c == ')' && --open == 0) {
      ++position_;
      return string;
    }
    if (c != '\\') {
      string.bytes += c;
      continue;
    }
    if (++position_ >= bytes_.size()) break;
    c = bytes_[position_];
    if (c >= '0' && c <= '7') {
      int code = 0;
      int digits = 0;
      for (; digits < 3 && peek() >= '0' && peek() <= '7'; ++digits, ++position_)
        code = code * 8 + (peek() - '0');
      --position_;
      string.bytes += static_cast<char>(code);
    } else if (c == '\r') {  // a line continued
      if (position_ + 1 < bytes_.size() && bytes_[position_ + 1] == '\n') ++position_;
    } else if (c != '\n') {
      constexpr std::string_view kLetters = "nrtbf";
      constexpr std::string_view kMeanings = "\n\r\t\b\f";
      const std::size_t at = kLetters.find(c);
      string.bytes += at == std::string_view::npos ? c : kMeanings[at];
    }
  }
  fail("a string does not end");
}

/// A signature is one such string of tens of kilobytes, read more than once.
String Parser::hex_string() {
  const std::size_t end = bytes_.find('>', ++position_);
  if (end == std::string_view::npos) fail("a string does not end");
  String string;
  string.hex = true;
  string.bytes.reserve((end - position_ + 1) / 2);
  int pending = -1;
  for (; position_ < end; ++position_) {
    const int digit = kHexDigits[static_cast<unsigned char>(bytes_[position_])];
    if (digit < 0) {
      if (!is_blank(bytes_[position_])) fail("not a hexadecimal digit");
    } else if (pending < 0) {
      pending = digit;
    } else {
      string.bytes.push_back(static_cast<char>(pending * 16 + digit));
      pending = -1;
    }
  }
  if (pending >= 0) string.bytes.push_back(static_cast<char>(pending * 16));
  ++position_;
  return string;
}

Array Parser::array(int depth) {
  ++position_;
  Array array;
  while (true) {
    skip_blanks();
    if (at_end()) fail("an array does not end");
    if (peek() == ']') break;
    array.push_back(value_at(depth + 1));
  }
  ++position_;
  return array;
}

Dictionary Parser::dictionary(int depth) {
  position_ += 2;
  Dictionary dictionary;
  while (true) {
    skip_blanks();
    if (bytes_.substr(position_, 2) == ">>") break;
    if (peek() != '/') fail("a key is missing");
    std::string key = name().text;
    dictionary.entries.push_back({std::move(key), value_at(depth + 1)});
  }
  position_ += 2;
  return dictionary;
}

}  // namespace chengnuo::signing::pdf
