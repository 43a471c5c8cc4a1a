#include "watcher/reconcile.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pipeline/digest.h"
#include "tests/watcher/watched.h"

namespace chengnuo::watcher {
namespace {

using testing::IsEmpty;
using testing::SizeIs;
using tests::Home;
using tests::OpenHome;

class Reconcile : public testing::Test {
 protected:
  Reconciliation run() {
    const auto later = std::filesystem::file_time_type::clock::now() + std::chrono::hours(1);
    return reconcile(open_.reg, home_.work, {home_.inbox, "HDB", "read"}, later);
  }
  std::string store(const std::string& bytes) {
    const std::string sha256 = pipeline::sha256_hex(bytes);
    pipeline::write_durably(home_.work.drop(sha256), bytes);
    return sha256;
  }

  Home home_;
  OpenHome open_{home_};
};

TEST_F(Reconcile, EntersBytesThatNobodyKnows) {
  const std::string sha256 = store("lost and found");

  const auto first = run();
  const auto second = run();

  ASSERT_THAT(first.recovered, SizeIs(1));
  EXPECT_EQ(first.recovered[0].name, "(恢复) " + sha256.substr(0, 8));
  EXPECT_THAT(second.recovered, IsEmpty());
  EXPECT_EQ(open_.submissions().at(0).unit, "HDB");
}

TEST_F(Reconcile, LeavesBytesWhoseFileStillLiesInTheInbox) {
  store(kPdf);
  home_.drop("a.pdf", kPdf);

  EXPECT_THAT(run().recovered, IsEmpty());
}

TEST_F(Reconcile, LeavesBytesThatAnotherHostMayBeTakingIn) {
  store("just written");

  const auto now = std::filesystem::file_time_type::clock::now();
  EXPECT_THAT(reconcile(open_.reg, home_.work, {home_.inbox, "HDB", "read"}, now).recovered,
              IsEmpty());
}

TEST_F(Reconcile, ReportsSubmissionsWhoseBytesAreGone) {
  home_.drop("a.pdf", kPdf);
  const auto taken = open_.intake.take_in(home_.place("a.pdf"));
  std::filesystem::remove(home_.work.drop(taken[0].sha256));

  const auto missing = run().missing;

  ASSERT_THAT(missing, SizeIs(1));
  EXPECT_EQ(missing[0].submission, taken[0].submission);
}

TEST_F(Reconcile, HasNothingToSayOfAHealthyHome) {
  home_.drop("a.pdf", kPdf);
  open_.intake.take_in(home_.place("a.pdf"));

  const auto result = run();

  EXPECT_THAT(result.recovered, IsEmpty());
  EXPECT_THAT(result.missing, IsEmpty());
}

}  // namespace
}  // namespace chengnuo::watcher
