#include "publication/mask.h"

#include <regex>

namespace chengnuo::publication {
namespace {

std::string replaced(const std::string& text, const std::regex& pattern, const char* format) {
  return std::regex_replace(text, pattern, format);
}

}  // namespace

// The guards ((^|[^0-9A-Za-z]) before, a look-ahead behind) keep a part of a longer number from
// being taken for a telephone's; the date of birth inside tells an identity number from a credit
// code.
std::string masked(const std::string& text) {
  static const std::regex identity(
      R"((^|[^0-9A-Za-z])(\d{6})((?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(\d{3}[\dXx])(?![0-9A-Za-z]))");
  static const std::regex mobile(R"((^|[^0-9A-Za-z])(1[3-9]\d)[- ]?(\d{4})[- ]?(\d{4})(?!\d))");
  static const std::regex landline(
      R"((^|[^0-9A-Za-z])(0\d{2,3}[- ]?|\(0\d{2,3}\)|（0\d{2,3}）)(\d{3,4})(\d{4})(?!\d))");
  static const std::regex mailbox(R"(([A-Za-z0-9])[A-Za-z0-9._%+-]*@([A-Za-z0-9.-]+))");

  std::string result = replaced(text, identity, "$1$2********$4");
  result = replaced(result, mobile, "$1$2****$4");
  result = replaced(result, landline, "$1$2****$4");
  return replaced(result, mailbox, "$1***@$2");
}

}  // namespace chengnuo::publication
