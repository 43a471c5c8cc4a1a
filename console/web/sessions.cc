#include "console/web/sessions.h"

#include <soci/soci.h>

#include "pipeline/digest.h"
#include "pipeline/sql.h"

namespace chengnuo::console {
namespace {

using pipeline::milliseconds;
using pipeline::Transaction;

constexpr std::size_t kRandomBytes = 32;
constexpr std::chrono::milliseconds kLongest = std::chrono::hours(24);
// A session that is used writes only so often.
constexpr std::chrono::milliseconds kNoted = std::chrono::minutes(1);

constexpr const char* kTable =
    "CREATE TABLE IF NOT EXISTS person_session (cookie TEXT PRIMARY KEY, name TEXT NOT NULL,"
    " csrf TEXT NOT NULL, begun BIGINT NOT NULL, used BIGINT NOT NULL)";

}  // namespace

Sessions::Sessions(pipeline::Database& database, const People& people, std::chrono::seconds idle)
    : database_(database), people_(people), idle_(idle) {
  database_.sessions().write("make session table", [](Transaction& transaction) {
    transaction.dialect.lock(transaction.sql, "session schema");
    transaction.sql << kTable;
  });
}

std::string Sessions::begin(const Person& person) {
  const std::string cookie = pipeline::random_hex(kRandomBytes);
  const std::string digest = pipeline::sha256_hex(cookie);
  const std::string csrf = pipeline::random_hex(kRandomBytes);
  database_.sessions().write("begin session", [&](Transaction& transaction) {
    const long long now = milliseconds(transaction.now);
    const long long ended = now - kLongest.count();
    transaction.sql << "DELETE FROM person_session WHERE begun < :ended", soci::use(ended);
    transaction.sql << "INSERT INTO person_session (cookie, name, csrf, begun, used)"
                       " VALUES (:cookie, :name, :csrf, :begun, :used)",
        soci::use(digest), soci::use(person.name), soci::use(csrf), soci::use(now), soci::use(now);
  });
  return cookie;
}

std::optional<Session> Sessions::find(const std::string& cookie, Use use) {
  if (cookie.size() != 2 * kRandomBytes) return std::nullopt;
  const std::string digest = pipeline::sha256_hex(cookie);
  const long long now = milliseconds(database_.sessions().now());
  std::string name;
  std::string csrf;
  long long begun = 0;
  long long used = 0;
  database_.sessions().read([&](soci::session& sql) {
    sql << "SELECT name, csrf, begun, used FROM person_session WHERE cookie = :cookie",
        soci::use(digest), soci::into(name), soci::into(csrf), soci::into(begun), soci::into(used);
    return sql.got_data();
  });
  const auto idle = std::chrono::milliseconds(idle_).count();
  if (name.empty() || now - used > idle || now - begun > kLongest.count()) return std::nullopt;
  const auto person = people_.find(name);
  if (!person || !person->active) return std::nullopt;
  if (use == Use::person && now - used > kNoted.count())
    database_.sessions().write("use session", [&](Transaction& transaction) {
      transaction.sql << "UPDATE person_session SET used = :used WHERE cookie = :cookie",
          soci::use(now), soci::use(digest);
    });
  return Session{*person, csrf};
}

void Sessions::end(const std::string& cookie) {
  const std::string digest = pipeline::sha256_hex(cookie);
  database_.sessions().write("end session", [&](Transaction& transaction) {
    transaction.sql << "DELETE FROM person_session WHERE cookie = :cookie", soci::use(digest);
  });
}

void Sessions::end_all(const std::string& name) {
  database_.sessions().write("end sessions", [&](Transaction& transaction) {
    transaction.sql << "DELETE FROM person_session WHERE name = :name", soci::use(name);
  });
}

}  // namespace chengnuo::console
