#include "console/web/server.h"

#include <charconv>
#include <thread>

#include "console/web/api.h"
#include "console/web/assets.h"
#include "console/web/metrics.h"
#include "console/web/setup_token.h"
#include "pipeline/error.h"
#include "publication/own_port.h"

namespace chengnuo::console {
namespace {

using pipeline::Error;
using pipeline::Remedy;

// Each connection has a thread while it lasts, and a page that is open keeps one for its events.
constexpr std::size_t kThreads = 160;
constexpr std::size_t kKeepAliveRequests = 1000;
constexpr time_t kKeepAliveSeconds = 3;
constexpr time_t kReadSeconds = 20;
// A piece of an upload (hand_in.js sends 4 MiB), with room to spare; nothing else is so long.
constexpr std::size_t kLongestBody = 16 << 20;

struct Address {
  std::string host;
  int port = 0;
};

[[noreturn]] void wrong_address(const std::string& text) {
  throw Error(Remedy::fix_setup,
              {"[console] listen 写法不对：" + text, "[console] listen is wrong: " + text},
              {"应写作 127.0.0.1:8080、[::1]:8080 或 off。",
               "Write it as 127.0.0.1:8080, [::1]:8080 or off."});
}

Address address_in(const std::string& text) {
  const auto colon = text.rfind(':');
  if (colon == std::string::npos || colon == 0) wrong_address(text);
  Address address{text.substr(0, colon), -1};
  if (address.host.front() == '[' && address.host.back() == ']')
    address.host = address.host.substr(1, address.host.size() - 2);
  const char* end = text.data() + text.size();
  if (std::from_chars(text.data() + colon + 1, end, address.port).ptr != end || address.port < 0 ||
      address.port > 65535)
    wrong_address(text);
  return address;
}

bool is_loopback(const std::string& host) {
  return host.starts_with("127.") || host == "::1" || host == "localhost";
}

std::unique_ptr<httplib::Server> make_server(const Config& config, const Address& address) {
  if (!config.tls_certificate.empty()) {
    auto server = std::make_unique<httplib::SSLServer>(config.tls_certificate.c_str(),
                                                       config.tls_key.c_str());
    if (server->is_valid()) return server;
    throw Error(Remedy::fix_setup,
                {"HTTPS 证书或私钥无法使用。", "The certificate or key for HTTPS is not usable."},
                {"请检查 [console] certificate 和 key（PEM，私钥不加密）。",
                 "Check [console] certificate and key (PEM, key without a password)."},
                config.tls_certificate);
  }
  if (!is_loopback(address.host))
    throw Error(Remedy::fix_setup,
                {"对外开放网页须用 HTTPS：" + address.host,
                 "Beyond this machine the page needs HTTPS: " + address.host},
                {"请设置 [console] certificate 和 key，或改用 127.0.0.1。",
                 "Set [console] certificate and key, or listen on 127.0.0.1."});
  return std::make_unique<httplib::Server>();
}

void harden(httplib::Server& server, bool https) {
  publication::keep_port_alone(server);
  server.new_task_queue = [] { return new httplib::ThreadPool(kThreads); };
  server.set_keep_alive_max_count(kKeepAliveRequests);
  server.set_keep_alive_timeout(kKeepAliveSeconds);
  server.set_read_timeout(kReadSeconds);
  server.set_tcp_nodelay(true);
  server.set_payload_max_length(kLongestBody);
  httplib::Headers headers{
      {"Content-Security-Policy",
       "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
       "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"},
      {"X-Content-Type-Options", "nosniff"},
      {"X-Frame-Options", "DENY"},
      {"Referrer-Policy", "same-origin"},
      {"Cross-Origin-Opener-Policy", "same-origin"},
      {"Cross-Origin-Resource-Policy", "same-origin"},
      {"Permissions-Policy", "camera=(), microphone=(), geolocation=()"}};
  if (https) headers.emplace("Strict-Transport-Security", "max-age=31536000");
  server.set_default_headers(headers);
}

}  // namespace

struct WebServer::Parts {
  Parts(const Config& c, pipeline::Database& database, Machinery& machinery,
        watcher::Intake& intake)
      : config(c),
        address(address_in(c.listen)),
        server(make_server(c, address)),
        reg(database),
        sessions(database, machinery.people, c.session_idle),
        review(reg, machinery.templates, review_rules(c, machinery.people)),
        live(database),
        uploads(machinery.work.root() / "uploads", c.largest_upload),
        desk{config,
             database,
             reg,
             machinery.templates,
             machinery.work,
             intake,
             machinery.people,
             sessions,
             review,
             live,
             presence,
             uploads,
             machinery.archive.records,
             machinery.archive.store},
        router(*server, sessions) {}

  Config config;
  Address address;
  std::unique_ptr<httplib::Server> server;
  pipeline::Register reg;
  Sessions sessions;
  Review review;
  Live live;
  Presence presence;
  Uploads uploads;
  Desk desk;
  Router router;
};

WebServer::WebServer(const Config& config, const DataFiles& data, pipeline::Database& database,
                     Machinery& machinery, watcher::Intake& intake, const ServiceLog& log)
    : parts_(std::make_unique<Parts>(config, database, machinery, intake)) {
  httplib::Server& server = *parts_->server;
  harden(server, !config.tls_certificate.empty());
  // The path alone: what is asked for behind it may be somebody's name.
  server.set_logger([&log](const httplib::Request& request, const httplib::Response& response) {
    const std::string line =
        request.method + " " + request.path + " " + std::to_string(response.status);
    log.debug({line, line});
  });
  for (auto* add : {add_session_api, add_home_api, add_submissions_api, add_review_api,
                    add_hand_in_api, add_batches_api, add_archive_api, add_people_api,
                    add_audit_api, add_complaints_api, add_delistings_api, add_statistics_api})
    add(parts_->router, parts_->desk);
  add_metrics(parts_->router, parts_->desk);
  serve_assets(server, data.page);

  Address& address = parts_->address;
  if (address.port == 0)
    address.port = server.bind_to_any_port(address.host);
  else if (!server.bind_to_port(address.host, address.port))
    address.port = -1;
  if (address.port <= 0)
    throw Error(Remedy::fix_setup,
                {"网页地址 " + config.listen + " 无法使用，可能已被占用。",
                 "The page's address " + config.listen + " cannot be used; it may be taken."},
                {"请在 [console] listen 中换一个端口。", "Set another port in [console] listen."});
}

WebServer::~WebServer() = default;

std::string WebServer::address() const {
  const bool https = !parts_->config.tls_certificate.empty();
  const bool v6 = parts_->address.host.find(':') != std::string::npos;
  const std::string host = v6 ? "[" + parts_->address.host + "]" : parts_->address.host;
  std::string url = std::string(https ? "https" : "http") + "://" + host + ":" +
                    std::to_string(parts_->address.port) + "/";
  if (parts_->desk.people.none()) url += "#/setup/" + setup_token(parts_->config.home);
  return url;
}

const std::vector<Endpoint>& WebServer::endpoints() const { return parts_->router.endpoints(); }

void WebServer::run(std::stop_token stop) {
  const std::jthread looking([this, stop] { parts_->live.run(stop); });
  const std::stop_callback ending(stop, [this] { parts_->server->stop(); });
  if (!stop.stop_requested()) parts_->server->listen_after_bind();
}

}  // namespace chengnuo::console
