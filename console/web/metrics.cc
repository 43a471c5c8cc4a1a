#include "console/web/metrics.h"

#include <filesystem>

#include "pipeline/json.h"

namespace chengnuo::console {
namespace {

void head(std::string& text, const char* name, const char* help) {
  text += std::string("# HELP ") + name + " " + help + "\n# TYPE " + name + " gauge\n";
}

/// A label's value (exposition format): backslash, quote and newline are escaped.
std::string escaped(const std::string& value) {
  std::string text;
  for (const char c : value) {
    if (c == '\\' || c == '"') text += '\\';
    text += c == '\n' ? ' ' : c;
  }
  return text;
}

std::string metrics(const Desk& desk) {
  std::string text;
  head(text, "chengnuo_submissions", "Submissions by unit and state.");
  std::map<std::pair<std::string, std::string>, int> counts;
  for (const auto& each : desk.reg.tally())
    counts[{each.unit, std::string(pipeline::name_of(each.state))}] += each.count;
  for (const auto& [key, count] : counts)
    text += "chengnuo_submissions{unit=\"" + escaped(key.first) + "\",state=\"" + key.second +
            "\"} " + std::to_string(count) + "\n";
  head(text, "chengnuo_messages_waiting", "Messages that no receiver has taken yet.");
  text += "chengnuo_messages_waiting " +
          std::to_string(pipeline::Outbox(desk.database).list(false).size()) + "\n";
  head(text, "chengnuo_free_bytes", "Space left where papers are worked on.");
  std::error_code none;
  const auto space = std::filesystem::space(desk.work.root(), none);
  text += "chengnuo_free_bytes " + std::to_string(none ? 0 : space.available) + "\n";
  head(text, "chengnuo_audit_entries", "Entries of the audit log.");
  text += "chengnuo_audit_entries " + std::to_string(desk.live.latest()) + "\n";
  return text;
}

bool from_here(const httplib::Request& request) {
  return request.remote_addr.starts_with("127.") || request.remote_addr == "::1" ||
         request.remote_addr.starts_with("::ffff:127.");
}

}  // namespace

void add_metrics(Router& router, Desk& desk) {
  router.get_raw("/metrics", kEveryone, [&desk](Call& call) {
    if (!from_here(call.request)) throw not_found();
    call.response.set_content(metrics(desk), "text/plain; version=0.0.4; charset=utf-8");
  });
  router.get("/healthz", kEveryone, [&desk](Call&) {
    desk.reg.now();
    return nlohmann::json{{"status", "ok"}};
  });
}

}  // namespace chengnuo::console
