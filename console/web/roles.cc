// The words of the roles, and what each allows.

#include <algorithm>
#include <map>

#include "console/web/people.h"
#include "pipeline/error.h"

namespace chengnuo::console {
namespace {

struct RoleWord {
  Role role;
  const char* name;
  pipeline::Message word;
};

const std::vector<RoleWord>& words() {
  static const std::vector<RoleWord> all{
      {Role::scanner, "scanner", {"扫描员", "scanner"}},
      {Role::checker, "checker", {"核对员", "checker"}},
      {Role::approver, "approver", {"审核员", "approver"}},
      {Role::archivist, "archivist", {"档案员", "archivist"}},
      {Role::administrator, "administrator", {"系统管理员", "administrator"}},
      {Role::auditor, "auditor", {"审计员", "auditor"}}};
  return all;
}

const RoleWord& word_of(Role role) { return *std::ranges::find(words(), role, &RoleWord::role); }

}  // namespace

std::string_view name_of(Role role) { return word_of(role).name; }
pipeline::Message word_for(Role role) { return word_of(role).word; }

Role role_named(std::string_view name) {
  for (const RoleWord& each : words())
    if (each.name == name) return each.role;
  throw pipeline::Error(
      pipeline::Remedy::fix_setup,
      {"没有这个角色：" + std::string(name), "No such role: " + std::string(name)},
      {"角色有 scanner checker approver archivist administrator auditor。",
       "Roles: scanner checker approver archivist administrator auditor."});
}

const std::vector<Role>& all_roles() {
  static const std::vector<Role> all = [] {
    std::vector<Role> roles;
    for (const RoleWord& each : words()) roles.push_back(each.role);
    return roles;
  }();
  return all;
}

bool Person::may(Right right) const {
  static const std::map<Right, std::set<Role>> allowed{
      {Right::hand_in, {Role::scanner, Role::checker}},
      {Right::correct, {Role::checker, Role::approver}},
      {Right::approve, {Role::approver}},
      {Right::search, {Role::archivist, Role::approver, Role::checker, Role::auditor}},
      {Right::supervise, {Role::checker, Role::approver}},
      {Right::administer, {Role::administrator}},
      {Right::audit, {Role::auditor, Role::administrator}}};
  if (right == Right::look) return !roles.empty();
  return std::ranges::any_of(allowed.at(right), [&](Role each) { return roles.contains(each); });
}

}  // namespace chengnuo::console
