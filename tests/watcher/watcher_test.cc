#include "watcher/watcher.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "tests/watcher/watched.h"

namespace chengnuo::watcher {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::IsEmpty;
using testing::SizeIs;

TEST(Watcher, TakesAFileOnceItHasBeenQuietForTwoSeconds) {
  Watched watched;
  Watcher watcher = watched.by_hand();
  watched.home.drop("a.pdf", kPdf);

  const auto due = watcher.scan_once();
  ASSERT_TRUE(due);
  EXPECT_EQ(*due - watched.hand.now, seconds(2));
  watched.hand.now += milliseconds(1999);
  EXPECT_TRUE(watcher.scan_once());
  EXPECT_THAT(watched.told.reports(), IsEmpty());

  watched.hand.now += milliseconds(1);
  EXPECT_FALSE(watcher.scan_once());
  EXPECT_THAT(watched.told.reports(), SizeIs(1));
}

TEST(Watcher, WaitsForAFileThatStillGrows) {
  Watched watched;
  Watcher watcher = watched.by_hand();
  std::string bytes = "%PDF-1.4\n";

  for (int part = 0; part < 5; ++part) {
    watched.home.drop("slow.pdf", bytes += "some bytes\n");
    EXPECT_TRUE(watcher.scan_once());
    watched.hand.now += seconds(3);  // longer than quiet, but the last look was at fewer bytes
  }
  watched.home.drop("slow.pdf", bytes += "%%EOF\n");
  EXPECT_TRUE(watcher.scan_once());
  watched.hand.now += seconds(2);
  watcher.scan_once();

  ASSERT_THAT(watched.open.submissions(), SizeIs(1));
  EXPECT_EQ(
      pipeline::read_file(watched.home.work.drop(watched.open.submissions()[0].drops.at(0).sha256)),
      bytes);
}

TEST(Watcher, TakesAnIncompleteFileOnlyAfterALongTime) {
  Watched watched;
  Watcher watcher = watched.by_hand();
  watched.home.drop("cut.pdf", "%PDF-1.4\nand no end");
  watcher.scan_once();

  watched.hand.now += std::chrono::minutes(9);
  EXPECT_TRUE(watcher.scan_once());
  EXPECT_THAT(watched.open.submissions(), IsEmpty());
  watched.hand.now += std::chrono::minutes(1);
  EXPECT_FALSE(watcher.scan_once());
  EXPECT_THAT(watched.open.submissions(), SizeIs(1));
}

TEST(Watcher, LeavesAFileThatAProgramStillWritesTo) {
  Watched watched;
  Watcher watcher = watched.by_hand();
  const auto path = watched.home.drop("a.pdf", kPdf);
  {
    const std::ofstream writer(path, std::ios::app);
    watcher.scan_once();
    watched.hand.now += seconds(3);
    EXPECT_TRUE(watcher.scan_once());
    EXPECT_THAT(watched.open.submissions(), IsEmpty());
  }
  EXPECT_FALSE(watcher.scan_once());
  EXPECT_THAT(watched.open.submissions(), SizeIs(1));
}

TEST(Watcher, NamesUnitAndBatchByTheFolders) {
  Watched watched;
  Watcher watcher = watched.by_hand();
  watched.home.drop("第一批/县/a.pdf", kPdf);
  pipeline::write_durably(watched.home.inbox / "b.pdf", "%PDF b %%EOF");
  watcher.scan_once();
  watched.hand.now += seconds(2);
  watcher.scan_once();

  auto reports = watched.told.reports();
  ASSERT_THAT(reports, SizeIs(2));
  std::ranges::sort(reports, {}, &Report::name);
  EXPECT_EQ(reports[0].unit, "KJS");
  EXPECT_EQ(reports[0].batch, "第一批");
  EXPECT_EQ(reports[1].unit, "HDB");
  EXPECT_EQ(reports[1].batch, "");
  EXPECT_TRUE(std::filesystem::exists(watched.home.inbox / "已接收/b.pdf"));
}

TEST(Watcher, TakesADroppedFolderForABatchWhereTheUnitsAreKnown) {
  Watched watched;
  WatcherSettings settings = watched.settings();
  settings.units = {"KJS", "HDB"};
  Watcher watcher(settings, watched.open.intake, watched.told.observer(), watched.hand.clock());
  watched.home.drop("a.pdf", kPdf);
  pipeline::write_durably(watched.home.inbox / "2025年第一批/县/b.pdf", "%PDF b %%EOF");
  watcher.scan_once();
  watched.hand.now += seconds(2);
  watcher.scan_once();

  auto reports = watched.told.reports();
  ASSERT_THAT(reports, SizeIs(2));
  std::ranges::sort(reports, {}, &Report::name);
  EXPECT_EQ(reports[0].unit, "KJS");
  EXPECT_EQ(reports[1].unit, "HDB");
  EXPECT_EQ(reports[1].batch, "2025年第一批");
  EXPECT_TRUE(std::filesystem::exists(watched.home.inbox / "已接收/2025年第一批/县/b.pdf"));
}

TEST(Watcher, LetsUnitsAndBatchesTakeTurns) {
  Watched watched;
  Watcher watcher = watched.by_hand();
  for (int i = 1; i <= 30; ++i) {
    watched.home.drop("大批/" + std::to_string(i) + ".pdf", kPdf + std::to_string(i) + "%%EOF");
  }
  watched.home.drop("单件.pdf", "%PDF single %%EOF");
  watcher.scan_once();
  watched.hand.now += seconds(2);
  watcher.scan_once();

  const auto reports = watched.told.reports();
  ASSERT_THAT(reports, SizeIs(31));
  const auto single = std::ranges::find(reports, "单件.pdf", &Report::name);
  EXPECT_LE(single - reports.begin(), 1);
  EXPECT_EQ(reports[2].name, "2.pdf");
}

TEST(Watcher, NeverTouchesIgnoredFiles) {
  Watched watched;
  Watcher watcher = watched.by_hand();
  for (const char* name : {"a.pdf.part", "Thumbs.db", "~$a.docx", ".a.pdf.swp", "已接收/b.pdf"}) {
    watched.home.drop(name, kPdf);
  }

  EXPECT_FALSE(watcher.scan_once());
  EXPECT_THAT(watched.home.files(), SizeIs(5));
}

TEST(Watcher, DoesNotFollowALinkToAFolder) {
  Watched watched;
  Watcher watcher = watched.by_hand();
  std::filesystem::create_directories(watched.home.folder / "outside");
  pipeline::write_durably(watched.home.folder / "outside/a.pdf", kPdf);
  std::filesystem::create_directory_symlink(watched.home.folder / "outside",
                                            watched.home.unit / "link");
  watcher.scan_once();
  watched.hand.now += seconds(2);
  watcher.scan_once();

  ASSERT_THAT(watched.told.reports(), SizeIs(1));
  EXPECT_EQ(watched.told.reports()[0].outcome, Outcome::refused);
  EXPECT_TRUE(std::filesystem::exists(watched.home.folder / "outside/a.pdf"));
}

TEST(Watcher, TriesAFileThatFailedAgainLaterAndGoesOnWithTheOthers) {
  Watched watched;
  Watcher watcher = watched.by_hand();
  watched.home.drop("a.pdf", kPdf);
  watched.home.drop("b.pdf", "%PDF b %%EOF");
  // A file where the work folder's own folder should be: nothing can be stored.
  pipeline::write_durably(watched.home.work.drops(), "in the way");
  watcher.scan_once();
  watched.hand.now += seconds(2);
  ASSERT_TRUE(watcher.scan_once());
  ASSERT_THAT(watched.told.reports(), SizeIs(2));
  EXPECT_EQ(watched.told.reports()[1].outcome, Outcome::failed);
  EXPECT_TRUE(std::filesystem::exists(watched.home.unit / "a.pdf"));

  std::filesystem::remove(watched.home.work.drops());
  watcher.scan_once();
  EXPECT_THAT(watched.open.submissions(), IsEmpty()) << "not before its time";
  watched.hand.now += seconds(5);
  EXPECT_FALSE(watcher.scan_once());
  EXPECT_THAT(watched.open.submissions(), SizeIs(2));
}

}  // namespace
}  // namespace chengnuo::watcher
