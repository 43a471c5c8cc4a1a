#include "pipeline/text.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>
#include <unicode/ustring.h>

#include <memory>

#include "pipeline/error.h"
#include "pipeline/free.h"

namespace chengnuo::pipeline {

namespace {

using ConverterPtr = std::unique_ptr<UConverter, Free<ucnv_close>>;

/// ICU fails on these calls only where its data files are missing.
void check(UErrorCode status) {
  if (U_SUCCESS(status)) return;
  throw Error(Remedy::fix_setup,
              {std::string("文字处理库 ICU 出错：") + u_errorName(status),
               std::string("The text library ICU failed: ") + u_errorName(status)},
              {"请重新安装 libicu72。", "Install libicu72 again."});
}

void append_utf8(std::string& text, char32_t code_point) {
  constexpr char32_t kReplacement = 0xFFFD;
  const bool surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
  const char32_t c = surrogate || code_point > 0x10FFFF ? kReplacement : code_point;
  const auto tail = [&](unsigned shift) {
    text += static_cast<char>(0x80U | ((c >> shift) & 0x3FU));
  };
  if (c < 0x80) {
    text += static_cast<char>(c);
  } else if (c < 0x800) {
    text += static_cast<char>(0xC0U | (c >> 6U));
    tail(0);
  } else if (c < 0x10000) {
    text += static_cast<char>(0xE0U | (c >> 12U));
    tail(6);
    tail(0);
  } else {
    text += static_cast<char>(0xF0U | (c >> 18U));
    tail(12);
    tail(6);
    tail(0);
  }
}

/// Ill-formed sequences become U+FFFD each, as Unicode 3.9 advises.
icu::UnicodeString utf16(std::string_view utf8) {
  return icu::UnicodeString::fromUTF8(
      icu::StringPiece(utf8.data(), static_cast<std::int32_t>(utf8.size())));
}

bool is_blank(char32_t c) {
  // Zero-width space, word joiner and byte order mark print nothing either, and stand in
  // text layers and pasted names.
  return u_isUWhiteSpace(static_cast<UChar32>(c)) || c == 0x200B || c == 0x2060 || c == 0xFEFF;
}

}  // namespace

std::u32string code_points(std::string_view utf8) {
  const icu::UnicodeString units = utf16(utf8);
  std::u32string result;
  result.reserve(static_cast<std::size_t>(units.length()));
  for (std::int32_t i = 0; i < units.length(); i = units.moveIndex32(i, 1))
    result += static_cast<char32_t>(units.char32At(i));
  return result;
}

std::string utf8(std::u32string_view code_points) {
  std::string result;
  result.reserve(code_points.size() * 3);
  for (const char32_t c : code_points) append_utf8(result, c);
  return result;
}

std::string nfkc(std::string_view utf8) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* normalizer = icu::Normalizer2::getNFKCInstance(status);
  check(status);
  const icu::UnicodeString normal = normalizer->normalize(utf16(utf8), status);
  check(status);
  std::string result;
  normal.toUTF8String(result);
  return result;
}

std::string without_blanks(std::string_view utf8) {
  std::string result;
  result.reserve(utf8.size());
  for (const char32_t c : code_points(utf8))
    if (!is_blank(c)) append_utf8(result, c);
  return result;
}

std::optional<std::string> from_gb18030(std::string_view bytes) {
  UErrorCode status = U_ZERO_ERROR;
  const ConverterPtr converter(ucnv_open("gb18030", &status));
  check(status);
  ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
  check(status);

  // No byte of GB 18030 becomes more than one UTF-16 unit.
  std::u16string units(bytes.size() + 1, u'\0');
  const std::int32_t length =
      ucnv_toUChars(converter.get(), units.data(), static_cast<std::int32_t>(units.size()),
                    bytes.data(), static_cast<std::int32_t>(bytes.size()), &status);
  if (U_FAILURE(status)) return std::nullopt;

  std::string result;
  icu::UnicodeString(units.data(), length).toUTF8String(result);
  return result;
}

bool is_utf8(std::string_view bytes) {
  UErrorCode status = U_ZERO_ERROR;
  u_strFromUTF8(nullptr, 0, nullptr, bytes.data(), static_cast<std::int32_t>(bytes.size()),
                &status);
  return U_SUCCESS(status) || status == U_BUFFER_OVERFLOW_ERROR;  // nowhere to write to is fine
}

std::string xml_escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  for (const char c : utf8(code_points(text))) switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
  return out;
}

}  // namespace chengnuo::pipeline
