#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <memory>
#include <string>

#include "pipeline/database.h"
#include "pipeline/register.h"
#include "tests/pipeline/temporary_folder.h"

namespace chengnuo::tests {

/// Runs each test on SQLite and on PostgreSQL, with an empty database of its own and a clock that
/// the test sets. The PostgreSQL server is scripts/postgres-for-tests'; without it those tests say
/// that they were skipped.
class EachDatabase : public testing::TestWithParam<const char*> {
 protected:
  static constexpr auto kStart = std::chrono::sys_days(std::chrono::year(2025) / 11 / 3) +
                                 std::chrono::hours(2);  // 10:00 in China

  void SetUp() override;
  void TearDown() override;

  /// The database of this test; opened when it is first asked for.
  pipeline::Database& database();
  /// Before a fork(): a database must not be open then.
  void close() { database_.reset(); }
  std::string url() const { return url_; }
  /// Opens it again, as another process would.
  std::unique_ptr<pipeline::Database> another_database() const;

  pipeline::Time now() const { return pipeline::Time(std::chrono::milliseconds(*clock_)); }
  void pass(std::chrono::milliseconds time) { *clock_ += time.count(); }

 private:
  TemporaryFolder folder_;
  std::string url_;
  std::string schema_;
  std::shared_ptr<std::atomic<std::int64_t>> clock_;
  std::unique_ptr<pipeline::Database> database_;
};

/// How a child process ended.
struct Ending {
  bool killed = false;  ///< by SIGKILL: it reached the crash point
  int code = 0;         ///< else its exit code; 9 if something was thrown
};

/// Runs `work` in a child process. No database may be open here meanwhile.
Ending in_child(const std::function<void()>& work);
/// From now on this process dies at that crash point; at none if it is empty.
void die_at(const std::string& crash_point);

pipeline::Drop drop(const std::string& name);
pipeline::Hold hold(pipeline::HoldFor whom = pipeline::HoldFor::clerk);

}  // namespace chengnuo::tests

#define CHENGNUO_ON_EACH_DATABASE(Suite)                                       \
  INSTANTIATE_TEST_SUITE_P(On, Suite, testing::Values("SQLite", "PostgreSQL"), \
                           [](const auto& parameter) { return std::string(parameter.param); })
