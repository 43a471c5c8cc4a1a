#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace chengnuo::pipeline {

/// UTF-8 to code points; ill-formed bytes become U+FFFD.
std::u32string code_points(std::string_view utf8);
std::string utf8(std::u32string_view code_points);

/// NFKC (UAX #15): full-width letters and digits become plain, （ becomes (.
std::string nfkc(std::string_view utf8);

/// Without any white space, including U+3000.
std::string without_blanks(std::string_view utf8);

/// GB 18030 to UTF-8; nothing if the bytes are not valid in it.
std::optional<std::string> from_gb18030(std::string_view bytes);
bool is_utf8(std::string_view bytes);

/// For text and attribute values of XML and HTML: the five characters of markup become references,
/// control characters blanks, ill-formed bytes U+FFFD.
std::string xml_escaped(std::string_view text);

}  // namespace chengnuo::pipeline
