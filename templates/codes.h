#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chengnuo::templates {

// The numbers by which an enterprise is known. All take plain capital letters and digits.

/// 统一社会信用代码, GB 32100-2015: 17 characters and a check character, modulo 31.
bool is_credit_code(std::string_view code);
/// The check character for the first 17; nothing if one of them is not in the alphabet.
std::optional<char> credit_code_check(std::string_view first17);

/// 组织机构代码, GB 11714-1997: 8 characters and a check character, without the hyphen.
bool is_organisation_code(std::string_view code);
std::optional<char> organisation_code_check(std::string_view first8);

/// 工商注册号, GS 15-2006: 14 digits and a check digit (MOD 11,10); or 13 digits, as before 2007,
/// which have none.
bool is_registration_number(std::string_view number);
std::optional<char> registration_number_check(std::string_view first14);

/// The organisation code inside a credit code: characters 9 to 17. Its own check character is a
/// second witness, though real exceptions were issued.
std::string_view organisation_code_of(std::string_view credit_code);

/// The spellings of `code` that differ in one character, or more where a character is not in the
/// alphabet at all (O, I, Z, S, V are not), exchanged for a look-alike, and pass `check`.
std::vector<std::string> repairs(std::string_view code, bool (*check)(std::string_view));

}  // namespace chengnuo::templates
