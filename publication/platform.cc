#include "publication/platform.h"

#include <httplib.h>

#include <algorithm>
#include <atomic>
#include <cctype>
#include <nlohmann/json.hpp>

#include "pipeline/error.h"
#include "pipeline/json.h"
#include "publication/complaint_exchange.h"
#include "publication/letter_pages.h"
#include "publication/public_pages.h"
#include "publication/receiving.h"

namespace chengnuo::publication {
namespace {

using httplib::Request;
using httplib::Response;

constexpr const char* kHtml = "text/html; charset=utf-8";
constexpr const char* kXml = "application/xml; charset=utf-8";
constexpr std::size_t kLongestMessage = 4 << 20;  // a letter has a few kilobytes
constexpr std::size_t kLongestUpload = 33 << 20;
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

/// Hex digits alone, lower case: people paste digests with blanks.
std::string tidy_digest(const std::string& text) {
  std::string digest;
  for (const char c : text)
    if (std::isxdigit(static_cast<unsigned char>(c)) != 0)
      digest += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return digest;
}

}  // namespace

struct Platform::Server {
  PlatformSettings settings;
  std::function<pipeline::Time()> clock;
  LetterStore store;
  ComplaintBox complaints;
  Receiving receiving;
  std::unique_ptr<httplib::Server> http;
  std::atomic<int> verifying = 0;
  int port = 0;
  std::atomic<bool> stopped = false;

  Server(const PlatformSettings& s, const Schema& schema, std::function<pipeline::Time()> c)
      : settings(s),
        clock(std::move(c)),
        store(s.folder, s.calendar),
        complaints(s.folder / "complaints"),
        receiving(store, schema, s.anchors),
        http(make_server(s)) {
    // The library's default also shares the port (SO_REUSEPORT): a second platform would start.
    http->set_socket_options([](socket_t socket) {
      const int yes = 1;
      setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    });
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

  Day today() const { return day_in_china(clock()); }
  const PlatformIdentity& identity() const { return settings.identity; }

  void letter_routes() {
    http->Post("/api/messages", [this](const Request& request, Response& reply) {
      if (request.body.size() > kLongestMessage) {
        reply.status = 413;
        return;
      }
      const auto [status, receipt] = receiving.take(request.body, pipeline::rfc3339(clock()));
      reply.status = status;
      reply.set_content(to_xml_text(receipt), kXml);
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

  void public_routes() {
    http->Post("/api/complaints", [this](const Request& request, Response& reply) {
      const auto [status, json] =
          answer_fetch(request.body.substr(0, kLongestMessage), store,
                       settings.folder / "complaints", settings.anchors, clock());
      reply.status = status;
      reply.set_content(json, "application/json");
    });
    http->Get("/complaints", [this](const Request& request, Response& reply) {
      WebComplaint about;
      if (const auto letter = store.find(request.get_param_value("letter"))) {
        about.message_id = letter->message.id;
        about.enterprise = letter->message.enterprise;
      }
      reply.set_content(complaint_page(identity(), about, {}), kHtml);
    });
    http->Post("/complaints",
               [this](const Request& request, Response& reply) { complain(request, reply); });
    http->Get(R"(/complaints/(J\d{8}-\d{4,9}))", [this](const Request& request, Response& reply) {
      reply.set_content(complaint_taken_page(identity(), request.matches[1]), kHtml);
    });
    http->Get("/verify", [this](const Request& request, Response& reply) {
      const std::string digest = tidy_digest(request.get_param_value("sha256"));
      if (digest.size() != 64) return reply.set_content(verify_page(identity(), nullptr), kHtml);
      const CopyCheck check = check_digest(store, digest, today());
      reply.set_content(verify_page(identity(), &check), kHtml);
    });
    http->Post("/verify",
               [this](const Request& request, Response& reply) { verify(request, reply); });
  }

  void complain(const Request& request, Response& reply) {
    WebComplaint complaint;
    if (const auto letter = store.find(request.get_param_value("letter")))
      complaint.message_id = letter->message.id;
    complaint.enterprise = request.get_param_value("enterprise").substr(0, 600);
    complaint.content = request.get_param_value("content");
    complaint.name = request.get_param_value("name");
    complaint.contact = request.get_param_value("contact");
    complaint.objection = request.get_param_value("kind") == "objection";
    const auto taken =
        complaints.put(complaint, sender_of(request), request.get_param_value("website"), clock());
    if (const auto* number = std::get_if<std::string>(&taken))
      return reply.set_redirect(("/complaints/" + *number).c_str(), 303);
    const auto refusal = std::get<ComplaintBox::Refusal>(taken);
    reply.status = refusal == ComplaintBox::Refusal::too_many ? 429 : 400;
    reply.set_content(complaint_page(identity(), complaint, word_for(refusal)), kHtml);
  }

  std::string sender_of(const Request& request) const {
    if (settings.senders == PlatformSettings::Senders::by_connection) return request.remote_addr;
    // The proxy puts the address that it sees last; what stands before it anyone can write.
    const std::string forwarded = request.get_header_value("X-Forwarded-For");
    const auto comma = forwarded.find_last_of(", ");
    return comma == std::string::npos ? forwarded : forwarded.substr(comma + 1);
  }

  void verify(const Request& request, Response& reply) {
    constexpr int kMostAtATime = 2;  // each reads a stranger's PDF of up to 32 MB
    struct Turn {
      std::atomic<int>& count;
      const int place;
      explicit Turn(std::atomic<int>& c) : count(c), place(++c) {}
      ~Turn() { --count; }
    } const turn(verifying);
    if (turn.place > kMostAtATime) {
      reply.status = 503;
      reply.set_header("Retry-After", "5");
      return reply.set_content("核验的人较多，请稍后再试。", "text/plain; charset=utf-8");
    }
    const CopyCheck check = check_pdf(store, request.get_file_value("file").content, today(),
                                      settings.verifier, settings.folder / "scratch");
    reply.set_content(verify_page(identity(), &check), kHtml);
  }

  std::string list_json(const LetterQuery& query) const {
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
    return pipeline::stored_text(
        {{"total", list.total}, {"page", query.page}, {"letters", letters}});
  }
};

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
  return take_parcel(folder, server_->receiving, server_->settings.anchors,
                     pipeline::rfc3339(server_->clock()));
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
