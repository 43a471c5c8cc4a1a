// The watcher at work: in its own thread, with real waiting.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <thread>

#include "tests/watcher/watched.h"
#include "tests/watcher/zip_writer.h"

namespace chengnuo::watcher {
namespace {

using std::chrono::milliseconds;
using testing::SizeIs;

TEST(Watcher, DrainsEverythingAndEnds) {
  Watched watched;
  WatcherSettings settings = watched.settings();
  settings.quiet = milliseconds(20);
  settings.drain_patience = milliseconds(60);
  Watcher watcher(settings, watched.open.intake, watched.told.observer());
  for (int i = 0; i < 12; ++i)
    watched.home.drop(std::to_string(i) + ".pdf", kPdf + std::to_string(i) + "%%EOF");
  watched.home.drop("empty.pdf", "");
  watched.home.drop("cut.pdf", "%PDF cut");
  watched.home.drop("z.zip", tests::zip_of({{"in.pdf", "%PDF in"}}));

  watcher.drain();

  EXPECT_THAT(watched.open.submissions(), SizeIs(14));
  for (const std::string& file : watched.home.files()) {
    EXPECT_TRUE(file.starts_with("已接收/") || file.starts_with("待处理/")) << file;
  }
}

class WatcherInItsThread : public testing::TestWithParam<Noticing> {};
INSTANTIATE_TEST_SUITE_P(Watcher, WatcherInItsThread,
                         testing::Values(Noticing::automatic, Noticing::polling),
                         [](const auto& noticing) {
                           return noticing.param == Noticing::polling ? "Polling" : "Automatic";
                         });

TEST_P(WatcherInItsThread, NoticesFilesInOldAndNewFolders) {
  Watched watched;
  WatcherSettings settings = watched.settings();
  settings.quiet = milliseconds(20);
  settings.poll = milliseconds(50);
  settings.rescan = std::chrono::minutes(10);  // with events, nothing here may need it
  settings.noticing = GetParam();
  Watcher watcher(settings, watched.open.intake, watched.told.observer());
  watched.home.drop("there before.pdf", kPdf);

  std::jthread thread([&](std::stop_token stop) { watcher.run(std::move(stop)); });
  ASSERT_TRUE(watched.told.wait_for(1));
  watched.home.drop("later.pdf", "%PDF later %%EOF");
  ASSERT_TRUE(watched.told.wait_for(2));
  watched.home.drop("新批次/deep/a.pdf", "%PDF deep %%EOF");
  ASSERT_TRUE(watched.told.wait_for(3));
  pipeline::write_durably(watched.home.inbox / "新单位/b.pdf", "%PDF new unit %%EOF");
  ASSERT_TRUE(watched.told.wait_for(4));

  thread.request_stop();
  thread.join();
  EXPECT_THAT(watched.open.submissions(), SizeIs(4));
}

TEST(Watcher, TakesNothingOfACopyThatIsUnderWay) {
  Watched watched;
  WatcherSettings settings = watched.settings();
  settings.quiet = milliseconds(20);
  Watcher watcher(settings, watched.open.intake, watched.told.observer());
  std::jthread thread([&](std::stop_token stop) { watcher.run(std::move(stop)); });

  std::ofstream slow(watched.home.unit / "slow.pdf", std::ios::binary);
  slow << "%PDF-1.4 first half" << std::flush;
  watched.home.drop("quick.pdf", kPdf);
  ASSERT_TRUE(watched.told.wait_for(1));
  EXPECT_EQ(watched.told.reports()[0].name, "quick.pdf");
  slow << " second half %%EOF\n";
  slow.close();

  ASSERT_TRUE(watched.told.wait_for(2));
  EXPECT_EQ(watched.told.reports()[1].name, "slow.pdf");
  EXPECT_EQ(pipeline::read_file(watched.home.work.drop(watched.told.reports()[1].sha256)),
            "%PDF-1.4 first half second half %%EOF\n");
}

TEST(Watcher, WaitsForAnInboxThatIsNotMounted) {
  Watched watched;
  WatcherSettings settings = watched.settings();
  settings.inbox = watched.home.folder / "not there yet";
  settings.quiet = settings.poll = milliseconds(20);
  Watcher watcher(settings, watched.open.intake, watched.told.observer());
  std::jthread thread([&](std::stop_token stop) { watcher.run(std::move(stop)); });

  ASSERT_TRUE(watched.told.wait_for(1));
  EXPECT_EQ(watched.told.reports()[0].outcome, Outcome::failed);
  pipeline::write_durably(settings.inbox / "KJS/a.pdf", kPdf);
  ASSERT_TRUE(watched.told.wait_for(2));
  EXPECT_EQ(watched.told.reports()[1].outcome, Outcome::taken);
}

TEST(FolderEvents, CanBeTrustedOnALocalDisk) {
  tests::TemporaryFolder folder;

  EXPECT_TRUE(FolderEvents().can_be_trusted_in(folder.path()));
  EXPECT_FALSE(FolderEvents().can_be_trusted_in(folder / "missing"));
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

}  // namespace
}  // namespace chengnuo::watcher
