#include <soci/sqlite3/soci-sqlite3.h>

#include "pipeline/dialect.h"

namespace chengnuo::pipeline {

namespace {

// How long one process waits for another that writes. Longer than any transaction of ours, shorter
// than a lease.
constexpr int kBusySeconds = 30;

class SqliteDialect final : public Dialect {
 public:
  explicit SqliteDialect(std::string path) : path_(std::move(path)) {}

  std::string name() const override { return "sqlite:" + path_; }

  void open(soci::session& session) const override {
    session.open(soci::sqlite3, "dbname=\"" + path_ + "\" timeout=" + std::to_string(kBusySeconds));
    session << "PRAGMA journal_mode = WAL";
    // FULL, not WAL's usual NORMAL: what was said to be received must survive a power cut.
    session << "PRAGMA synchronous = FULL";
    session << "PRAGMA foreign_keys = ON";
  }

  // Each session of a database in memory would be a database of its own.
  std::size_t most_sessions() const override { return path_ == ":memory:" ? 1 : 0; }
  bool one_writer() const override { return true; }

  // IMMEDIATE: a transaction that reads first and writes later would otherwise fail at the first
  // write whenever another one wrote in between.
  std::string begin() const override { return "BEGIN IMMEDIATE"; }
  std::string now() const override {
    return "SELECT CAST((julianday('now') - 2440587.5) * 86400000.0 AS BIGINT)";
  }
  std::string numbered() const override { return "INTEGER PRIMARY KEY AUTOINCREMENT"; }

  // The write lock is on the whole database, and already held.
  std::string for_update() const override { return ""; }
  std::string for_update_of_free_rows() const override { return ""; }
  void lock(soci::session&, const std::string&) const override {}

  Trouble trouble_of(const soci::soci_error& error) const override {
    namespace api = sqlite_api;
    const auto* known = dynamic_cast<const soci::sqlite3_soci_error*>(&error);
    if (known == nullptr) return Trouble::mistake;
    switch (known->result() & 0xFF) {  // the primary result code; the rest is detail
      case SQLITE_BUSY:
      case SQLITE_LOCKED:
      case SQLITE_FULL:
      case SQLITE_IOERR:
      case SQLITE_NOMEM:
      case SQLITE_INTERRUPT:
        return Trouble::away;
      case SQLITE_CANTOPEN:
      case SQLITE_READONLY:
      case SQLITE_PERM:
      case SQLITE_AUTH:
      case SQLITE_NOTADB:
      case SQLITE_CORRUPT:
        return Trouble::setup;
      default:
        return Trouble::mistake;
    }
  }

 private:
  std::string path_;
};

}  // namespace

std::unique_ptr<Dialect> sqlite_dialect(const std::string& path) {
  return std::make_unique<SqliteDialect>(path);
}

}  // namespace chengnuo::pipeline
