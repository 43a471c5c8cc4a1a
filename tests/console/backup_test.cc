// A home that was saved while it was in use is a home again.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "home_with_papers.h"

namespace chengnuo::console {
namespace {

namespace fs = std::filesystem;

TEST(Backup, IsAHomeByItselfAndTheSecondTimeCopiesOnlyWhatIsNew) {
  HomeWithPapers papers;
  papers.run_once();
  papers.approve();
  papers.run_once();
  const fs::path saved = papers.home().path().parent_path() / "saved";
  const auto first = papers.home().command({"backup", saved.string(), "--json"});
  ASSERT_EQ(first.exit, 0) << first.err;
  const auto again = papers.home().command({"backup", saved.string(), "--json"});
  EXPECT_GT(again.json().at("kept"), 0);
  EXPECT_LT(again.json().at("copied"), first.json().at("copied"));

  const auto status = chengnuo({"status", "--json", "--home", saved.string()});
  EXPECT_EQ(status.json(), papers.home().command({"status", "--json"}).json());
  EXPECT_EQ(chengnuo({"archive", "verify", "--home", saved.string()}).exit, 0);
  EXPECT_EQ(chengnuo({"audit", "--home", saved.string()}).exit, 0);
}

TEST(Backup, NeitherIntoTheHomeNorOverOtherFiles) {
  const TemporaryHome home;
  EXPECT_EQ(home.command({"backup", (home.path() / "backup").string()}).exit, 2);
  const fs::path other = home.path().parent_path() / "other";
  fs::create_directories(other / "somebody's");
  EXPECT_EQ(home.command({"backup", other.string()}).exit, 2);
}

}  // namespace
}  // namespace chengnuo::console
