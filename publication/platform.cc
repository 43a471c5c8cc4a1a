#include "publication/platform.h"

#include <httplib.h>

#include <atomic>
#include <mutex>
#include <nlohmann/json.hpp>

#include "pipeline/error.h"
#include "pipeline/json.h"
#include "publication/letter_store.h"
#include "publication/platform_pages.h"
#include "publication/xml_signature.h"

namespace chengnuo::publication {
namespace {

constexpr const char* kHtml = "text/html; charset=utf-8";
constexpr const char* kXml = "application/xml; charset=utf-8";
constexpr std::size_t kLongestMessage = 4 << 20;  // a letter has a few kilobytes
constexpr std::size_t kLongestList = 500;

}  // namespace

struct Platform::Server {
  PlatformSettings settings;
  const Schema& schema;
  std::function<pipeline::Time()> clock;
  LetterStore store;
  httplib::Server http;
  std::mutex receiving;  // the schema validates for one thread at a time
  int port = 0;
  std::atomic<bool> stopped = false;

  Server(const PlatformSettings& s, const Schema& x, std::function<pipeline::Time()> c)
      : settings(s), schema(x), clock(std::move(c)), store(s.folder) {
    // The library's default also shares the port (SO_REUSEPORT): a second platform would start.
    http.set_socket_options([](socket_t socket) {
      const int yes = 1;
      setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    });
    http.set_payload_max_length(kLongestMessage);
    http.set_default_headers(
        {{"Content-Security-Policy",
          "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'"},
         {"X-Content-Type-Options", "nosniff"},
         {"Referrer-Policy", "same-origin"}});
    routes();
  }

  void routes() {
    http.Post("/api/messages", [this](const httplib::Request& request, httplib::Response& reply) {
      const auto [status, receipt] = take(request.body);
      reply.status = status;
      reply.set_content(to_xml_text(receipt), kXml);
    });
    http.Get("/", [this](const httplib::Request& request, httplib::Response& reply) {
      const std::string query = request.get_param_value("q");
      reply.set_content(
          list_page(settings.title, query, store.search(query, kLongestList), store.size()), kHtml);
    });
    http.Get("/api/letters", [this](const httplib::Request& request, httplib::Response& reply) {
      reply.set_content(list_json(request.get_param_value("q")), "application/json");
    });
    http.Get(R"(/letters/([A-Za-z0-9._\-]+)\.xml)",
             [this](const httplib::Request& request, httplib::Response& reply) {
               const std::string xml = store.xml_of(request.matches[1]);
               if (xml.empty()) reply.status = 404;
               reply.set_content(xml, kXml);
             });
    http.Get(R"(/letters/([A-Za-z0-9._\-]+))", [this](const httplib::Request& request,
                                                      httplib::Response& reply) {
      const auto letter = store.find(request.matches[1]);
      if (!letter) reply.status = 404;
      reply.set_content(
          letter ? letter_page(settings.title, *letter) : not_found_page(settings.title), kHtml);
    });
  }

  std::pair<int, ReceiptText> take(const std::string& xml) {
    const std::lock_guard lock(receiving);
    ReceiptText refusal;
    refusal.at = pipeline::rfc3339(clock());
    const auto message = parse_message(xml);
    refusal.message_id = message && !message->id.empty() ? message->id : "unknown";
    if (const std::string complaint = schema.complaint(xml); !message || !complaint.empty()) {
      refusal.reason = complaint.empty() ? "not a message" : complaint;
      return {400, refusal};
    }
    const XmlVerification verification = verify_xml(xml, settings.anchors);
    if (!verification.valid) {
      refusal.reason = verification.reason;
      return {403, refusal};
    }
    if (!message->paragraphs.empty() &&
        xml.find(text_digest(message->paragraphs)) == std::string::npos) {
      refusal.reason = "the text does not fit its digest";
      return {400, refusal};
    }
    const std::string url =
        message->kind == MessageKind::letter ? "/letters/" + message->id : std::string();
    const auto result = store.store(xml, *message, verification.signer, refusal.at, url);
    if (result.outcome == LetterStore::Outcome::conflicting) {
      refusal.reason = "another message has this id";
      return {409, refusal};
    }
    return {200, result.receipt};
  }

  std::string list_json(const std::string& query) const {
    nlohmann::json letters = nlohmann::json::array();
    for (const Published& letter : store.search(query, kLongestList))
      letters.push_back({{"id", letter.message.id},
                         {"enterprise", letter.message.enterprise},
                         {"code", letter.message.code},
                         {"unit", letter.message.unit},
                         {"signed_on", letter.message.signed_on},
                         {"published_at", letter.receipt.at},
                         {"number", letter.receipt.number}});
    return nlohmann::json({{"letters", letters}}).dump();
  }
};

Platform::Platform(const PlatformSettings& settings, const Schema& schema,
                   std::function<pipeline::Time()> clock)
    : server_(std::make_unique<Server>(settings, schema, std::move(clock))) {
  httplib::Server& http = server_->http;
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
int Platform::port() const { return server_->port; }
void Platform::serve() {
  if (!server_->stopped) server_->http.listen_after_bind();
}
void Platform::stop() {
  server_->stopped = true;
  server_->http.stop();
}

}  // namespace chengnuo::publication
