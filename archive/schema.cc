#include "archive/schema.h"

#include <soci/soci.h>

#include "archive/full_text.h"
#include "pipeline/error.h"
#include "pipeline/sql.h"

namespace chengnuo::archive {

using pipeline::Transaction;

namespace {

// Of the catalogue's tables. A change of them raises this number; an older catalogue is dropped and
// made again from the records (recovery.h).
constexpr int kCatalogueVersion = 3;

// Times are milliseconds since the epoch by the database's clock; empty text stands for "none".
constexpr const char* kKept[] = {
    // The last number given under each prefix of archive codes.
    "CREATE TABLE IF NOT EXISTS archive_counter (prefix TEXT PRIMARY KEY, last BIGINT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS archive_number (submission TEXT PRIMARY KEY,"
    " code TEXT NOT NULL UNIQUE, at BIGINT NOT NULL)",

    // The log's leaves and the hashes of its full subtrees (merkle.h); its end: one row.
    "CREATE TABLE IF NOT EXISTS archive_log (number BIGINT PRIMARY KEY, line TEXT NOT NULL UNIQUE)",
    "CREATE TABLE IF NOT EXISTS archive_log_node (level INTEGER NOT NULL, position BIGINT NOT NULL,"
    " hash TEXT NOT NULL, PRIMARY KEY (level, position))",
    "CREATE TABLE IF NOT EXISTS archive_log_end (size BIGINT NOT NULL, audit BIGINT NOT NULL)",
    "INSERT INTO archive_log_end (size, audit) SELECT 0, 0"
    " WHERE NOT EXISTS (SELECT 1 FROM archive_log_end)",
    // complete: 1 once its files are in the archive.
    "CREATE TABLE IF NOT EXISTS archive_log_head (number INTEGER PRIMARY KEY, size BIGINT NOT NULL,"
    " root TEXT NOT NULL, at BIGINT NOT NULL, previous TEXT NOT NULL, complete INTEGER NOT NULL)",

    // The last inspection of each submission's record; state: of the submission, as that record has
    // it; failed: codes of four_properties.h.
    "CREATE TABLE IF NOT EXISTS archive_inspection (submission TEXT PRIMARY KEY,"
    " record TEXT NOT NULL, at BIGINT NOT NULL, state TEXT NOT NULL, failed TEXT NOT NULL)",
    "CREATE INDEX IF NOT EXISTS archive_inspection_at ON archive_inspection (at)",

    "CREATE TABLE IF NOT EXISTS archive_catalogue (version INTEGER NOT NULL)",
};

constexpr const char* kCatalogue[] = {
    // content: digest of what the version says; record: the record's object, empty while it is
    // being made; latest: 1 for the version that searches find. region: 行政区划 by GB/T 2260, six
    // digits.
    "CREATE TABLE IF NOT EXISTS archive_record (submission TEXT NOT NULL, version INTEGER NOT NULL,"
    " content TEXT NOT NULL, record TEXT NOT NULL, previous TEXT NOT NULL, at BIGINT NOT NULL,"
    " latest INTEGER NOT NULL, code TEXT NOT NULL, unit TEXT NOT NULL, batch TEXT NOT NULL,"
    " enterprise TEXT NOT NULL, credit_code TEXT NOT NULL, title TEXT NOT NULL,"
    " signed_on TEXT NOT NULL, retention TEXT NOT NULL, expires TEXT NOT NULL,"
    " region TEXT NOT NULL, address TEXT NOT NULL, industry TEXT NOT NULL,"
    " PRIMARY KEY (submission, version))",
    "CREATE INDEX IF NOT EXISTS archive_record_code ON archive_record (code)",
    "CREATE INDEX IF NOT EXISTS archive_record_at ON archive_record (at)",
    "CREATE INDEX IF NOT EXISTS archive_record_object ON archive_record (record)",
    "CREATE INDEX IF NOT EXISTS archive_record_credit ON archive_record (credit_code)",
    "CREATE INDEX IF NOT EXISTS archive_record_batch ON archive_record (unit, batch)",
    "CREATE INDEX IF NOT EXISTS archive_record_signed ON archive_record (signed_on)",
    "CREATE INDEX IF NOT EXISTS archive_record_region ON archive_record (region)",

    "CREATE TABLE IF NOT EXISTS archive_object (submission TEXT NOT NULL, version INTEGER NOT NULL,"
    " position INTEGER NOT NULL, role TEXT NOT NULL, name TEXT NOT NULL, sha256 TEXT NOT NULL,"
    " sm3 TEXT NOT NULL, size BIGINT NOT NULL, PRIMARY KEY (submission, version, position))",
    "CREATE INDEX IF NOT EXISTS archive_object_bytes ON archive_object (sha256)",
};

constexpr const char* kCatalogueTables[] = {"archive_record", "archive_object",     "archive_words",
                                            "archive_text",   "archive_name_words", "archive_name"};

}  // namespace

void make_archive_schema(pipeline::Database& database) {
  database.sessions().write("make archive tables", [](Transaction& transaction) {
    soci::session& sql = transaction.sql;
    transaction.dialect.lock(sql, "archive schema");
    for (const char* statement : kKept) sql << statement;
    int version = 0;
    sql << "SELECT COALESCE(MAX(version), 0) FROM archive_catalogue", soci::into(version);
    if (version > kCatalogueVersion) {
      throw pipeline::Error(
          pipeline::Remedy::fix_setup,
          {"档案目录由更新版本的程序写成。", "The catalogue was written by a newer program."},
          {"请升级本程序。", "Update this program."});
    }
    if (version == kCatalogueVersion) return;
    for (const char* table : kCatalogueTables) {
      sql << std::string("DROP TABLE IF EXISTS ") + table;
    }
    for (const char* statement : kCatalogue) sql << statement;
    make_full_text(transaction);
    sql << "DELETE FROM archive_catalogue";
    sql << "INSERT INTO archive_catalogue (version) VALUES (:version)",
        soci::use(kCatalogueVersion);
  });
}

}  // namespace chengnuo::archive
