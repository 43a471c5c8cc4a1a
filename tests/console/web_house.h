#pragma once

#include <httplib.h>

#include <nlohmann/json.hpp>
#include <string>
#include <thread>

#include "console/assembly.h"
#include "console/web/server.h"
#include "program.h"
#include "watcher/intake.h"

namespace chengnuo::console {

/// A home whose page is served within the test, on a port of its own.
class WebHouse {
 public:
  /// `lines` go into chengnuo.toml's section [console].
  explicit WebHouse(const std::string& lines = {});

  /// A submission of `unit` with a letter whose legal representative was not read with certainty,
  /// held for a clerk. Returns its id.
  std::string held_letter(const std::string& unit = "unit1", const std::string& batch = {});

  TemporaryHome home;
  Config config;
  DataFiles data;
  pipeline::Database database;
  Machinery machinery;
  pipeline::Register reg;
  watcher::Intake intake;
  ServiceLog log;
  WebServer server;

 private:
  int number_ = 0;
  std::jthread serving_;
};

/// What a call answered.
struct Answer {
  int status = 0;
  nlohmann::json body;
  std::string text;
  httplib::Headers headers;
};

/// A person at a browser: keeps the cookie and brings the token along.
class Visitor {
 public:
  explicit Visitor(const WebHouse& house);

  Answer call(const std::string& method, const std::string& path,
              const nlohmann::json& body = nullptr);
  Answer get(const std::string& path) { return call("GET", path); }
  Answer post(const std::string& path, const nlohmann::json& body = nlohmann::json::object()) {
    return call("POST", path, body);
  }
  Answer put(const std::string& path, const nlohmann::json& body) {
    return call("PUT", path, body);
  }
  /// Raw bytes of an upload.
  Answer patch(const std::string& path, const std::string& bytes);
  Answer log_in(const std::string& name, const std::string& password = kPassword);

  static constexpr const char* kPassword = "correct horse battery";
  httplib::Headers headers;  ///< sent along with every call

 private:
  Answer keep(const httplib::Result& result);
  httplib::Client client_;
};

/// Somebody with these roles who has logged in.
Visitor visitor(WebHouse& house, const std::string& name, const std::set<Role>& roles,
                const std::string& unit = {});

}  // namespace chengnuo::console
