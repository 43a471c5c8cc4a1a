#pragma once

#include <memory>
#include <string>

namespace chengnuo::pipeline {

/// The database under the register, the outbox and the audit log: SQLite (WAL) in a file, or
/// PostgreSQL shared by several hosts. One code for both, by SOCI, which only pipeline/*.cc see.
/// May be used from any thread; each call borrows a session.
class Database {
 public:
  /// `url`: "sqlite:PATH" ("sqlite::memory:" for tests) or "postgresql://user@host:port/name".
  /// Makes the tables that are missing. Throws Error: fix_setup if it cannot be opened, or if it
  /// was written by a newer program.
  explicit Database(const std::string& url);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  struct Sessions;  // sql.h
  Sessions& sessions() { return *sessions_; }

 private:
  std::unique_ptr<Sessions> sessions_;
};

}  // namespace chengnuo::pipeline
