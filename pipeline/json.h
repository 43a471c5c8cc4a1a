#pragma once

#include <nlohmann/json.hpp>

#include "pipeline/submission.h"

namespace chengnuo::pipeline {

// How facts are kept in the register and the work folder. The doors' JSON (design part 8) is made
// in console/. Stored: do not rename a key or an enum's word; new keys get a default.

void to_json(nlohmann::json& json, const Message& message);
void from_json(const nlohmann::json& json, Message& message);
void to_json(nlohmann::json& json, const Box& box);  // [x, y, width, height]
void from_json(const nlohmann::json& json, Box& box);
void to_json(nlohmann::json& json, const Page& page);
void from_json(const nlohmann::json& json, Page& page);
void to_json(nlohmann::json& json, const Document& document);
void from_json(const nlohmann::json& json, Document& document);
void to_json(nlohmann::json& json, const Submission& submission);
void from_json(const nlohmann::json& json, Submission& submission);

// The words of the enums, for every door.
std::string_view name_of(State state);  // State::signed_ is "signed"
State state_named(std::string_view name);
std::string_view name_of(FieldState state);
std::string_view name_of(Verdict verdict);
std::string_view name_of(DocumentKind kind);
std::string_view name_of(DocumentVerdict verdict);
std::string_view name_of(SealShape shape);
std::string_view name_of(HoldFor whom);
std::string_view name_of(Holder holder);
std::string_view name_of(ColourMode mode);

/// RFC 3339 in UTC, seconds: "2025-11-03T08:00:00Z".
std::string rfc3339(Time time);
Time from_rfc3339(std::string_view text);

}  // namespace chengnuo::pipeline
