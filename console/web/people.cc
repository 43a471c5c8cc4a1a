#include "console/web/people.h"

#include <soci/soci.h>

#include <algorithm>

#include "console/web/password.h"
#include "pipeline/error.h"
#include "pipeline/sql.h"

namespace chengnuo::console {
namespace {

using pipeline::Error;
using pipeline::Remedy;
using pipeline::Transaction;

constexpr int kMostFailures = 5;
constexpr long long kLockedMilliseconds = 5 * 60 * 1000;
constexpr std::size_t kLongestName = 64;

// failures: wrong passwords in a row; locked_until: milliseconds since the epoch.
constexpr const char* kTable =
    "CREATE TABLE IF NOT EXISTS person (name TEXT PRIMARY KEY, full_name TEXT NOT NULL,"
    " roles TEXT NOT NULL, unit TEXT NOT NULL, active INTEGER NOT NULL, password TEXT NOT NULL,"
    " failures INTEGER NOT NULL, locked_until BIGINT NOT NULL)";

std::string joined(const std::set<Role>& roles) {
  std::string text;
  for (const Role role : roles) text += (text.empty() ? "" : ",") + std::string(name_of(role));
  return text;
}

std::set<Role> roles_in(const std::string& text) {
  std::set<Role> roles;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(',', at), text.size());
    roles.insert(role_named(text.substr(at, end - at)));
    at = end + 1;
  }
  return roles;
}

/// The people that fit `rest`, which has one parameter.
std::vector<Person> select(soci::session& sql, const std::string& rest, const std::string& value) {
  std::vector<Person> people;
  Person person;
  std::string roles;
  int active = 0;
  soci::statement rows =
      (sql.prepare << "SELECT name, full_name, roles, unit, active FROM person " + rest,
       soci::use(value), soci::into(person.name), soci::into(person.full_name), soci::into(roles),
       soci::into(person.unit), soci::into(active));
  rows.execute();
  while (rows.fetch()) {
    person.roles = roles_in(roles);
    person.active = active == 1;
    people.push_back(person);
  }
  return people;
}

std::vector<Person> all(soci::session& sql) {
  return select(sql, "WHERE name <> :x ORDER BY name", "");
}

void require_name(const Person& person) {
  const bool bad = person.name.empty() || person.name.size() > kLongestName ||
                   person.full_name.size() > 2 * kLongestName ||
                   std::ranges::any_of(person.name, [](unsigned char c) { return c <= ' '; });
  if (bad)
    throw Error(
        Remedy::fix_document,
        {"登录名不能为空、含空格或过长。", "A login name is not empty, without blanks, short."},
        {"请换一个登录名。", "Choose another name."});
  if (person.roles.empty())
    throw Error(Remedy::fix_document, {"请至少选一个角色。", "Choose at least one role."}, {});
}

Error no_such_person() {
  return {Remedy::fix_document,
          {"没有这个用户。", "There is no such user."},
          {"请在用户列表中查看。", "See the list of users."}};
}

void insert(Transaction& transaction, const Person& person, const std::string& hash,
            const std::string& who) {
  const std::string roles = joined(person.roles);
  const int active = person.active ? 1 : 0;
  int there = 0;
  transaction.dialect.lock(transaction.sql, "person");
  transaction.sql << "SELECT COUNT(*) FROM person WHERE name = :name", soci::use(person.name),
      soci::into(there);
  if (there > 0)
    throw Error(Remedy::fix_document, {"这个登录名已有人用。", "This login name is taken."},
                {"请换一个登录名。", "Choose another name."});
  transaction.sql << "INSERT INTO person (name, full_name, roles, unit, active, password, failures,"
                     " locked_until) VALUES (:name, :full, :roles, :unit, :active, :hash, 0, 0)",
      soci::use(person.name), soci::use(person.full_name), soci::use(roles), soci::use(person.unit),
      soci::use(active), soci::use(hash);
  transaction.tell(who, "add_user", person.name, {{"roles", roles}, {"unit", person.unit}});
}

void require_administrator(soci::session& sql) {
  const std::vector<Person> people = all(sql);
  const bool left = std::ranges::any_of(people, [](const Person& each) {
    return each.active && each.roles.contains(Role::administrator);
  });
  if (!left)
    throw Error(Remedy::fix_document,
                {"至少要留一位在用的系统管理员。", "One active administrator must remain."},
                {"请先指定另一位管理员。", "Make another person an administrator first."});
}

}  // namespace

People::People(pipeline::Database& database) : database_(database) {
  database_.sessions().write("make people table", [](Transaction& transaction) {
    transaction.dialect.lock(transaction.sql, "person schema");
    transaction.sql << kTable;
  });
}

bool People::none() const { return list().empty(); }

std::vector<Person> People::list() const {
  return database_.sessions().read([](soci::session& sql) { return all(sql); });
}

