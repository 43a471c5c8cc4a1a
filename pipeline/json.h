#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "pipeline/error.h"
#include "pipeline/submission.h"

namespace chengnuo::pipeline {

// How facts are kept in the register and the work folder. The doors' JSON (design part 8) is made
// in console/. Stored: do not rename a key or an enum's word; new keys get a default, so that an
// older file can be read; a key that is not known is passed over.

/// JSON of any of the facts below as one line of UTF-8; bytes that are not UTF-8 become U+FFFD.
std::string stored_text(const nlohmann::json& json);
/// Reads it back. `file` is named in the error. Throws Error: fix_setup if it is damaged.
nlohmann::json parse_stored(std::string_view text, const std::filesystem::path& file = {});
[[noreturn]] void throw_damaged(const std::string& why, const std::filesystem::path& file);

template <typename Fact>
Fact from_stored(std::string_view text, const std::filesystem::path& file = {}) {
  try {
    return parse_stored(text, file).template get<Fact>();
  } catch (const nlohmann::json::exception& error) {
    throw_damaged(error.what(), file);
  }
}

void to_json(nlohmann::json& json, const Message& message);
void from_json(const nlohmann::json& json, Message& message);
void to_json(nlohmann::json& json, const Box& box);  // [x, y, width, height]
void from_json(const nlohmann::json& json, Box& box);

// page.h
void to_json(nlohmann::json& json, const Reading& reading);
void from_json(const nlohmann::json& json, Reading& reading);
void to_json(nlohmann::json& json, const Doubt& doubt);
void from_json(const nlohmann::json& json, Doubt& doubt);
void to_json(nlohmann::json& json, const Line& line);
void from_json(const nlohmann::json& json, Line& line);
void to_json(nlohmann::json& json, const Cell& cell);
void from_json(const nlohmann::json& json, Cell& cell);
void to_json(nlohmann::json& json, const Table& table);
void from_json(const nlohmann::json& json, Table& table);
void to_json(nlohmann::json& json, const Seal& seal);
void from_json(const nlohmann::json& json, Seal& seal);
void to_json(nlohmann::json& json, const Mark& mark);
void from_json(const nlohmann::json& json, Mark& mark);
void to_json(nlohmann::json& json, const Page& page);
void from_json(const nlohmann::json& json, Page& page);

// finding.h
void to_json(nlohmann::json& json, const Evidence& evidence);
void from_json(const nlohmann::json& json, Evidence& evidence);
void to_json(nlohmann::json& json, const Field& field);
void from_json(const nlohmann::json& json, Field& field);
void to_json(nlohmann::json& json, const Requirement& requirement);
void from_json(const nlohmann::json& json, Requirement& requirement);
void to_json(nlohmann::json& json, const WordingPiece& piece);
void from_json(const nlohmann::json& json, WordingPiece& piece);
void to_json(nlohmann::json& json, const PlacedSeal& seal);
void from_json(const nlohmann::json& json, PlacedSeal& seal);
void to_json(nlohmann::json& json, const Signature& signature);
void from_json(const nlohmann::json& json, Signature& signature);
void to_json(nlohmann::json& json, const Objection& objection);
void from_json(const nlohmann::json& json, Objection& objection);
void to_json(nlohmann::json& json, const Document& document);
void from_json(const nlohmann::json& json, Document& document);

// submission.h
void to_json(nlohmann::json& json, const Drop& drop);
void from_json(const nlohmann::json& json, Drop& drop);
void to_json(nlohmann::json& json, const PageRef& page);
void from_json(const nlohmann::json& json, PageRef& page);
void to_json(nlohmann::json& json, const Hold& hold);
void from_json(const nlohmann::json& json, Hold& hold);
void to_json(nlohmann::json& json, const Decision& decision);
void from_json(const nlohmann::json& json, Decision& decision);
void to_json(nlohmann::json& json, const Copy& copy);
void from_json(const nlohmann::json& json, Copy& copy);
void to_json(nlohmann::json& json, const Receipt& receipt);
void from_json(const nlohmann::json& json, Receipt& receipt);
void to_json(nlohmann::json& json, const Submission& submission);
void from_json(const nlohmann::json& json, Submission& submission);

// The words of the enums, for every door.
std::string_view name_of(State state);  // State::signed_ is "signed"
/// Throws Error: fix_setup if there is no such state.
State state_named(std::string_view name);
std::string_view name_of(FieldState state);
std::string_view name_of(Verdict verdict);
std::string_view name_of(WordingPart part);
std::string_view name_of(DocumentKind kind);
std::string_view name_of(DocumentVerdict verdict);
std::string_view name_of(SealShape shape);
std::string_view name_of(HoldFor whom);
std::string_view name_of(Holder holder);
std::string_view name_of(ColourMode mode);
std::string_view name_of(Remedy remedy);

/// RFC 3339 in UTC, seconds: "2025-11-03T08:00:00Z".
std::string rfc3339(Time time);
/// Any RFC 3339 time; fractions finer than milliseconds are cut off, a leap second becomes the
/// next second. Throws Error: fix_document if it is none.
Time from_rfc3339(std::string_view text);

}  // namespace chengnuo::pipeline
