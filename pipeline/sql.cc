#include "pipeline/sql.h"

#include <exception>

#include "pipeline/audit_chain.h"
#include "pipeline/crash_point.h"
#include "pipeline/error.h"
#include "pipeline/json.h"

namespace chengnuo::pipeline {

namespace {

// Deadlocks and serialization failures are rare and end by being tried again.
constexpr int kMostRuns = 5;

/// The library's sentence, without the values that were bound: those are personal data.
std::string first_line(const soci::soci_error& error) {
  const std::string message = error.get_error_message();
  return message.substr(0, message.find('\n'));
}

[[noreturn]] void throw_translated(const soci::soci_error& error, const Dialect& dialect) {
  const std::string where = dialect.name() + ": " + first_line(error);
  switch (dialect.trouble_of(error)) {
    case Trouble::conflict:
    case Trouble::away:
      throw Error(Remedy::retry,
                  {"数据库暂时不可用：" + where, "The database is not available now: " + where},
                  {"程序会自动重试；如反复出现，请检查磁盘空间、数据库服务和网络。",
                   "It is tried again; if it keeps happening, check disk space, the database "
                   "server and the network."});
    case Trouble::setup:
      throw Error(
          Remedy::fix_setup,
          {"数据库无法打开或没有权限：" + where, "The database cannot be opened or used: " + where},
          {"请检查配置中的数据库地址、文件权限和账户；文件损坏时从备份恢复。",
           "Check the database's address in the configuration, the file's permissions and "
           "the account; restore a damaged file from the backup."});
    case Trouble::mistake:
      break;
  }
  throw Error(Remedy::report_bug,
              {"数据库拒绝了一条语句：" + where, "The database refused a statement: " + where},
              {"请把这段文字报告给开发者。", "Please report this text to the developers."});
}

}  // namespace

void execute(soci::statement& statement, const std::string& query, const Values& values) {
  for (const auto& value : values)
    std::visit([&](const auto& plain) { statement.exchange(soci::use(plain)); }, value);
  statement.alloc();
  statement.prepare(query);
  statement.define_and_bind();
  statement.execute();
}

void Transaction::tell(std::string who, std::string action, std::string subject,
                       nlohmann::json detail) {
  told_.push_back({std::move(who), std::move(action), std::move(subject), stored_text(detail)});
}

/// A session out of the pool, with the transaction that was begun on it.
struct Database::Sessions::Borrowed {
  explicit Borrowed(Sessions& pool) : sessions(pool) {
    std::unique_lock lock(sessions.mutex_);
    const std::size_t most = sessions.dialect_->most_sessions();
    sessions.returned_.wait(
        lock, [&] { return !sessions.idle_.empty() || most == 0 || sessions.open_ < most; });
    ++sessions.open_;
    if (!sessions.idle_.empty()) {
      session = std::move(sessions.idle_.back());
      sessions.idle_.pop_back();
      return;
    }
    lock.unlock();
    try {
      session = std::make_unique<soci::session>();
      sessions.dialect_->open(*session);
    } catch (...) {
      session.reset();
      give_back();
      throw;
    }
  }
  ~Borrowed() { give_back(); }
  Borrowed(const Borrowed&) = delete;
  Borrowed& operator=(const Borrowed&) = delete;

  void begin() {
    *session << sessions.dialect_->begin();
    in_transaction = true;
  }
  void commit() {
    *session << "COMMIT";
    in_transaction = false;
  }

  /// Undoes what was left open. A session that is broken is not kept, nor are its idle fellows,
  /// which a restarted server has forgotten too.
  void give_back() noexcept {
    try {
      if (in_transaction) *session << "ROLLBACK";
      const bool broken = std::uncaught_exceptions() > 0 && session && !session->is_connected();
      if (broken) session.reset();
    } catch (const soci::soci_error&) {
      session.reset();
    }
    const std::lock_guard lock(sessions.mutex_);
    --sessions.open_;
    if (session) {
      sessions.idle_.push_back(std::move(session));
    } else {
      sessions.idle_.clear();
    }
    sessions.returned_.notify_one();
  }

  Sessions& sessions;
  std::unique_ptr<soci::session> session;
  bool in_transaction = false;
};

Database::Sessions::Sessions(std::unique_ptr<Dialect> dialect, Clock clock)
    : dialect_(std::move(dialect)), clock_(std::move(clock)) {}
Database::Sessions::~Sessions() = default;

void Database::Sessions::run_read(const std::function<void(soci::session&)>& work) {
  for (int run = 1;; ++run) {
    try {
      work(*Borrowed(*this).session);
      return;
    } catch (const soci::soci_error& error) {
      // A server that was restarted has forgotten the session; a fresh one may do.
      if (run == 1 && dialect_->trouble_of(error) != Trouble::mistake) continue;
      throw_translated(error, *dialect_);
    }
  }
}

void Database::Sessions::run_write(const char* change,
                                   const std::function<void(Transaction&)>& work) {
  std::unique_lock<std::mutex> turn(writing_, std::defer_lock);
  if (dialect_->one_writer()) turn.lock();
  for (int run = 1;; ++run) {
    bool begun = false;
    try {
      Borrowed borrowed(*this);
      borrowed.begin();
      begun = true;
      Transaction transaction(*borrowed.session, *dialect_, now_in(*borrowed.session));
      work(transaction);
      for (const auto& [who, action, subject, detail] : transaction.told_)
        append_to_chain(transaction, who, action, subject, detail);
      crash_point((change + std::string(": before commit")).c_str());
      borrowed.commit();
      crash_point((change + std::string(": after commit")).c_str());
      return;
    } catch (const soci::soci_error& error) {
      const Trouble trouble = dialect_->trouble_of(error);
      const bool forgotten_session = !begun && run == 1 && trouble == Trouble::away;
      if (forgotten_session || (trouble == Trouble::conflict && run < kMostRuns)) continue;
      throw_translated(error, *dialect_);
    }
  }
}

Time Database::Sessions::now_in(soci::session& session) const {
  if (clock_) return clock_();
  long long now = 0;
  session << dialect_->now(), soci::into(now);
  return time_of(now);
}

Time Database::Sessions::now() {
  return read([this](soci::session& session) { return now_in(session); });
}

}  // namespace chengnuo::pipeline
