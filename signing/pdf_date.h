#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "pipeline/submission.h"

namespace chengnuo::signing {

/// "D:20251103080000Z" (ISO 32000-1, 7.9.4), in UTC, whole seconds.
std::string pdf_date(pipeline::Time time);

/// Back, with any offset from UTC ("+08'00'"; none is taken for UTC); parts from the month on may
/// be missing. Nothing if it is no such date.
std::optional<pipeline::Time> time_of_pdf_date(std::string_view text);

}  // namespace chengnuo::signing
