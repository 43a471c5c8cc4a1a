#include "signing/byte_range.h"

#include <array>
#include <optional>

#include "signing/pdf_parser.h"

namespace chengnuo::signing {
namespace {

Problem malformed(const char* zh, const char* en) {
  return {
      Validity::invalid,
      "FORMAT_FAILURE",
      {std::string("签名的覆盖范围不合规，可能被篡改：") + zh,
       std::string("The range that the signature covers is not in order, perhaps tampered with: ") +
           en},
      "PARTIAL_COVERAGE"};
}

std::optional<std::array<std::size_t, 4>> four_numbers(const pdf::Value* value) {
  const pdf::Array* const array = value != nullptr ? value->as<pdf::Array>() : nullptr;
  if (array == nullptr || array->size() != 4) return std::nullopt;
  std::array<std::size_t, 4> numbers{};
  for (std::size_t i = 0; i < 4; ++i) {
    const std::int64_t* const number = (*array)[i].as<std::int64_t>();
    if (number == nullptr || *number < 0) return std::nullopt;
    numbers[i] = static_cast<std::size_t>(*number);
  }
  return numbers;
}

bool ends_a_revision(std::string_view file) {
  while (!file.empty() && pdf::is_blank(file.back())) file.remove_suffix(1);
  return file.ends_with("%%EOF");
}

}  // namespace

std::variant<Coverage, Problem> coverage_of(std::string_view file,
                                            const pdf::Dictionary& signature) {
  if (signature.has_duplicates())
    return malformed("签名字典有重复的键。", "a key stands twice in the signature dictionary.");
  const auto numbers = four_numbers(signature.find("ByteRange"));
  if (!numbers) return malformed("ByteRange 不是四个非负整数。", "it is not four whole numbers.");
  const auto [first, first_length, second, second_length] = *numbers;
  if (first != 0) return malformed("没有从文件开头算起。", "it does not begin with the file.");
  if (first_length >= second || second > file.size() || second_length > file.size() - second)
    return malformed("范围重叠或超出文件。", "its parts overlap or lead out of the file.");
  const pdf::Value* const contents = signature.find("Contents");
  if (contents == nullptr || contents->as<pdf::String>() == nullptr)
    return malformed("没有签名内容。", "there is no /Contents string.");
  if (contents->begin != first_length || contents->end != second)
    return malformed("未覆盖的部分不正好是签名内容。",
                     "what it leaves out is not exactly the /Contents string.");
  const Coverage coverage{first_length, second, second + second_length};
  if (!ends_a_revision(file.substr(0, coverage.end)))
    return malformed("没有覆盖到某一版本的末尾。", "it does not reach the end of a revision.");
  return coverage;
}

}  // namespace chengnuo::signing
