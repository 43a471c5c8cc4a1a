#pragma once

#include <string_view>
#include <vector>

#include "templates/clauses.h"

namespace chengnuo::templates {

/// Lays another engine's reading beside a line and notes at each character where they differ
/// (least edit distance). A reading that differs in more than half is of no use and left out.
void add_reading(std::vector<Character>& line, std::u32string_view reading);

}  // namespace chengnuo::templates
