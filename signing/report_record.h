#pragma once
// Private to this room: a report on its way from the process that opened the file to the one that
// asked (isolated_verify.h), both languages with it.

#include <nlohmann/json.hpp>

#include "signing/report.h"

namespace chengnuo::signing {

nlohmann::json record_of(const VerificationReport& report);
/// Throws nlohmann::json::exception if it is none.
VerificationReport report_of(const nlohmann::json& record);

}  // namespace chengnuo::signing
