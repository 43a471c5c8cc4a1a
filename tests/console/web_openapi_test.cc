// openapi.json against the server: every endpoint stands in it and no other, and what the server
// answers is what it says.

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "pipeline/file.h"
#include "web_house.h"

namespace chengnuo::console {
namespace {

using nlohmann::json;

const json& description() {
  static const json read =
      json::parse(pipeline::read_file(CHENGNUO_SOURCE_DIR "/console/web/openapi.json"));
  return read;
}

/// What of JSON Schema the file uses. Returns where and why a value does not fit; empty if it does.
std::string complaint(const json& value, const json& schema, const std::string& at) {
  if (schema.contains("$ref")) {
    const std::string name = schema.at("$ref").get<std::string>().substr(1);
    return complaint(value, description().at(json::json_pointer(name)), at);
  }
  for (const json& each : schema.value("allOf", json::array()))
    if (const std::string found = complaint(value, each, at); !found.empty()) return found;
  if (schema.contains("anyOf")) {
    std::string found;
    for (const json& each : schema.at("anyOf"))
      if (found = complaint(value, each, at); found.empty()) return {};
    return found;
  }
  const std::string type = schema.value("type", "");
  const bool fits =
      type.empty() || (type == "object" && value.is_object()) ||
      (type == "array" && value.is_array()) || (type == "string" && value.is_string()) ||
      (type == "integer" && value.is_number_integer()) || (type == "number" && value.is_number()) ||
      (type == "boolean" && value.is_boolean()) || (type == "null" && value.is_null());
  if (!fits) return at + " is no " + type + ": " + value.dump();
  if (schema.contains("enum") &&
      std::ranges::find(schema.at("enum"), value) == schema.at("enum").end())
    return at + " has an unknown word: " + value.dump();
  for (const json& name : schema.value("required", json::array()))
    if (!value.contains(name)) return at + " lacks " + name.get<std::string>();
  if (type == "object" && schema.contains("properties"))
    for (const auto& [name, each] : schema.at("properties").items())
      if (value.contains(name))
        if (const std::string found = complaint(value.at(name), each, at + "." + name);
            !found.empty())
          return found;
  if (type == "array" && schema.contains("items"))
    for (const json& each : value)
      if (const std::string found = complaint(each, schema.at("items"), at + "[]"); !found.empty())
        return found;
  return {};
}

void expect_as_described(const Answer& answer, std::string method, const std::string& path) {
  std::ranges::transform(method, method.begin(), [](char c) { return std::tolower(c); });
  const json& responses = description().at("paths").at(path).at(method).at("responses");
  const std::string status = std::to_string(answer.status);
  ASSERT_TRUE(responses.contains(status)) << method << " " << path << " " << answer.text;
  json response = responses.at(status);
  if (response.contains("$ref"))
    response =
        description().at(json::json_pointer(response.at("$ref").get<std::string>().substr(1)));
  const json& schema = response.at("content").at("application/json").at("schema");
  EXPECT_EQ(complaint(answer.body, schema, method + " " + path), "");
}

TEST(OpenApi, NamesEveryEndpointOfTheServerAndNoOther) {
  WebHouse house;
  std::set<std::string> served;
  for (const Endpoint& each : house.server.endpoints())
    served.insert(each.method + " " + each.path);
  std::set<std::string> described;
  for (const auto& [path, methods] : description().at("paths").items())
    for (const auto& [method, operation] : methods.items()) {
      std::string verb = method;
      std::ranges::transform(verb, verb.begin(), [](char c) { return std::toupper(c); });
      described.insert(verb + " " + path);
    }
  EXPECT_EQ(served, described);
}

TEST(OpenApi, TheServersAnswersAreAsItSays) {
  WebHouse house;
  const std::string id = house.held_letter("unit1", "b1");
  Visitor wang = visitor(house, "wang", {all_roles().begin(), all_roles().end()});
  for (const char* path :
       {"/api/session", "/api/home", "/api/submissions", "/api/batches", "/api/archive",
        "/api/users", "/api/audit", "/api/messages", "/api/doctor", "/api/complaints",
        "/api/delistings", "/api/statistics", "/healthz"})
    expect_as_described(wang.get(path), "GET", path);
  const std::string one = "/api/submissions/" + id;
  expect_as_described(wang.get(one), "GET", "/api/submissions/{id}");
  expect_as_described(wang.get(one + "/receipt"), "GET", "/api/submissions/{id}/receipt");
  expect_as_described(wang.get("/api/submissions/none"), "GET", "/api/submissions/{id}");
  expect_as_described(wang.get("/api/archive/none/verification"), "GET",
                      "/api/archive/{id}/verification");
  expect_as_described(wang.get("/api/batch/receipt?unit=unit1&batch=b1"), "GET",
                      "/api/batch/receipt");
  const Answer fields =
      wang.get("/api/batch/fields?unit=unit1&batch=b1&field=letter.legal_representative");
  EXPECT_EQ(fields.body.at("rows").size(), 1U);
  expect_as_described(fields, "GET", "/api/batch/fields");
  const json row = {{"enterprise", "没有交来的公司"}, {"credit_code", ""}};
  expect_as_described(wang.post("/api/batch/match?unit=unit1&batch=b1", {{"rows", {row}}}), "POST",
                      "/api/batch/match");
  expect_as_described(wang.put(one + "/presence", json::object()), "PUT",
                      "/api/submissions/{id}/presence");
  expect_as_described(wang.post("/api/uploads", {{"name", "a.pdf"}, {"size", 5}}), "POST",
                      "/api/uploads");
  const Answer entered = wang.post(
      "/api/complaints", {{"submission", id}, {"channel", "phone"}, {"content", "水泵爆裂"}});
  expect_as_described(entered, "POST", "/api/complaints");
  const std::string complaint = "/api/complaints/" + entered.body.at("id").get<std::string>();
  expect_as_described(wang.post(complaint + "/forward", {{"to", "organiser"}}), "POST",
                      "/api/complaints/{id}/forward");
  expect_as_described(wang.post(complaint + "/statement", {{"declined", true}}), "POST",
                      "/api/complaints/{id}/statement");
  expect_as_described(wang.post(complaint + "/finding",
                                {{"exists", true}, {"nature", "vile"}, {"influence", "grave"}}),
                      "POST", "/api/complaints/{id}/finding");
  expect_as_described(wang.post(complaint + "/closing", {{"handling", "delisting"}}), "POST",
                      "/api/complaints/{id}/closing");
  expect_as_described(wang.post(complaint + "/feedback", {{"words", "已除名"}}), "POST",
                      "/api/complaints/{id}/feedback");
  expect_as_described(wang.get(complaint), "GET", "/api/complaints/{id}");
  expect_as_described(wang.get("/api/complaints"), "GET", "/api/complaints");
  expect_as_described(wang.get("/api/delistings"), "GET", "/api/delistings");
  expect_as_described(wang.post(one + "/delisting", json::object()), "POST",
                      "/api/submissions/{id}/delisting");
  expect_as_described(wang.post("/api/complaints/fetch"), "POST", "/api/complaints/fetch");
  expect_as_described(wang.post(one + "/corrections", json::object()), "POST",
                      "/api/submissions/{id}/corrections");
  expect_as_described(wang.post(one + "/return", {{"reason", "未盖章"}}), "POST",
                      "/api/submissions/{id}/return");
  expect_as_described(wang.post(one + "/undo"), "POST", "/api/submissions/{id}/undo");
  expect_as_described(wang.post(one + "/approval"), "POST", "/api/submissions/{id}/approval");
}

/// What comes in is a stranger's: no value of any kind may bring the server down or out of its
/// description.
TEST(OpenApi, StrangeBodiesAreRefusedInWords) {
  WebHouse house;
  const std::string id = house.held_letter("unit1", "b1");
  Visitor wang = visitor(house, "wang", {all_roles().begin(), all_roles().end()});
  const std::vector<json> strange{nullptr,
                                  0,
                                  -1,
                                  1e300,
                                  true,
                                  "",
                                  "\xEF\xBF\xBD",
                                  json::array(),
                                  json::object(),
                                  json(std::string(20'000, 'x')),
                                  {1, {2}, "三"}};
  for (const auto& [path, methods] : description().at("paths").items())
    for (const auto& [method, operation] : methods.items()) {
      if (method == "get" || method == "patch" || path == "/api/session" || path == "/api/password")
        continue;
      std::string real = path;
      if (const auto at = real.find("{id}"); at != std::string::npos) real.replace(at, 4, id);
      std::string verb = method;
      std::ranges::transform(verb, verb.begin(), [](char c) { return std::toupper(c); });
      const json names =
          operation.contains("requestBody")
              ? operation["requestBody"]["content"]["application/json"]["schema"]["properties"]
              : json::object();
      for (const auto& [name, schema] : names.items())
        for (const json& value : strange) {
          const Answer answer = wang.call(verb, real, {{name, value}});
          EXPECT_NE(answer.status, 0) << verb << " " << real;
          EXPECT_NE(answer.status, 500)
              << verb << " " << real << " " << name << " " << value.dump();
        }
      EXPECT_EQ(wang.call(verb, real, json::array()).status, 400) << verb << " " << real;
    }
}

}  // namespace
}  // namespace chengnuo::console
