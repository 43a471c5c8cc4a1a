#include "pipeline/error.h"
#include "pipeline/sql.h"

namespace chengnuo::pipeline {

namespace {

// Of the tables below. A change of them adds a step to make_schema and raises this number; so does
// a new word of words.cc, which an older program could not read.
constexpr int kVersion = 2;

// Times are milliseconds since the epoch by the database's clock; empty text stands for "none".
// What is searched or sorted by is a column; the rest of a submission is JSON (json.h).
std::vector<std::string> tables(const std::string& numbered) {
  return {
      // The last number given to a submission of each day.
      "CREATE TABLE counter (name TEXT PRIMARY KEY, value BIGINT NOT NULL)",

      // Who was served last: units take turns, and so do the batches of one unit.
      "CREATE TABLE unit_turn (unit TEXT PRIMARY KEY, served BIGINT NOT NULL)",
      "CREATE INDEX unit_by_turn ON unit_turn (served, unit)",
      "CREATE TABLE batch_turn (unit TEXT NOT NULL, batch TEXT NOT NULL, served BIGINT NOT NULL,"
      " PRIMARY KEY (unit, batch))",

      // due: when it may be taken; for one that is taken, when its lease ends; null if it waits
      // for a person or is done. since: when `due` was set. reached: the state to go back to when
      // it is held no more. slow: it is tried again, but nobody waits for that. waiting: for its
      // other paper, under the words in `waiting_key`.
      "CREATE TABLE submission (id TEXT PRIMARY KEY, unit TEXT NOT NULL, batch TEXT NOT NULL,"
      " state TEXT NOT NULL, reached TEXT NOT NULL, stage TEXT NOT NULL,"
      " merged_into TEXT NOT NULL, due BIGINT, since BIGINT NOT NULL, slow INTEGER NOT NULL,"
      " token TEXT NOT NULL, worker TEXT NOT NULL, interruptions INTEGER NOT NULL,"
      " attempts INTEGER NOT NULL, waiting INTEGER NOT NULL, search TEXT NOT NULL,"
      " body TEXT NOT NULL, documents TEXT NOT NULL)",
      "CREATE INDEX submission_due ON submission (unit, batch, due, id) WHERE due IS NOT NULL",
      "CREATE INDEX submission_due_of_unit ON submission (unit, due) WHERE due IS NOT NULL",
      "CREATE INDEX submission_since ON submission (since) WHERE due IS NOT NULL",
      "CREATE INDEX submission_of_unit ON submission (unit, id)",
      "CREATE INDEX submission_of_batch ON submission (batch, id)",
      "CREATE INDEX submission_in_state ON submission (state, id)",

      "CREATE TABLE waiting_key (unit TEXT NOT NULL, word TEXT NOT NULL,"
      " submission TEXT NOT NULL REFERENCES submission (id),"
      " PRIMARY KEY (unit, word, submission))",
      "CREATE INDEX waiting_key_of ON waiting_key (submission)",

      "CREATE TABLE received (unit TEXT NOT NULL, sha256 TEXT NOT NULL,"
      " submission TEXT NOT NULL REFERENCES submission (id), PRIMARY KEY (unit, sha256))",
      "CREATE INDEX received_bytes ON received (sha256)",

      "CREATE TABLE refusal (number " + numbered +
          ", unit TEXT NOT NULL, name TEXT NOT NULL,"
          " reason_zh TEXT NOT NULL, reason_en TEXT NOT NULL, at BIGINT NOT NULL)",

      // due: null once it was delivered; for one that is being sent, when it may be sent again.
      "CREATE TABLE outbox (number " + numbered +
          ", id TEXT NOT NULL UNIQUE,"
          " receiver TEXT NOT NULL, kind TEXT NOT NULL,"
          " submission TEXT NOT NULL REFERENCES submission (id), created BIGINT NOT NULL, due "
          "BIGINT,"
          " since BIGINT NOT NULL, sending INTEGER NOT NULL, attempts INTEGER NOT NULL,"
          " error_zh TEXT NOT NULL, error_en TEXT NOT NULL, receipt TEXT NOT NULL)",
      "CREATE INDEX outbox_waiting ON outbox (number) WHERE due IS NOT NULL",
      "CREATE INDEX outbox_order ON outbox (receiver, submission, number) WHERE due IS NOT NULL",

      "CREATE TABLE audit (number BIGINT PRIMARY KEY, at BIGINT NOT NULL, who TEXT NOT NULL,"
      " action TEXT NOT NULL, subject TEXT NOT NULL, detail TEXT NOT NULL,"
      " previous TEXT NOT NULL, hash TEXT NOT NULL)",
      // The chain's end: one row, which every writer locks.
      "CREATE TABLE audit_end (number BIGINT NOT NULL, hash TEXT NOT NULL)",
      "INSERT INTO audit_end (number, hash) VALUES (0, '" + std::string(64, '0') + "')",
  };
}

/// Version 2: whose message it is, so that one enterprise's go out in order. What waits already
/// keeps its own id, and with it the order within its submission.
std::vector<std::string> enterprises_in_outbox() {
  return {
      "ALTER TABLE outbox ADD COLUMN enterprise TEXT NOT NULL DEFAULT ''",
      "UPDATE outbox SET enterprise = submission",
      "CREATE INDEX outbox_of_enterprise ON outbox (receiver, enterprise, number)",
  };
}

}  // namespace

void make_schema(Transaction& transaction) {
  soci::session& sql = transaction.sql;
  transaction.dialect.lock(sql, "schema");
  sql << "CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL)";
  long long version = 0;
  sql << "SELECT COALESCE(MAX(version), 0) FROM schema_version", soci::into(version);

  if (version > kVersion)
    throw Error(Remedy::fix_setup,
                {"数据库由更新版本的程序写成（表版本 " + std::to_string(version) + "，本程序为 " +
                     std::to_string(kVersion) + "）：" + transaction.dialect.name(),
                 "The database was written by a newer program (tables of version " +
                     std::to_string(version) + ", this program knows " + std::to_string(kVersion) +
                     "): " + transaction.dialect.name()},
                {"请升级本程序后再启动。", "Update this program and start it again."});
  if (version == kVersion) return;

  if (version < 1)
    for (const std::string& statement : tables(transaction.dialect.numbered())) sql << statement;
  if (version < 2)
    for (const std::string& statement : enterprises_in_outbox()) sql << statement;
  sql << "INSERT INTO schema_version (version) VALUES (:version)", soci::use(kVersion);
}

}  // namespace chengnuo::pipeline
