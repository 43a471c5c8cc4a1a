#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace chengnuo::templates {

/// An enterprise's name in the form in which names are compared and kept: no blanks, full-width
/// brackets （）, without a trailing (盖章) or a leading label's colon.
std::string normal_enterprise_name(std::string_view written);

/// True if it looks like a registered name (企业名称登记管理规定): Chinese characters and brackets
/// only, and an organisation's form at its end. A Latin letter or a digit inside is a misreading.
bool is_enterprise_name(std::string_view normal);

/// The name without its organisation's form: 江苏恒润机械制造 of 江苏恒润机械制造有限公司.
std::string without_form(std::string_view normal);

enum class Likeness {
  same,  ///< letter for letter, in normal form
  near,  ///< at most two characters, which may have been misread: a person should look
  different,
};

/// Compares two enterprises' names. 有限公司 and 有限责任公司 are different legal forms: near.
Likeness compare_names(std::string_view one, std::string_view other);

/// True if one character of `read`, exchanged for a look-alike, gives `meant`.
bool may_be_misread(std::string_view read, std::string_view meant);

/// A person's name in normal form: no blanks, "·" for every middle dot. Nothing if it is not 2 to
/// 15 Chinese characters.
std::optional<std::string> normal_person(std::string_view written);

/// Compares two persons' names; near: one of their characters, exchanged for a look-alike.
Likeness compare_persons(std::string_view one, std::string_view other);

}  // namespace chengnuo::templates
