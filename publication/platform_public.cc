#include <cctype>

#include "pipeline/json.h"
#include "publication/complaint_exchange.h"
#include "publication/platform_server.h"
#include "publication/public_pages.h"

namespace chengnuo::publication {
namespace {

using httplib::Request;
using httplib::Response;

/// Hex digits alone, lower case: people paste digests with blanks.
std::string tidy_digest(const std::string& text) {
  std::string digest;
  for (const char c : text)
    if (std::isxdigit(static_cast<unsigned char>(c)) != 0)
      digest += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return digest;
}

}  // namespace

void Platform::Server::public_routes() {
  http->Post("/api/complaints", [this](const Request& request, Response& reply) {
    const auto [status, json] = answer_fetch(request.body.substr(0, kLongestMessage), store,
                                             settings.folder / "complaints", anchors, clock());
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

void Platform::Server::complain(const Request& request, Response& reply) {
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

std::string Platform::Server::sender_of(const Request& request) const {
  if (settings.senders == PlatformSettings::Senders::by_connection) return request.remote_addr;
  // The proxy puts the address that it sees last; what stands before it anyone can write.
  const std::string forwarded = request.get_header_value("X-Forwarded-For");
  const auto comma = forwarded.find_last_of(", ");
  return comma == std::string::npos ? forwarded : forwarded.substr(comma + 1);
}

void Platform::Server::verify(const Request& request, Response& reply) {
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

}  // namespace chengnuo::publication
