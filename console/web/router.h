#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "console/web/call.h"
#include "console/web/sessions.h"

namespace chengnuo::console {

/// One address of the API, as openapi.json names it.
struct Endpoint {
  std::string method;  ///< "GET", …
  std::string path;    ///< "/api/submissions/{id}"
  bool operator==(const Endpoint&) const = default;
};

/// Who may call an endpoint: everyone, or people with a right.
using Access = std::optional<Right>;
inline const Access kEveryone = std::nullopt;

/// A body that comes in pieces. It is always read to its end, wanted or not: what is left of it on
/// the connection would otherwise be taken for the next request.
class Pieces {
 public:
  explicit Pieces(const httplib::ContentReader& reader) : reader_(reader) {}
  /// Gives the sink its pieces until it returns false. Throws what the sink throws. Returns whether
  /// all came and were wanted.
  using Sink = std::function<bool(const char* data, std::size_t size)>;
  bool read(const Sink& sink);
  void skip_rest();

 private:
  const httplib::ContentReader& reader_;
  bool begun_ = false;
};

/// Puts handlers behind what every one of them needs: the session, the right, protection against
/// requests from other sites (a token in X-CSRF-Token, and the Origin), the body as JSON. Errors
/// are JSON too, in the reader's language: {"error": {"message": …, "advice": …}}. A call with
/// X-Background is the page's own and does not count as use of the session.
class Router {
 public:
  Router(httplib::Server& server, Sessions& sessions) : server_(server), sessions_(sessions) {}

  using Handler = std::function<nlohmann::json(Call&)>;
  void get(const std::string& path, Access access, Handler handler);
  void post(const std::string& path, Access access, Handler handler);
  void put(const std::string& path, Access access, Handler handler);
  void remove(const std::string& path, Access access, Handler handler);

  /// The answer is written by the handler itself: files, streams.
  using RawHandler = std::function<void(Call&)>;
  void get_raw(const std::string& path, Access access, RawHandler handler);
  /// The body comes in pieces and is never whole in memory.
  using StreamHandler = std::function<nlohmann::json(Call&, Pieces&)>;
  void patch_stream(const std::string& path, Access access, StreamHandler handler);

  const std::vector<Endpoint>& endpoints() const { return endpoints_; }

 private:
  struct Pattern;
  void change(const char* method, const std::string& path, Access access, Handler handler);
  void serve(const Pattern& pattern, const Access& access, const httplib::Request& request,
             httplib::Response& response, const std::function<void(Call&)>& work) const;
  Call call_of(const Pattern& pattern, const Access& access, const httplib::Request& request,
               httplib::Response& response) const;

  httplib::Server& server_;
  Sessions& sessions_;
  std::vector<Endpoint> endpoints_;
};

/// The value of a cookie; empty if there is none of this name.
std::string cookie_of(const httplib::Request& request, const std::string& name);
inline constexpr const char* kSessionCookie = "chengnuo_session";

void answer_json(httplib::Response& response, const nlohmann::json& document);

}  // namespace chengnuo::console
