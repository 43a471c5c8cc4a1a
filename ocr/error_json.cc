#include "ocr/error_json.h"

#include "pipeline/json.h"

namespace chengnuo::ocr {
namespace {

using pipeline::Remedy;

constexpr std::pair<Remedy, const char*> kWords[] = {{Remedy::retry, "retry"},
                                                     {Remedy::fix_document, "fix_document"},
                                                     {Remedy::fix_setup, "fix_setup"},
                                                     {Remedy::report_bug, "report_bug"}};

}  // namespace

nlohmann::json to_json(const pipeline::Error& error) {
  nlohmann::json json{{"message", error.message()}, {"advice", error.advice()}};
  for (const auto& [remedy, word] : kWords)
    if (remedy == error.remedy()) json["remedy"] = word;
  return json;
}

pipeline::Error error_of(const nlohmann::json& json) {
  Remedy wanted = Remedy::report_bug;
  for (const auto& [remedy, word] : kWords)
    if (json.at("remedy") == word) wanted = remedy;
  return {wanted, json.at("message").get<pipeline::Message>(),
          json.at("advice").get<pipeline::Message>()};
}

}  // namespace chengnuo::ocr
