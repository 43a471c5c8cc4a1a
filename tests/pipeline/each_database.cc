#include "tests/pipeline/each_database.h"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "pipeline/dialect.h"
#include "pipeline/digest.h"

namespace chengnuo::tests {

namespace {

void execute(const std::string& url, const std::string& statement) {
  soci::session session;
  pipeline::postgres_dialect(url)->open(session);
  session << statement;
}

}  // namespace

void EachDatabase::SetUp() {
  clock_ = std::make_shared<std::atomic<std::int64_t>>(
      std::chrono::milliseconds(kStart.time_since_epoch()).count());
  if (std::string_view(GetParam()) == "SQLite") {
    url_ = "sqlite:" + (folder_ / "register.db").string();
    return;
  }
  const char* server = std::getenv("CHENGNUO_TEST_POSTGRES");
  if (server == nullptr) GTEST_SKIP() << "no PostgreSQL: run this by scripts/postgres-for-tests";
  schema_ = "test_" + pipeline::random_hex(8);
  execute(server, "CREATE SCHEMA " + schema_);
  url_ = std::string(server) + "?options=-csearch_path%3D" + schema_;
}

void EachDatabase::TearDown() {
  close();
  if (!schema_.empty())
    execute(std::getenv("CHENGNUO_TEST_POSTGRES"), "DROP SCHEMA " + schema_ + " CASCADE");
}

pipeline::Database& EachDatabase::database() {
  if (!database_) database_ = another_database();
  return *database_;
}

std::unique_ptr<pipeline::Database> EachDatabase::another_database() const {
  const auto clock = clock_;
  return std::make_unique<pipeline::Database>(
      url_, [clock] { return pipeline::Time(std::chrono::milliseconds(*clock)); });
}

Ending in_child(const std::function<void()>& work) {
  std::fflush(nullptr);
  const pid_t child = ::fork();
  if (child == 0) {
    try {
      work();
    } catch (const std::exception& error) {
      std::fprintf(stderr, "child: %s\n", error.what());
      std::_Exit(9);
    }
    std::_Exit(testing::Test::HasFailure() ? 8 : 0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  Ending ending;
  ending.killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
  ending.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return ending;
}

void die_at(const std::string& crash_point) {
  ::setenv("CHENGNUO_CRASH_AT", crash_point.c_str(), 1);
}

pipeline::Drop drop(const std::string& name) {
  return {pipeline::sha256_hex(name), name, "", 1, {}};
}

pipeline::Hold hold(pipeline::HoldFor whom) {
  pipeline::Hold hold;
  hold.for_whom = whom;
  hold.reason = {"理由", "reason"};
  return hold;
}

}  // namespace chengnuo::tests
