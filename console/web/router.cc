#include "console/web/router.h"

#include <memory>
#include <regex>

#include "pipeline/error.h"

namespace chengnuo::console {
namespace {

using pipeline::Error;
using pipeline::Language;
using pipeline::Message;
using pipeline::Remedy;

void answer_refusal(httplib::Response& response, Language language, const Refused& refused) {
  response.status = refused.status;
  answer_json(
      response,
      {{"error",
        {{"message", refused.message.in(language)}, {"advice", refused.advice.in(language)}}}});
}

int status_for(Remedy remedy) {
  switch (remedy) {
    case Remedy::fix_document:
      return 409;  // it cannot be done to this submission as it stands
    case Remedy::fix_setup:
      return 422;
    case Remedy::retry:
      return 503;
    case Remedy::report_bug:
      return 500;
  }
  return 500;
}

Language language_of(const httplib::Request& request) {
  return request.get_header_value("Accept-Language").starts_with("en") ? Language::english
                                                                       : Language::chinese;
}

/// A browser says where a request comes from; other programs say nothing.
bool from_elsewhere(const httplib::Request& request) {
  const std::string origin = request.get_header_value("Origin");
  if (origin.empty()) return false;
  const auto scheme = origin.find("://");
  return scheme == std::string::npos ||
         origin.substr(scheme + 3) != request.get_header_value("Host");
}

bool is_change(const std::string& method) { return method != "GET" && method != "HEAD"; }

}  // namespace

struct Router::Pattern {
  explicit Pattern(const std::string& path) {
    for (std::size_t at = 0; at < path.size();) {
      if (path[at] != '{') {
        regex += path[at] == '.' ? "\\." : std::string(1, path[at]);
        ++at;
        continue;
      }
      const std::size_t end = path.find('}', at);
      names.push_back(path.substr(at + 1, end - at - 1));
      regex += "([A-Za-z0-9_.\\-]{1,100})";
      at = end + 1;
    }
  }
  std::string regex;
  std::vector<std::string> names;
};

std::string cookie_of(const httplib::Request& request, const std::string& name) {
  const std::string all = "; " + request.get_header_value("Cookie");
  const std::string head = "; " + name + "=";
  const auto at = all.find(head);
  if (at == std::string::npos) return {};
  const auto from = at + head.size();
  return all.substr(from, all.find(';', from) - from);
}

void answer_json(httplib::Response& response, const nlohmann::json& document) {
  response.set_header("Cache-Control", "no-store");
  response.set_content(document.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace),
                       "application/json; charset=utf-8");
}

Call Router::call_of(const Pattern& pattern, const Access& access, const httplib::Request& request,
                     httplib::Response& response) const {
  Call call{request, response, {}, {}, language_of(request)};
  for (std::size_t i = 0; i < pattern.names.size(); ++i)
    call.parts[pattern.names[i]] = request.matches[i + 1].str();
  const auto use = request.has_header("X-Background") ? Sessions::Use::page : Sessions::Use::person;
  call.session = sessions_.find(cookie_of(request, kSessionCookie), use);
  if (access && !call.session)
    throw Refused{
        401, {"请先登录。", "Log in first."}, {"您填的内容还在。", "What you typed is kept."}};
  if (access && !call.person().may(*access))
    throw Refused{403,
                  {"您的角色不能做这件事。", "Your role does not allow this."},
                  {"请联系系统管理员。", "Ask the administrator."}};
  if (!is_change(request.method)) return call;
  const bool forged = from_elsewhere(request) ||
                      (access && request.get_header_value("X-CSRF-Token") != call.session->csrf);
  if (forged)
    throw Refused{403,
                  {"请求不是从本页面发出的。", "The request did not come from this page."},
                  {"请刷新页面后再试。", "Load the page again."}};
  return call;
}

void Router::serve(const Pattern& pattern, const Access& access, const httplib::Request& request,
                   httplib::Response& response, const std::function<void(Call&)>& work) const {
  const Language language = language_of(request);
  try {
    Call call = call_of(pattern, access, request, response);
    work(call);
  } catch (const Refused& refused) {
    answer_refusal(response, language, refused);
  } catch (const Error& error) {
    answer_refusal(response, language,
                   {status_for(error.remedy()), error.message(), error.advice()});
  } catch (const std::exception& error) {
    answer_refusal(response, language,
                   {500,
                    {std::string("程序内部错误：") + error.what(), error.what()},
                    {"请把这条信息告诉管理员。", "Please tell the administrator."}});
  }
}

void Router::get(const std::string& path, Access access, Handler handler) {
  get_raw(path, access, [handler](Call& call) { answer_json(call.response, handler(call)); });
}

void Router::get_raw(const std::string& path, Access access, RawHandler handler) {
  endpoints_.push_back({"GET", path});
  server_.Get(Pattern(path).regex,
              [this, pattern = Pattern(path), access, handler](const httplib::Request& request,
                                                               httplib::Response& response) {
                serve(pattern, access, request, response, handler);
              });
}

void Router::change(const char* method, const std::string& path, Access access, Handler handler) {
  endpoints_.push_back({method, path});
  const httplib::Server::Handler serving = [this, pattern = Pattern(path), access, handler](
                                               const httplib::Request& request,
                                               httplib::Response& response) {
    serve(pattern, access, request, response, [&](Call& call) {
      if (!request.body.empty()) call.body = nlohmann::json::parse(request.body, nullptr, false);
      if (call.body.is_discarded() || (!request.body.empty() && !call.body.is_object()))
        throw Refused{400, {"请求不是 JSON 对象。", "The body is no JSON object."}};
      answer_json(call.response, handler(call));
    });
  };
  const std::string regex = Pattern(path).regex;
  const std::string verb = method;
  if (verb == "POST") server_.Post(regex, serving);
  if (verb == "PUT") server_.Put(regex, serving);
  if (verb == "DELETE") server_.Delete(regex, serving);
}

void Router::post(const std::string& path, Access access, Handler handler) {
  change("POST", path, access, std::move(handler));
}
void Router::put(const std::string& path, Access access, Handler handler) {
  change("PUT", path, access, std::move(handler));
}
void Router::remove(const std::string& path, Access access, Handler handler) {
  change("DELETE", path, access, std::move(handler));
}

void Router::patch_stream(const std::string& path, Access access, StreamHandler handler) {
  endpoints_.push_back({"PATCH", path});
  server_.Patch(Pattern(path).regex,
                [this, pattern = Pattern(path), access, handler](
                    const httplib::Request& request, httplib::Response& response,
                    const httplib::ContentReader& reader) {
                  Pieces pieces(reader);
                  serve(pattern, access, request, response,
                        [&](Call& call) { answer_json(call.response, handler(call, pieces)); });
                  pieces.skip_rest();
                });
}

bool Pieces::read(const Sink& sink) {
  begun_ = true;
  std::exception_ptr failure;
  bool wanted = true;
  const bool whole = reader_([&](const char* data, std::size_t size) {
    if (!wanted || failure) return true;
    try {
      wanted = sink(data, size);
    } catch (...) {
      failure = std::current_exception();
    }
    return true;
  });
  if (failure) std::rethrow_exception(failure);
  return whole && wanted;
}

void Pieces::skip_rest() {
  if (!begun_) read([](const char*, std::size_t) { return false; });
}

}  // namespace chengnuo::console
