#include "pipeline/audit.h"

#include "pipeline/audit_chain.h"
#include "pipeline/digest.h"
#include "pipeline/error.h"
#include "pipeline/json.h"
#include "pipeline/sql.h"

namespace chengnuo::pipeline {

namespace {

constexpr int kEntriesAtATime = 1000;

AuditEntry last_entry(soci::session& sql) {
  AuditEntry end;
  long long number = 0;
  sql << "SELECT number, hash FROM audit_end", soci::into(number), soci::into(end.hash);
  end.number = number;
  return end;
}

void insert_entry(soci::session& sql, const AuditEntry& entry) {
  const long long number = entry.number;
  const long long at = milliseconds(entry.at);
  sql << "INSERT INTO audit (number, at, who, action, subject, detail, previous, hash) "
         "VALUES (:number, :at, :who, :action, :subject, :detail, :previous, :hash)",
      soci::use(number), soci::use(at), soci::use(entry.who), soci::use(entry.action),
      soci::use(entry.subject), soci::use(entry.detail), soci::use(entry.previous),
      soci::use(entry.hash);
}

Error does_not_continue(std::int64_t number) {
  return {Remedy::fix_setup,
          {"要恢复的审计记录第 " + std::to_string(number) + " 条与现有审计记录不衔接。",
           "Entry " + std::to_string(number) +
               " of the audit log that is put back does not continue the present one."},
          {"请在空的数据库上恢复：停止服务，移走现有数据库后再执行。",
           "Restore into an empty database: stop the service and move the present one away."}};
}

}  // namespace

std::string hash_of(const AuditEntry& entry) {
  Digest digest;
  // Each member says how long it is, so that no two entries give the same bytes.
  for (const std::string& member :
       {std::to_string(entry.number), std::to_string(milliseconds(entry.at)), entry.who,
        entry.action, entry.subject, entry.detail, entry.previous}) {
    digest.add(std::to_string(member.size()) + ":");
    digest.add(member);
    digest.add("\n");
  }
  return digest.hex();
}

void append_to_chain(Transaction& transaction, const std::string& who, const std::string& action,
                     const std::string& subject, const std::string& detail) {
  AuditEntry entry;
  long long number = 0;
  // The UPDATE locks the chain's end; under PostgreSQL it waits for whoever has it and then sees
  // that one's entry.
  transaction.sql << "UPDATE audit_end SET number = number + 1 RETURNING number, hash",
      soci::into(number), soci::into(entry.previous);
  entry.number = number;
  entry.at = transaction.now;
  entry.who = who;
  entry.action = action;
  entry.subject = subject;
  entry.detail = detail;
  entry.hash = hash_of(entry);

  insert_entry(transaction.sql, entry);
  transaction.sql << "UPDATE audit_end SET hash = :hash", soci::use(entry.hash);
}

void AuditLog::append(const std::string& who, const std::string& action, const std::string& subject,
                      const std::string& detail) {
  database_.sessions().write("tell", [&](Transaction& transaction) {
    transaction.tell(who, action, subject, parse_stored(detail));
  });
}

std::vector<AuditEntry> AuditLog::entries(std::int64_t from, int limit) const {
  return database_.sessions().read([&](soci::session& sql) {
    std::vector<AuditEntry> entries;
    AuditEntry entry;
    long long number = 0;
    long long at = 0;
    const long long first = from;
    soci::statement rows =
        (sql.prepare
             << "SELECT number, at, who, action, subject, detail, previous, hash FROM audit "
                "WHERE number >= :first ORDER BY number LIMIT :most",
         soci::use(first), soci::use(limit), soci::into(number), soci::into(at),
         soci::into(entry.who), soci::into(entry.action), soci::into(entry.subject),
         soci::into(entry.detail), soci::into(entry.previous), soci::into(entry.hash));
    rows.execute();
    while (rows.fetch()) {
      entry.number = number;
      entry.at = time_of(at);
      entries.push_back(entry);
    }
    return entries;
  });
}

std::int64_t AuditLog::last() const {
  return database_.sessions().read([](soci::session& sql) { return last_entry(sql).number; });
}

void AuditLog::restore(const std::vector<AuditEntry>& entries) {
  database_.sessions().write("restore audit log", [&](Transaction& transaction) {
    soci::session& sql = transaction.sql;
    transaction.dialect.lock(sql, "restore audit log");
    AuditEntry end = last_entry(sql);
    for (const AuditEntry& entry : entries) {
      const long long number = entry.number;
      if (number <= end.number) {
        std::string hash;
        sql << "SELECT hash FROM audit WHERE number = :number", soci::use(number), soci::into(hash);
        if (hash != entry.hash) throw does_not_continue(number);
        continue;
      }
      if (number != end.number + 1 || entry.previous != end.hash || entry.hash != hash_of(entry))
        throw does_not_continue(number);
      insert_entry(sql, entry);
      end = entry;
    }
    const long long last = end.number;
    sql << "UPDATE audit_end SET number = :number, hash = :hash", soci::use(last),
        soci::use(end.hash);
  });
}

std::int64_t AuditLog::first_break() const {
  AuditEntry before;
  before.hash = std::string(64, '0');
  // The end is read first: entries that are appended meanwhile are behind it.
  const AuditEntry end = database_.sessions().read(last_entry);
  for (;;) {
    const auto entries_now = entries(before.number + 1, kEntriesAtATime);
    for (const AuditEntry& entry : entries_now) {
      const std::int64_t expected = before.number + 1;
      if (entry.number != expected || entry.previous != before.hash || entry.hash != hash_of(entry))
        return expected;
      if (entry.number == end.number && entry.hash != end.hash) return expected;
      before = entry;
    }
    if (entries_now.empty()) return before.number < end.number ? before.number + 1 : 0;
  }
}

}  // namespace chengnuo::pipeline
