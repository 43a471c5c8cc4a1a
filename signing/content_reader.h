#pragma once
// Private to this room: the operators of a content stream (ISO 32000-1, 7.8.2), one by one.

#include <string>
#include <string_view>
#include <vector>

#include "signing/pdf_parser.h"

namespace chengnuo::signing {

/// An operator with the operands before it. An inline image is one operator, "BI".
struct Operation {
  std::string name;
  std::vector<pdf::Value> operands;

  /// An operand as a number; 0 if it is none.
  double number(std::size_t index) const;
};

class ContentReader {
 public:
  /// `bytes` must outlive it.
  explicit ContentReader(std::string_view bytes) : bytes_(bytes), parser_(bytes) {}

  /// False at the end. Throws pdf::Malformed.
  bool next(Operation& operation);

 private:
  void skip_inline_image();

  std::string_view bytes_;
  pdf::Parser parser_;
};

}  // namespace chengnuo::signing
