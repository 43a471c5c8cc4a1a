#pragma once

#include <nlohmann/json.hpp>
#include <string_view>

#include "signing/report.h"

namespace chengnuo::signing {

std::string_view name_of(Validity validity);  // Validity::unsigned_ is "unsigned"
std::string_view name_of(Changes changes);

/// `verify --json` (design part 8), with "reason" and "code" for the file too, and "serial".
/// Readers' language chooses between the sentences; both are never in one text.
nlohmann::json to_json(const VerificationReport& report, pipeline::Language language);

}  // namespace chengnuo::signing
