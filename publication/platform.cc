#include "publication/platform.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "pipeline/error.h"
#include "pipeline/json.h"
#include "publication/letter_pages.h"
#include "publication/own_port.h"
#include "publication/platform_server.h"

namespace chengnuo::publication {
namespace {

using httplib::Request;
using httplib::Response;

constexpr const char* kXml = "application/xml; charset=utf-8";
/// A thread serves one connection, idle ones too: as many as readers at a time.
constexpr std::size_t kThreads = 64;

std::unique_ptr<httplib::Server> make_server(const PlatformSettings& settings) {
  if (settings.certificate.empty()) return std::make_unique<httplib::Server>();
  auto server =
      std::make_unique<httplib::SSLServer>(settings.certificate.c_str(), settings.key.c_str());
  if (server->is_valid()) return server;
  throw pipeline::Error(
      pipeline::Remedy::fix_setup,
      {"平台的证书或密钥无法使用。", "The platform's certificate or key cannot be used."},
      {"请检查 --certificate 和 --key：PEM 格式，成对，密钥不加密。",
       "Check --certificate and --key: PEM, a pair, the key not encrypted."},
      settings.certificate);
}

LetterQuery query_of(const Request& request) {
  LetterQuery query;
  query.text = request.get_param_value("q").substr(0, 300);
  query.region = request.get_param_value("region");
  query.unit = request.get_param_value("unit");
  query.year = request.get_param_value("year");
  query.standing = standing_named(request.get_param_value("state"));
  query.page = static_cast<std::size_t>(
      std::clamp(std::atoi(request.get_param_value("page").c_str()), 1, 1'000'000));
  return query;
}

}  // namespace

Platform::Server::Server(const PlatformSettings& s, const Schema& schema,
                         std::function<pipeline::Time()> c)
    : settings(s),
      clock(std::move(c)),
      anchors(s.anchors),
      store(s.folder, s.calendar),
      complaints(s.folder / "complaints"),
      receiving(store, schema, anchors),
      http(make_server(s)) {
  keep_port_alone(*http);
  http->new_task_queue = [] { return new httplib::ThreadPool(kThreads); };
  http->set_payload_max_length(kLongestUpload);
  http->set_keep_alive_max_count(1000);
  http->set_tcp_nodelay(true);
  http->set_default_headers(
      {{"Content-Security-Policy",
        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"},
       {"X-Content-Type-Options", "nosniff"},
       {"Referrer-Policy", "same-origin"}});
  letter_routes();
  public_routes();
}

std::string Platform::Server::text_of(const ReceiptText& receipt) const {
  const std::string text = to_xml_text(receipt);
  return settings.receipt_key ? sign_xml(text, *settings.receipt_key) : text;
}

void Platform::Server::letter_routes() {
  http->Post("/api/messages", [this](const Request& request, Response& reply) {
    if (request.body.size() > kLongestMessage) {
      reply.status = 413;
      return;
    }
    const auto [status, receipt] = receiving.take(request.body, pipeline::rfc3339(clock()));
    reply.status = status;
    reply.set_content(text_of(receipt), kXml);
  });
  http->Get("/", [this](const Request& request, Response& reply) {
    reply.set_content(list_page(identity(), store, query_of(request), today()), kHtml);
  });
  http->Get("/delisted", [this](const Request&, Response& reply) {
    reply.set_content(delisted_page(identity(), store, today()), kHtml);
  });
  http->Get("/api/letters", [this](const Request& request, Response& reply) {
    reply.set_content(list_json(query_of(request)), "application/json");
  });
  http->Get(R"(/(?:letters|messages)/([A-Za-z0-9._\-]+)\.xml)",
            [this](const Request& request, Response& reply) {
              const std::string xml = store.xml_of(request.matches[1]);
              if (xml.empty()) reply.status = 404;
              reply.set_content(xml, kXml);
            });
  http->Get(R"(/letters/([A-Za-z0-9._\-]+))", [this](const Request& request, Response& reply) {
    const auto letter = store.find(request.matches[1]);
    if (!letter) reply.status = 404;
    reply.set_content(
        letter ? letter_page(identity(), store, *letter, today()) : not_found_page(identity()),
        kHtml);
  });
  http->Get("/style.css", [](const Request&, Response& reply) {
    reply.set_header("Cache-Control", "public, max-age=31536000");
    reply.set_content(style_sheet(), "text/css; charset=utf-8");
  });
}

std::string Platform::Server::list_json(const LetterQuery& query) const {
  const LetterList list = store.search(query, today());
  nlohmann::json letters = nlohmann::json::array();
  for (const PublicLetter& letter : list.letters)
    letters.push_back(
        {{"id", letter.message.id},
         {"enterprise", letter.message.enterprise},
         {"code", letter.message.code},
         {"region", letter.region},
         {"unit", letter.message.unit},
         {"signed_on", letter.message.signed_on},
         {"published_at", letter.receipt.at},
         {"number", letter.receipt.number},
         {"state", name_of(standing_on(today(), letter.publicity_end, letter.acts))}});
  return pipeline::stored_text({{"total", list.total}, {"page", query.page}, {"letters", letters}});
}

Platform::Platform(const PlatformSettings& settings, const Schema& schema,
                   std::function<pipeline::Time()> clock)
    : server_(std::make_unique<Server>(settings, schema, std::move(clock))) {
  httplib::Server& http = *server_->http;
  server_->port =
      settings.port == 0
          ? http.bind_to_any_port(settings.host.c_str())
          : (http.bind_to_port(settings.host.c_str(), settings.port) ? settings.port : -1);
  if (server_->port <= 0)
    throw pipeline::Error(
        pipeline::Remedy::fix_setup,
        {"平台地址 " + settings.host + ":" + std::to_string(settings.port) + " 无法使用。",
         "The platform's address " + settings.host + ":" + std::to_string(settings.port) +
             " cannot be used."},
        {"请换一个端口，或停止占用它的程序。",
         "Choose another port, or stop the program that has it."});
}

Platform::~Platform() = default;
std::vector<ParcelResult> Platform::take(const std::filesystem::path& folder) {
  return take_parcel(folder, server_->receiving, server_->anchors,
                     server_->settings.receipt_key.value(), pipeline::rfc3339(server_->clock()));
}
int Platform::port() const { return server_->port; }
void Platform::serve() {
  if (!server_->stopped) server_->http->listen_after_bind();
}
void Platform::stop() {
  server_->stopped = true;
  server_->http->stop();
}

}  // namespace chengnuo::publication
