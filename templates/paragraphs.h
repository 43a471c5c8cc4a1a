#pragma once

#include <span>
#include <vector>

#include "templates/clauses.h"

namespace chengnuo::templates {

/// Whether a paragraph ends between line i and line i + 1; one entry less than there are lines.
/// In doubt lines are joined: a sentence torn apart could lose the 不 that turns its meaning.
std::vector<bool> paragraph_ends(std::span<const TextLine> lines);

/// How many characters of `text` (in normal form) are the number of an item: 一、（二）3. 第四条
/// Zero if it does not begin with one.
std::size_t item_number(std::u32string_view text);

}  // namespace chengnuo::templates
