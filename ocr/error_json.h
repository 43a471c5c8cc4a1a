#pragma once

#include <nlohmann/json.hpp>

#include "pipeline/error.h"

namespace chengnuo::ocr {

// How an Error travels from a reader process to the service.

nlohmann::json to_json(const pipeline::Error& error);

/// The Error that `json` describes. An unknown remedy becomes report_bug.
/// Throws nlohmann::json::exception if it describes none.
pipeline::Error error_of(const nlohmann::json& json);

}  // namespace chengnuo::ocr
