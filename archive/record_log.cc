#include "archive/record_log.h"

#include <soci/soci.h>

#include <algorithm>
#include <charconv>

#include "archive/schema.h"
#include "pipeline/sql.h"

namespace chengnuo::archive {

using pipeline::AuditEntry;
using pipeline::Transaction;

namespace {

constexpr int kTogether = 500;  // audit entries of one transaction
constexpr std::string_view kAudit = "audit ";

NodeReader nodes_in(soci::session& sql) {
  return [&sql](int level, std::int64_t position) {
    std::string hash;
    const long long at = position;
    sql << "SELECT hash FROM archive_log_node WHERE level = :level AND position = :position",
        soci::use(level), soci::use(at), soci::into(hash);
    return hash;
  };
}

struct LogEnd {
  long long size = 0;
  long long audit = 0;  ///< number of the last audit entry that was taken over
};

LogEnd end_of(soci::session& sql) {
  LogEnd end;
  sql << "SELECT size, audit FROM archive_log_end", soci::into(end.size), soci::into(end.audit);
  return end;
}

void insert_node(soci::session& sql, int level, long long position, const std::string& hash) {
  sql << "INSERT INTO archive_log_node (level, position, hash) VALUES (:level, :position, :hash)",
      soci::use(level), soci::use(position), soci::use(hash);
}

/// One more leaf, and every subtree that it makes full: two nodes a leaf on average.
void append_line(soci::session& sql, LogEnd& end, const std::string& line) {
  sql << "INSERT INTO archive_log (number, line) VALUES (:number, :line)", soci::use(end.size),
      soci::use(line);
  add_leaf(end.size, leaf_hash(line), nodes_in(sql),
           [&sql](int level, std::int64_t position, const std::string& hash) {
             insert_node(sql, level, position, hash);
           });
  ++end.size;
  end.audit = std::max<long long>(end.audit, audit_number(line));
}

}  // namespace

std::string record_leaf(const std::string& sha256, const std::string& code, int version) {
  return "record " + sha256 + " " + code + " " + std::to_string(version);
}

std::string audit_leaf(const AuditEntry& entry) {
  return std::string(kAudit) + std::to_string(entry.number) + " " + entry.hash;
}

std::int64_t audit_number(const std::string& leaf) {
  std::int64_t number = 0;
  if (leaf.starts_with(kAudit)) {
    std::from_chars(leaf.data() + kAudit.size(), leaf.data() + leaf.size(), number);
  }
  return number;
}

void append_to_log(Transaction& transaction, const std::vector<std::string>& lines) {
  soci::session& sql = transaction.sql;
  transaction.dialect.lock(sql, "archive_log");
  LogEnd end = end_of(sql);
  for (const std::string& line : lines) {
    int there = 0;
    sql << "SELECT COUNT(*) FROM archive_log WHERE line = :line", soci::use(line),
        soci::into(there);
    if (there == 0) append_line(sql, end, line);
  }
  sql << "UPDATE archive_log_end SET size = :size, audit = :audit", soci::use(end.size),
      soci::use(end.audit);
}

std::int64_t log_size(Transaction& transaction) { return end_of(transaction.sql).size; }

std::string log_root(Transaction& transaction, std::int64_t size) {
  return root_of(size, nodes_in(transaction.sql));
}

RecordLog::RecordLog(pipeline::Database& database) : database_(database) {
  make_archive_schema(database_);
}

void RecordLog::absorb_audit() {
  const pipeline::AuditLog audit(database_);
  for (;;) {
    const LogEnd end = database_.sessions().read(end_of);
    std::vector<std::string> lines;
    for (const AuditEntry& entry : audit.entries(end.audit + 1, kTogether)) {
      lines.push_back(audit_leaf(entry));
    }
    if (lines.empty()) return;
    append(lines);
  }
}

void RecordLog::append(const std::vector<std::string>& lines) {
  database_.sessions().write("append to archive log",
                             [&](Transaction& transaction) { append_to_log(transaction, lines); });
}

std::int64_t RecordLog::size() const { return database_.sessions().read(end_of).size; }

std::int64_t RecordLog::audit_entries() const { return database_.sessions().read(end_of).audit; }

std::optional<std::int64_t> RecordLog::number_of(const std::string& line) const {
  return database_.sessions().read([&](soci::session& sql) {
    long long number = 0;
    sql << "SELECT number FROM archive_log WHERE line = :line", soci::use(line), soci::into(number);
    return sql.got_data() ? std::optional<std::int64_t>(number) : std::nullopt;
  });
}

std::vector<std::string> RecordLog::lines(std::int64_t from, std::int64_t until) const {
  return database_.sessions().read([&](soci::session& sql) {
    const long long first = from;
    const long long end = until;
    const soci::rowset<std::string> rows =
        (sql.prepare << "SELECT line FROM archive_log WHERE number >= :first AND number < :end"
                        " ORDER BY number",
         soci::use(first), soci::use(end));
    return std::vector<std::string>(rows.begin(), rows.end());
  });
}

std::string RecordLog::root(std::int64_t size) const {
  return database_.sessions().read(
      [&](soci::session& sql) { return root_of(size, nodes_in(sql)); });
}

std::vector<Step> RecordLog::inclusion(std::int64_t number, std::int64_t size) const {
  return database_.sessions().read(
      [&](soci::session& sql) { return inclusion_proof(number, size, nodes_in(sql)); });
}

std::vector<std::string> RecordLog::consistency(std::int64_t old_size, std::int64_t size) const {
  return database_.sessions().read(
      [&](soci::session& sql) { return consistency_proof(old_size, size, nodes_in(sql)); });
}

}  // namespace chengnuo::archive
