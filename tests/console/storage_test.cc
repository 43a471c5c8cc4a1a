// The archive cannot be written: it is read-only, or its disk is full. The administrator is told in
// Chinese what to do; once it is mended, everything goes on by itself.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "home_with_papers.h"

namespace chengnuo::console {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;

constexpr int kNoMount = 99;

/// Runs what follows with another disk at the archive's place, seen by nobody else.
std::vector<std::string> with_disk(const TemporaryHome& home, const std::string& options) {
  const std::string mounting = "mount -t tmpfs -o " + options +
                               " none \"$0\" 2>/dev/null || exit " + std::to_string(kNoMount) +
                               "; exec \"$@\"";
  std::vector<std::string> command{"unshare", "--mount"};
  if (geteuid() != 0) command.emplace_back("--map-root-user");
  command.insert(command.end(), {"sh", "-c", mounting, (home.path() / "archive").string()});
  return command;
}

bool can_mount(const TemporaryHome& home) {
  std::vector<std::string> command = with_disk(home, "size=64k");
  command.emplace_back("true");
  return run(command).exit == 0;
}

/// Up to the archive's door.
void sign_both_copies(const HomeWithPapers& papers) {
  if (papers.run_once("archive-objects").signal == 0) {
    papers.approve();
    papers.run_once("archive-objects");
  }
  std::filesystem::remove_all(papers.home().path() / "archive");
  std::filesystem::create_directory(papers.home().path() / "archive");
}

TEST(Storage, AReadOnlyArchiveHoldsTheSubmissionForTheAdministratorUntilTheNextStart) {
  const HomeWithPapers papers;
  const TemporaryHome& home = papers.home();
  if (!can_mount(home)) GTEST_SKIP() << "no disk can be mounted here";
  sign_both_copies(papers);

  std::vector<std::string> command = with_disk(home, "ro");
  command.insert(command.end(), {program(), "run", "--once", "--home", home.path().string()});
  const Ended ran = run(command);

  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_THAT(ran.err, AllOf(HasSubstr("archive"), HasSubstr("Read-only file system"),
                             HasSubstr("请检查该文件夹的权限、路径和挂载方式")));
  const json held = home.submissions();
  ASSERT_EQ(held.size(), 1U);
  EXPECT_EQ(held[0].at("state"), "held");
  EXPECT_EQ(held[0].at("holds").at(0).at("for"), "administrator");
  EXPECT_EQ(held[0].at("copies").size(), 2U);

  const Ended mended = papers.run_once();  // nobody waits a minute for the next attempt
  EXPECT_EQ(mended.exit, 0) << mended.err;
  papers.expect_one_whole_submission();
}

TEST(Storage, AFullArchiveDiskIsSaidAndNothingIsLost) {
  const HomeWithPapers papers;
  const TemporaryHome& home = papers.home();
  if (!can_mount(home)) GTEST_SKIP() << "no disk can be mounted here";
  sign_both_copies(papers);

  {
    Running service({"run", "--home", home.path().string()}, "No space left on device",
                    with_disk(home, "size=64k"));
    EXPECT_THAT(service.line(), HasSubstr("请检查磁盘空间"));
    EXPECT_EQ(service.stop(), 0);
  }
  const json waiting = home.submissions();
  ASSERT_EQ(waiting.size(), 1U);
  EXPECT_EQ(waiting[0].at("copies").size(), 2U);

  papers.run_once();
  papers.expect_one_whole_submission();
}

TEST(Storage, AnArchiveThatIsGoneForAWhileIsNotBegunAnew) {
  const HomeWithPapers papers;
  const TemporaryHome& home = papers.home();
  papers.run_once();
  papers.approve();
  papers.run_once();
  papers.expect_one_whole_submission();
  const auto archive = home.path() / "archive";
  const auto away = home.path() / "away";
  std::filesystem::rename(archive, away);
  std::filesystem::create_directory(archive);  // the empty folder under the mount

  EXPECT_EQ(home.command({"archive", "verify", "--repair"}).exit, 1);
  EXPECT_EQ(home.command({"archive", "report"}).exit, 2);
  const std::string id = home.submissions().at(0).at("id");
  const Ended refused = home.command({"archive", "hold", id, "--reason", "诉讼中"});

  EXPECT_NE(refused.exit, 0);
  EXPECT_TRUE(std::filesystem::is_empty(archive)) << "nothing went into the folder under the mount";
  std::filesystem::remove(archive);
  std::filesystem::rename(away, archive);
  EXPECT_EQ(home.command({"archive", "hold", id, "--reason", "诉讼中"}).exit, 0);
  EXPECT_EQ(home.command({"archive", "verify"}).exit, 0);
}

}  // namespace
}  // namespace chengnuo::console
