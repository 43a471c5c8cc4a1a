#pragma once

#include <functional>
#include <memory>
#include <string>

#include "pipeline/submission.h"

namespace chengnuo::pipeline {

/// The database under the register, the outbox and the audit log: SQLite (WAL) in a file, or
/// PostgreSQL shared by several hosts. One code for both, by SOCI, which only pipeline/*.cc see.
/// May be used from any thread; each call borrows a session. Not to be kept over a fork().
class Database {
 public:
  using Clock = std::function<Time()>;

  /// `url`: "sqlite:PATH" ("sqlite::memory:" for tests) or "postgresql://user@host:port/name".
  /// Makes the tables that are missing. `clock` stands for the database's own in tests: leases,
  /// due times and the dates in ids go by it. Throws Error: fix_setup if it cannot be opened, or if
  /// it was written by a newer program; retry if it is away.
  explicit Database(const std::string& url, Clock clock = {});
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  struct Sessions;  // sql.h
  Sessions& sessions() { return *sessions_; }

 private:
  std::unique_ptr<Sessions> sessions_;
};

}  // namespace chengnuo::pipeline
