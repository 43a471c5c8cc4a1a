#pragma once

#include <string>

#include "console/config.h"
#include "pipeline/submission.h"
#include "publication/official_papers.h"

namespace chengnuo::console {

// What printed papers say, taken from configuration and register.

/// Throws Error: fix_setup if the unit is not configured.
const UnitConfig& unit_of(const Config& config, const std::string& unit);
publication::Letterhead letterhead(const Config& config, const UnitConfig& unit,
                                   const std::string& number, pipeline::Time now);
publication::PaperEnterprise enterprise_on_papers(const pipeline::Submission& submission);
/// The value that the form, else the letter, gives for a field; empty if neither does.
std::string field_on_papers(const pipeline::Submission& submission, const std::string& field);

}  // namespace chengnuo::console
