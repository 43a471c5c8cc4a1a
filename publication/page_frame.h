#pragma once

#include <string>

namespace chengnuo::publication {

// Private to the room: what all the platform's pages share. They need no script, print well, and
// can be read by a screen reader; all text of strangers goes through xml_escaped (pipeline/text.h).

/// What the platform says about itself on every page.
struct PlatformIdentity {
  std::string title = "工业产品质量承诺公示平台";
  std::string phone;  ///< 监督电话; may be empty, as the next
  std::string mail;   ///< 监督信箱
};

enum class Section { letters, delisted, complaints, verify };

/// A whole page. `heading` names it in the browser; `body` is HTML.
std::string page(const PlatformIdentity& identity, Section section, const std::string& heading,
                 const std::string& body);
/// The style sheet, served as /style.css, and a word that changes with it.
const std::string& style_sheet();
const std::string& style_version();

/// <dt>name</dt><dd>value</dd>, escaped; nothing if there is no value.
std::string described(const char* name, const std::string& value);
/// A value for use behind "?name=" in an address.
std::string url_encoded(const std::string& text);
/// "2025年11月3日" of an RFC 3339 time (in China) or an ISO date; as it is if it is neither.
std::string chinese_date(const std::string& time);

}  // namespace chengnuo::publication
