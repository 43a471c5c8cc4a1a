#include "signing/content_reader.h"

namespace chengnuo::signing {
namespace {

constexpr std::size_t kMostOperands = 10'000;

bool begins_operator(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '\'' || c == '"';
}

}  // namespace

double Operation::number(std::size_t index) const {
  if (index >= operands.size()) return 0;
  if (const std::int64_t* const whole = operands[index].as<std::int64_t>())
    return static_cast<double>(*whole);
  const double* const real = operands[index].as<double>();
  return real != nullptr ? *real : 0;
}

bool ContentReader::next(Operation& operation) {
  operation.name.clear();
  operation.operands.clear();
  while (true) {
    parser_.skip_blanks();
    if (parser_.at_end()) return false;
    const std::size_t at = parser_.position();
    std::size_t end = at;
    while (end < bytes_.size() && !pdf::is_delimiter(bytes_[end])) ++end;
    const std::string_view word = bytes_.substr(at, end - at);
    const bool constant = word == "true" || word == "false" || word == "null";
    if (!word.empty() && begins_operator(word.front()) && !constant) {
      parser_.seek(end);
      operation.name = word;
      if (word == "BI") skip_inline_image();
      return true;
    }
    if (operation.operands.size() >= kMostOperands) throw pdf::Malformed(at, "too many operands");
    operation.operands.push_back(parser_.value());
  }
}

void ContentReader::skip_inline_image() {
  std::size_t at = parser_.position();
  while (true) {
    at = bytes_.find("EI", at);
    if (at == std::string_view::npos) throw pdf::Malformed(bytes_.size(), "an image does not end");
    const bool apart = at > 0 && pdf::is_blank(bytes_[at - 1]) &&
                       (at + 2 == bytes_.size() || pdf::is_blank(bytes_[at + 2]));
    at += 2;
    if (apart) break;
  }
  parser_.seek(at);
}

}  // namespace chengnuo::signing
