// Users, for the administrator.

#include "console/web/api.h"

namespace chengnuo::console {
namespace {

using nlohmann::json;

json person_json(const Person& person, const Desk& desk, pipeline::Language language) {
  json roles = json::array();
  json words = json::array();
  for (const Role role : person.roles) {
    roles.push_back(name_of(role));
    words.push_back(word_for(role).in(language));
  }
  return {{"name", person.name},
          {"full_name", person.full_name},
          {"roles", roles},
          {"role_words", words},
          {"unit", person.unit},
          {"unit_name", person.unit.empty() ? std::string() : desk.unit_name(person.unit)},
          {"active", person.active}};
}

json users(const Desk& desk, const Call& call) {
  json list = json::array();
  for (const Person& each : desk.people.list())
    list.push_back(person_json(each, desk, call.language));
  json roles = json::array();
  for (const Role role : all_roles())
    roles.push_back({{"id", name_of(role)}, {"word", word_for(role).in(call.language)}});
  return {{"users", list}, {"roles", roles}};
}

Person person_in(const Call& call, const std::string& name) {
  Person person;
  person.name = name;
  person.full_name = call.text("full_name", name);
  person.unit = call.text("unit", "");
  person.active = call.body.value("active", json(true)) == json(true);
  const json roles = call.body.value("roles", json::array());
  if (!roles.is_array()) throw Refused{422, {"角色写法不对。", "The roles are wrong."}};
  for (const json& role : roles)
    if (role.is_string()) person.roles.insert(role_named(role.get<std::string>()));
  return person;
}

json change(Desk& desk, const Call& call) {
  const Person person = person_in(call, call.text("name"));
  desk.people.change(person, call.person().name);
  if (const std::string password = call.text("password", ""); !password.empty())
    desk.people.set_password(person.name, password, call.person().name);
  // What the person may do is asked anew at each call; an old cookie must not outlive a password.
  if (person.name != call.person().name) desk.sessions.end_all(person.name);
  return users(desk, call);
}

}  // namespace

void add_people_api(Router& router, Desk& desk) {
  router.get("/api/users", Right::administer, [&desk](Call& call) { return users(desk, call); });
  router.post("/api/users", Right::administer, [&desk](Call& call) {
    desk.people.add(person_in(call, call.text("name")), call.text("password"), call.person().name);
    return users(desk, call);
  });
  router.put("/api/users", Right::administer, [&desk](Call& call) { return change(desk, call); });
}

}  // namespace chengnuo::console
