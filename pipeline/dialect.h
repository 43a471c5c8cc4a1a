#pragma once

#include <soci/soci.h>

#include <filesystem>
#include <memory>
#include <string>

namespace chengnuo::pipeline {

/// What an error of the database means for the one who met it.
enum class Trouble {
  conflict,  ///< another transaction was in the way: run this one again
  away,      ///< locked, full, restarting, unreachable: a later attempt may succeed
  setup,     ///< no permission, no such database, no database file
  mistake,   ///< a statement of ours is wrong
};

/// Where SQLite and PostgreSQL differ. Nothing else knows which of the two it talks to.
class Dialect {
 public:
  virtual ~Dialect() = default;

  /// Which database, for messages, without its password.
  virtual std::string name() const = 0;
  virtual void open(soci::session& session) const = 0;
  /// How many sessions may be open at once; 0 for as many as there are threads.
  virtual std::size_t most_sessions() const = 0;
  /// Whether a second writer must wait for the first anyway.
  virtual bool one_writer() const = 0;

  virtual std::string begin() const = 0;
  /// A query for the database's clock, in milliseconds since the epoch.
  virtual std::string now() const = 0;
  /// The type of a column that numbers its rows.
  virtual std::string numbered() const = 0;
  /// What follows a SELECT to keep its rows for this transaction.
  virtual std::string for_update() const = 0;
  /// The same, passing over the rows that another transaction has.
  virtual std::string for_update_of_free_rows() const = 0;
  /// Keeps the lock named `name` until the transaction ends.
  virtual void lock(soci::session& session, const std::string& name) const = 0;

  virtual Trouble trouble_of(const soci::soci_error& error) const = 0;
};

std::unique_ptr<Dialect> sqlite_dialect(const std::string& path);
std::unique_ptr<Dialect> postgres_dialect(const std::string& url);

}  // namespace chengnuo::pipeline
