#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "pipeline/submission.h"

namespace chengnuo::console {

/// What people put right, for improving templates and readers: of each field that was corrected and
/// not changed back, what had been read and what the paper says, with its place on the scan and the
/// template. Without who corrected it.
nlohmann::json corrected_pairs(const std::vector<pipeline::Submission>& submissions);

}  // namespace chengnuo::console
