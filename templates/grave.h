#pragma once

#include <cstddef>
#include <string_view>

#include "pipeline/message.h"

namespace chengnuo::templates {

/// True if a character of a negation (不, 未 …) or of a number is among these.
bool is_negation_or_number(std::u32string_view text);

/// Why a change of an approved text must be seen by a person, however small: it touches a negation,
/// a number, or words of responsibility. Characters [begin, end) of `approved` were changed, and
/// `read` stands in their place. Empty if it touches none of these.
pipeline::Message grave_change(std::u32string_view approved, std::size_t begin, std::size_t end,
                               std::u32string_view read);

/// The same of words that stand in a free place: only names and their like belong there.
pipeline::Message grave_filling(std::u32string_view filled);

}  // namespace chengnuo::templates
