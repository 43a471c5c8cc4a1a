#pragma once

#include <soci/soci.h>

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include "pipeline/database.h"
#include "pipeline/dialect.h"

namespace chengnuo::pipeline {

/// Milliseconds since the epoch, as times stand in the tables.
inline long long milliseconds(Time time) { return time.time_since_epoch().count(); }
inline Time time_of(long long milliseconds) {
  return Time(std::chrono::milliseconds(milliseconds));
}

using Values = std::vector<std::variant<std::string, long long>>;

/// Runs a query whose parameters are `values` in order; the statement's columns go where it was
/// told before. `values` must live until the rows are fetched.
void execute(soci::statement& statement, const std::string& query, const Values& values);

/// One change of the register. On SQLite it holds the only write lock; on PostgreSQL rows are
/// locked as they are read (Dialect::for_update).
class Transaction {
 public:
  Transaction(soci::session& session, const Dialect& kind, Time time)
      : sql(session), dialect(kind), now(time) {}

  soci::session& sql;
  const Dialect& dialect;
  const Time now;  ///< by the database's clock

  /// An entry for the audit log. Entries are written last of all, because the end of the chain is
  /// one row that every transaction must lock: taken last, and for a moment, it cannot deadlock.
  void tell(std::string who, std::string action, std::string subject,
            nlohmann::json detail = nlohmann::json::object());

 private:
  friend struct Database::Sessions;
  struct Told {
    std::string who;
    std::string action;
    std::string subject;
    std::string detail;
  };
  std::vector<Told> told_;
};

/// The sessions that threads borrow, and the way that every statement is run: errors of the library
/// are translated here, and a change that met another one is made again.
struct Database::Sessions {
  Sessions(std::unique_ptr<Dialect> dialect, Clock clock);
  ~Sessions();

  /// Runs `work` with a session, outside any transaction: for single statements that change
  /// nothing.
  template <typename Work>
  auto read(Work work) {
    std::invoke_result_t<Work, soci::session&> result;
    run_read([&](soci::session& session) { result = work(session); });
    return result;
  }

  /// Runs `work` as one transaction with its audit entries. It may be run several times, if the
  /// database asks for that, so it must leave no trace but its result. `change` names it for tests
  /// that cut the power at "<change>: before commit" and "<change>: after commit".
  template <typename Work>
  auto write(const char* change, Work work) {
    using Result = std::invoke_result_t<Work, Transaction&>;
    if constexpr (std::is_void_v<Result>) {
      run_write(change, std::move(work));
    } else {
      Result result;
      run_write(change, [&](Transaction& transaction) { result = work(transaction); });
      return result;
    }
  }

  Time now();

 private:
  struct Borrowed;

  void run_read(const std::function<void(soci::session&)>& work);
  void run_write(const char* change, const std::function<void(Transaction&)>& work);
  Time now_in(soci::session& session) const;

  std::unique_ptr<Dialect> dialect_;
  Clock clock_;
  std::mutex mutex_;
  std::condition_variable returned_;
  std::size_t open_ = 0;  ///< borrowed ones
  std::vector<std::unique_ptr<soci::session>> idle_;
  std::mutex writing_;  ///< threads of one process queue here rather than at SQLite's lock
};

/// Makes what is missing of the tables; see Database's constructor.
void make_schema(Transaction& transaction);

}  // namespace chengnuo::pipeline
