#include <soci/postgresql/soci-postgresql.h>

#include <regex>
#include <string_view>

#include "pipeline/dialect.h"

namespace chengnuo::pipeline {

namespace {

class PostgresDialect final : public Dialect {
 public:
  explicit PostgresDialect(std::string url) : url_(std::move(url)) {}

  std::string name() const override {
    static const std::regex kInAddress(R"((://[^:@/]*):[^@/]*@)");
    static const std::regex kAsParameter(R"(([?&]password=)[^&]*)");
    return std::regex_replace(std::regex_replace(url_, kInAddress, "$1@"), kAsParameter, "$1***");
  }

  void open(soci::session& session) const override {
    session.open(soci::postgresql, with_parameters(url_));
    // A host that lost its network must not keep rows locked for the others.
    session << "SET idle_in_transaction_session_timeout = '60s'";
    session << "SET client_min_messages = warning";
  }

  std::size_t most_sessions() const override { return 0; }
  bool one_writer() const override { return false; }

  std::string begin() const override { return "BEGIN"; }
  std::string now() const override {
    return "SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)";
  }
  std::string numbered() const override { return "BIGSERIAL PRIMARY KEY"; }
  std::string for_update() const override { return " FOR UPDATE"; }
  std::string for_update_of_free_rows() const override { return " FOR UPDATE SKIP LOCKED"; }

  void lock(soci::session& session, const std::string& name) const override {
    session << "SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))) AS taken",
        soci::use(name);
  }

  Trouble trouble_of(const soci::soci_error& error) const override {
    const auto* known = dynamic_cast<const soci::postgresql_soci_error*>(&error);
    // The library has no code for a connection that could not be made; the address and the name of
    // the database are as often at fault as the network, but the network mends itself.
    if (known == nullptr) return is_refusal(error) ? Trouble::setup : Trouble::away;

    // PostgreSQL's documentation, appendix A.
    const std::string state = known->sqlstate();
    const std::string group = state.substr(0, 2);
    if (group == "40") return Trouble::conflict;  // serialization failure, deadlock
    if (group == "08" || group == "53" || group == "57" || group == "58" || state == "55P03" ||
        state.find_first_not_of(std::string_view(" \0", 2)) == std::string::npos)
      return Trouble::away;
    if (group == "28" || group == "3D" || group == "3F" || state == "42501" || state == "25006")
      return Trouble::setup;
    return Trouble::mistake;
  }

 private:
  /// With what libpq does not do by itself: notice within half a minute that the server's host is
  /// gone, instead of after hours. Ours stand first, so that the administrator's own win.
  static std::string with_parameters(const std::string& url) {
    // SOCI 4.0.3 takes an address apart at "=" and puts one in where there is none; here there is.
    const std::string ours =
        "?application_name=chengnuo&connect_timeout=10&tcp_user_timeout=30000&keepalives_idle=15"
        "&keepalives_interval=5&keepalives_count=3";
    const auto mark = url.find('?');
    if (mark == std::string::npos) return url + ours;
    return url.substr(0, mark) + ours + "&" + url.substr(mark + 1);
  }

  static bool is_refusal(const soci::soci_error& error) {
    const std::string message = error.get_error_message();
    for (const char* sign : {"does not exist", "authentication failed", "pg_hba.conf",
                             "invalid connection option", "could not translate host name"})
      if (message.find(sign) != std::string::npos) return true;
    return false;
  }

  std::string url_;
};

}  // namespace

std::unique_ptr<Dialect> postgres_dialect(const std::string& url) {
  return std::make_unique<PostgresDialect>(url);
}

}  // namespace chengnuo::pipeline
