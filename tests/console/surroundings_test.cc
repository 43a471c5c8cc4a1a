// The main job where the world around it is another than usual: the register on a server, a clock
// that was set back.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "home_with_papers.h"
#include "pipeline/digest.h"
#include "pipeline/file.h"

namespace chengnuo::console {
namespace {

using nlohmann::json;
using testing::HasSubstr;

/// The program sees this machine's clock moved by so much (libfaketime: "-3h", "-400d"). Clocks
/// that cannot be set stay: waiting goes by them.
Environment clock_moved(const char* by) {
  return {{"LD_PRELOAD", "/usr/$LIB/faketime/libfaketime.so.1"},
          {"FAKETIME", by},
          {"FAKETIME_DONT_FAKE_MONOTONIC", "1"},
          {"DONT_FAKE_MONOTONIC", "1"}};
}

void run_with_clock_moved(const HomeWithPapers& papers, const char* by) {
  papers.home().command({"run", "--once"}, clock_moved(by));
}

TEST(ClockSetBack, LosesNothingAndDoesNothingTwice) {
  const HomeWithPapers papers;
  run_with_clock_moved(papers, "+3h");
  papers.approve();
  papers.run_once();

  papers.expect_one_whole_submission();
}

TEST(ClockSetBack, BeforeTheCertificateHoldsTheSignatureUntilTheClockIsRight) {
  const HomeWithPapers papers;
  run_with_clock_moved(papers, "-400d");

  const json held = papers.home().submissions();
  ASSERT_EQ(held[0].at("state"), "held") << held.dump(1);
  EXPECT_EQ(held[0].at("holds")[0].at("for"), "administrator");
  EXPECT_THAT(held[0].at("holds")[0].at("advice").get<std::string>(), HasSubstr("时钟"));

  papers.run_once();

  papers.expect_one_whole_submission();
}

/// A schema of the tests' PostgreSQL that goes with the test.
class Schema {
 public:
  explicit Schema(std::string server)
      : server_(std::move(server)), name_("test_" + pipeline::random_hex(8)) {
    execute("CREATE SCHEMA " + name_);
  }
  ~Schema() { execute("DROP SCHEMA " + name_ + " CASCADE"); }
  Schema(const Schema&) = delete;
  Schema& operator=(const Schema&) = delete;
  std::string url() const { return server_ + "?options=-csearch_path%3D" + name_; }

 private:
  void execute(const std::string& statement) const {
    const Ended ended = run({"psql", "--quiet", server_, "--command", statement});
    EXPECT_EQ(ended.exit, 0) << ended.err;
  }
  std::string server_;
  std::string name_;
};

TEST(RegisterOnPostgreSQL, CarriesTheMainJobFromInboxToPublication) {
  const char* server = std::getenv("CHENGNUO_TEST_POSTGRES");
  if (server == nullptr) GTEST_SKIP() << "no PostgreSQL: run this by scripts/postgres-for-tests";
  const Schema schema(server);
  const HomeWithPapers papers;
  papers.home().configure("register", "database = \"" + schema.url() + "\"");

  papers.run_once();
  papers.approve();
  papers.run_once();

  papers.expect_one_whole_submission();
  EXPECT_EQ(papers.home().command({"archive", "search", "长城精密"}).exit, 0);
}

}  // namespace
}  // namespace chengnuo::console
