#pragma once

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "console/assembly.h"
#include "console/service_log.h"
#include "console/web/router.h"
#include "watcher/intake.h"

namespace chengnuo::console {

/// The house's page and its API (openapi.json), on the address of `[console] listen`. Plain HTTP,
/// or HTTPS with a certificate; beyond loopback only HTTPS.
class WebServer {
 public:
  /// Throws Error: fix_setup if the address is no loopback address and there is no certificate, if
  /// it is taken, or if the page's files are missing.
  WebServer(const Config& config, const DataFiles& data, pipeline::Database& database,
            Machinery& machinery, watcher::Intake& intake, const ServiceLog& log);
  ~WebServer();
  WebServer(const WebServer&) = delete;
  WebServer& operator=(const WebServer&) = delete;

  /// "http://127.0.0.1:8080/"; with the set-up token where nobody can log in yet.
  std::string address() const;
  const std::vector<Endpoint>& endpoints() const;
  /// Until asked to stop.
  void run(std::stop_token stop);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace chengnuo::console