std::optional<Person> People::find(const std::string& name) const {
  return database_.sessions().read([&](soci::session& sql) {
    const auto found = select(sql, "WHERE name = :name", name);
    return found.empty() ? std::nullopt : std::optional(found.front());
  });
}

void People::add(const Person& person, const std::string& password, const std::string& who) {
  require_name(person);
  require_good_password(password);
  const std::string hash = hash_password(password);
  database_.sessions().write(
      "add user", [&](Transaction& transaction) { insert(transaction, person, hash, who); });
}

void People::add_first(const Person& person, const std::string& password) {
  Person first = person;
  first.roles.insert(all_roles().begin(), all_roles().end());
  first.unit.clear();
  require_name(first);
  require_good_password(password);
  const std::string hash = hash_password(password);
  database_.sessions().write("add first user", [&](Transaction& transaction) {
    transaction.dialect.lock(transaction.sql, "person");
    if (!all(transaction.sql).empty())
      throw Error(Remedy::fix_document,
                  {"管理员已经设置过了。", "There is an administrator already."},
                  {"请登录。", "Log in."});
    insert(transaction, first, hash, first.name);
  });
}

void People::change(const Person& person, const std::string& who) {
  require_name(person);
  database_.sessions().write("change user", [&](Transaction& transaction) {
    transaction.dialect.lock(transaction.sql, "person");
    if (select(transaction.sql, "WHERE name = :name", person.name).empty()) throw no_such_person();
    const std::string roles = joined(person.roles);
    const int active = person.active ? 1 : 0;
    transaction.sql << "UPDATE person SET full_name = :full, roles = :roles, unit = :unit,"
                       " active = :active, failures = 0, locked_until = 0 WHERE name = :name",
        soci::use(person.full_name), soci::use(roles), soci::use(person.unit), soci::use(active),
        soci::use(person.name);
    require_administrator(transaction.sql);
    transaction.tell(who, "change_user", person.name,
                     {{"roles", roles}, {"unit", person.unit}, {"active", person.active}});
  });
}

void People::set_password(const std::string& name, const std::string& password,
                          const std::string& who) {
  require_good_password(password);
  const std::string hash = hash_password(password);
  database_.sessions().write("set password", [&](Transaction& transaction) {
    if (select(transaction.sql, "WHERE name = :name", name).empty()) throw no_such_person();
    transaction.sql << "UPDATE person SET password = :hash, failures = 0, locked_until = 0"
                       " WHERE name = :name",
        soci::use(hash), soci::use(name);
    transaction.tell(who, "set_password", name);
  });
}

const std::string& People::nobodys_hash() {
  std::call_once(hashing_, [this] { nobodys_hash_ = hash_password("nobody has this password"); });
  return nobodys_hash_;
}

std::optional<Person> People::log_in(const std::string& name, const std::string& password) {
  const auto hash = database_.sessions().read([&](soci::session& sql) {
    std::string found;
    sql << "SELECT password FROM person WHERE name = :name", soci::use(name), soci::into(found);
    return found;
  });
  // The hash is what takes time: it is done outside the transaction, for unknown names too.
  const std::string& nobodys = nobodys_hash();
  const bool right = fits_password(password, hash.empty() ? nobodys : hash) && !hash.empty();
  if (hash.empty()) return std::nullopt;

  return database_.sessions().write("log in", [&](Transaction& transaction) {
    int failures = 0;
    long long locked = 0;
    transaction.sql << "SELECT failures, locked_until FROM person WHERE name = :name" +
                           transaction.dialect.for_update(),
        soci::use(name), soci::into(failures), soci::into(locked);
    const long long now = pipeline::milliseconds(transaction.now);
    if (locked > now)
      throw Error(
          Remedy::retry,
          {"口令连续输错，已锁定 5 分钟。", "Too many wrong passwords: locked for 5 minutes."},
          {"请稍后再试，或请管理员重设口令。",
           "Try again later, or ask the administrator for a new password."});
    const auto people = select(transaction.sql, "WHERE name = :name", name);
    const bool in = right && !people.empty() && people.front().active;
    failures = in ? 0 : failures + 1;
    locked = failures >= kMostFailures ? now + kLockedMilliseconds : 0;
    if (failures >= kMostFailures) failures = 0;
    transaction.sql << "UPDATE person SET failures = :failures, locked_until = :locked"
                       " WHERE name = :name",
        soci::use(failures), soci::use(locked), soci::use(name);
    transaction.tell(name, in ? "log_in" : "log_in_failed", name);
    return in ? std::optional(people.front()) : std::nullopt;
  });
}

int People::approvers() const {
  const auto people = list();
  return static_cast<int>(std::ranges::count_if(
      people, [](const Person& each) { return each.active && each.may(Right::approve); }));
}

bool needs_second_person(const std::string& setting, const People& people) {
  return setting == "always" || (setting == "auto" && people.approvers() >= 2);
}

}  // namespace chengnuo::console
