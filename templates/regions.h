#pragma once

#include <string>
#include <string_view>

namespace chengnuo::templates {

/// The first two digits of GB/T 2260 for the province that an address or an enterprise's name
/// begins with ("32" for 江苏省无锡市… and for 无锡…); empty if it begins with none that we know.
std::string province_of_text(std::string_view text);

/// 江苏 for "32"; empty if there is no such province.
std::string province_name(std::string_view two_digits);

/// The province in a credit code or registration number; empty for the national authority (10…).
/// Codes keep the division of the day they were given, so a difference is a hint, not a fault.
std::string province_of_code(std::string_view code);

/// False if no post office of that province has such a postcode: the first two digits are fixed for
/// each province, and a few share a pair.
bool postcode_fits(std::string_view postcode, std::string_view province);

}  // namespace chengnuo::templates
