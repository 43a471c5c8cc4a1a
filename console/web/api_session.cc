// Who is at the page: log in, log out, the first administrator, one's own password.

#include <map>
#include <mutex>

#include "console/web/api.h"
#include "console/web/setup_token.h"

#ifndef CHENGNUO_VERSION
#define CHENGNUO_VERSION ""
#endif

namespace chengnuo::console {
namespace {

using nlohmann::json;

constexpr int kMostAttempts = 30;  // of one address within a minute; names have their own lock

/// Counts the attempts of an address, since one machine may try many names.
class AttemptLimit {
 public:
  void count(const std::string& address, pipeline::Time now) {
    const std::lock_guard lock(mutex_);
    std::erase_if(attempts_, [&](const auto& each) {
      return now - each.second.since > std::chrono::minutes(1);
    });
    Attempts& attempts = attempts_[address];
    if (attempts.number == 0) attempts.since = now;
    if (++attempts.number > kMostAttempts)
      throw Refused{429,
                    {"登录太频繁。", "Too many attempts."},
                    {"请一分钟后再试。", "Try again in a minute."}};
  }

 private:
  struct Attempts {
    int number = 0;
    pipeline::Time since;
  };
  std::mutex mutex_;
  std::map<std::string, Attempts> attempts_;
};

void set_cookie(Call& call, const std::string& value, bool https) {
  std::string cookie = std::string(kSessionCookie) + "=" + value +
                       "; Path=/; HttpOnly; SameSite=Strict" + (https ? "; Secure" : "");
  if (value.empty()) cookie += "; Max-Age=0";
  call.response.set_header("Set-Cookie", cookie);
}

json rights_of(const Person& person) {
  json rights = json::array();
  const std::pair<Right, const char*> words[] = {
      {Right::hand_in, "hand_in"},     {Right::correct, "correct"},
      {Right::approve, "approve"},     {Right::search, "search"},
      {Right::supervise, "supervise"}, {Right::administer, "administer"},
      {Right::audit, "audit"}};
  for (const auto& [right, word] : words)
    if (person.may(right)) rights.push_back(word);
  return rights;
}

json session_json(const Call& call, const Desk& desk) {
  json units = json::array();
  json user = nullptr;
  if (call.session) {
    const Person& person = call.person();
    for (const UnitConfig& unit : desk.config.units)
      if (person.sees(unit.id)) units.push_back({{"id", unit.id}, {"name", unit.name}});
    json roles = json::array();
    for (const Role role : person.roles) roles.push_back(word_for(role).in(call.language));
    user = {{"name", person.name},
            {"full_name", person.full_name},
            {"roles", roles},
            {"rights", rights_of(person)},
            {"unit", person.unit}};
  }
  return {{"user", user},
          {"units", units},
          {"csrf", call.session ? call.session->csrf : ""},
          {"setup_needed", !call.session && desk.people.none()},
          {"undo_seconds", desk.config.undo.count()},
          {"largest_upload", desk.config.largest_upload}};
}

json begin(Call& call, Desk& desk, const Person& person) {
  const std::string cookie = desk.sessions.begin(person);
  set_cookie(call, cookie, !desk.config.tls_certificate.empty());
  call.session = desk.sessions.find(cookie);
  return session_json(call, desk);
}

json log_in(Call& call, Desk& desk) {
  const auto person = desk.people.log_in(call.text("name"), call.text("password"));
  if (!person)
    throw Refused{401,
                  {"用户名或口令不对。", "Name or password is wrong."},
                  {"忘记口令请联系系统管理员。", "If you forgot it, ask the administrator."}};
  return begin(call, desk, *person);
}

json set_up(Call& call, Desk& desk) {
  if (!desk.people.none())
    throw Refused{409,
                  {"管理员已经设置过了。", "There is an administrator already."},
                  {"请登录。", "Log in."}};
  if (call.text("token") != setup_token(desk.config.home))
    throw Refused{403,
                  {"设置口令不对。", "The set-up word is wrong."},
                  {"请用服务启动时显示的链接，或查看 keys/setup-token。",
                   "Use the link that the service shows when it starts, or see keys/setup-token."}};
  Person first;
  first.name = call.text("name");
  first.full_name = call.text("full_name", first.name);
  desk.people.add_first(first, call.text("password"));
  forget_setup_token(desk.config.home);
  return begin(call, desk, *desk.people.find(first.name));
}

json change_password(Call& call, Desk& desk) {
  const std::string name = call.person().name;
  if (!desk.people.log_in(name, call.text("old")))
    throw Refused{422, {"原口令不对。", "The old password is wrong."}, {}};
  desk.people.set_password(name, call.text("new"), name);
  desk.sessions.end_all(name);
  return begin(call, desk, *desk.people.find(name));
}

}  // namespace

void add_session_api(Router& router, Desk& desk) {
  const auto limit = std::make_shared<AttemptLimit>();
  router.get("/api/session", kEveryone, [&desk](Call& call) { return session_json(call, desk); });
  router.post("/api/session", kEveryone, [&desk, limit](Call& call) {
    limit->count(call.request.remote_addr, desk.reg.now());
    return log_in(call, desk);
  });
  router.remove("/api/session", Right::look, [&desk](Call& call) {
    desk.sessions.end(cookie_of(call.request, kSessionCookie));
    set_cookie(call, "", !desk.config.tls_certificate.empty());
    call.session.reset();
    return session_json(call, desk);
  });
  router.post("/api/setup", kEveryone, [&desk, limit](Call& call) {
    limit->count(call.request.remote_addr, desk.reg.now());
    return set_up(call, desk);
  });
  router.put("/api/password", Right::look,
             [&desk](Call& call) { return change_password(call, desk); });
}

}  // namespace chengnuo::console
