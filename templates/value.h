#pragma once

#include <string_view>
#include <vector>

#include "pipeline/finding.h"
#include "templates/sheet.h"
#include "templates/template.h"

namespace chengnuo::templates {

/// A field that says what these bits say, with its value, state and advice (settle in validate.h).
/// Where the reader hesitated between two characters that mean the same there, 〇 and ○ in a date
/// or a full stop of one kind or another, it does not matter which of them it is.
pipeline::Field read_value(const std::vector<Bit>& bits, int page, const FieldRule& rule,
                           std::string_view unit, double certain);

}  // namespace chengnuo::templates
