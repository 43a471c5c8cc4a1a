#pragma once

#include <httplib.h>

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "console/web/sessions.h"
#include "pipeline/message.h"

namespace chengnuo::console {

/// An answer other than success that is nobody's mistake but the caller's: HTTP `status` with a
/// sentence for the person. Whatever the rooms throw becomes one too (router.cc).
struct Refused {
  int status = 400;
  pipeline::Message message;
  pipeline::Message advice = {};
};

Refused not_found();

/// One request on its way through its handler.
struct Call {
  const httplib::Request& request;
  httplib::Response& response;
  std::map<std::string, std::string> parts;  ///< of the path, by their names in the pattern
  std::optional<Session> session;            ///< always there where a right was asked for
  pipeline::Language language = pipeline::Language::chinese;
  nlohmann::json body = {};  ///< of a change

  const std::string& part(const char* name) const { return parts.at(name); }
  const Person& person() const { return session->person; }
  const std::string& say(const pipeline::Message& message) const { return message.in(language); }

  std::string query(const char* name) const { return request.get_param_value(name); }
  /// A number from the query, kept between the bounds; `otherwise` where there is none.
  int number(const char* name, int otherwise, int least, int most) const;
  /// A text in the body. Throws Refused 422 if it is missing (without `otherwise`), no text, or
  /// longer than 10,000 bytes.
  std::string text(const char* name) const;
  std::string text(const char* name, const std::string& otherwise) const;

  /// Throws Refused 404 if the person may not see this unit's papers: whether they exist is not
  /// told.
  void require_unit(const std::string& unit) const;
};

}  // namespace chengnuo::console
