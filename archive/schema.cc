#include "archive/schema.h"

#include <soci/soci.h>

#include "archive/full_text.h"
#include "pipeline/sql.h"

namespace chengnuo::archive {

using pipeline::Transaction;

namespace {

// Times are milliseconds since the epoch by the database's clock; empty text stands for "none".
constexpr const char* kTables[] = {
    // The last number given under each prefix of archive codes.
    "CREATE TABLE IF NOT EXISTS archive_counter (prefix TEXT PRIMARY KEY, last BIGINT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS archive_number (submission TEXT PRIMARY KEY,"
    " code TEXT NOT NULL UNIQUE, at BIGINT NOT NULL)",

    // content: digest of what the version says; record: the record's object, empty while it is
    // being
    // made; latest: 1 for the version that searches find. enterprise_key: NFKC, without blanks.
    "CREATE TABLE IF NOT EXISTS archive_record (submission TEXT NOT NULL, version INTEGER NOT NULL,"
    " content TEXT NOT NULL, record TEXT NOT NULL, previous TEXT NOT NULL, at BIGINT NOT NULL,"
    " latest INTEGER NOT NULL, code TEXT NOT NULL, unit TEXT NOT NULL, batch TEXT NOT NULL,"
    " enterprise TEXT NOT NULL, enterprise_key TEXT NOT NULL, credit_code TEXT NOT NULL,"
    " title TEXT NOT NULL, signed_on TEXT NOT NULL, retention TEXT NOT NULL,"
    " expires TEXT NOT NULL, PRIMARY KEY (submission, version))",
    "CREATE INDEX IF NOT EXISTS archive_record_code ON archive_record (code)",
    "CREATE INDEX IF NOT EXISTS archive_record_at ON archive_record (at)",
    "CREATE INDEX IF NOT EXISTS archive_record_object ON archive_record (record)",
    "CREATE INDEX IF NOT EXISTS archive_record_credit ON archive_record (credit_code)",
    "CREATE INDEX IF NOT EXISTS archive_record_batch ON archive_record (unit, batch)",

    "CREATE TABLE IF NOT EXISTS archive_object (submission TEXT NOT NULL, version INTEGER NOT NULL,"
    " position INTEGER NOT NULL, role TEXT NOT NULL, name TEXT NOT NULL, sha256 TEXT NOT NULL,"
    " sm3 TEXT NOT NULL, size BIGINT NOT NULL, PRIMARY KEY (submission, version, position))",
    "CREATE INDEX IF NOT EXISTS archive_object_bytes ON archive_object (sha256)",
};

}  // namespace

void make_archive_schema(pipeline::Database& database) {
  database.sessions().write("make archive tables", [](Transaction& transaction) {
    transaction.dialect.lock(transaction.sql, "archive schema");
    for (const char* statement : kTables) transaction.sql << statement;
    make_full_text(transaction);
  });
}

}  // namespace chengnuo::archive
