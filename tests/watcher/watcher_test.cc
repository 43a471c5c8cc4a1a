#include "watcher/watcher.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <condition_variable>
#include <fstream>
#include <mutex>
#include <thread>

#include "pipeline/digest.h"
#include "tests/watcher/home.h"
#include "tests/watcher/zip_writer.h"
#include "watcher/reconcile.h"

namespace chengnuo::watcher {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using tests::Home;
using tests::OpenHome;

constexpr const char* kPdf = "%PDF-1.4\n%%EOF\n";

/// A clock that only the test moves.
struct HandClock {
  SteadyTime now{};
  Clock clock() {
    return [this] { return now; };
  }
};

/// What the watcher told; may be waited for from another thread.
class Told {
 public:
  IntakeObserver observer() {
    return [this](const Report& report) {
      const std::lock_guard lock(mutex_);
      reports_.push_back(report);
      changed_.notify_all();
    };
  }
  bool wait_for(std::size_t count) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, seconds(20), [&] { return reports_.size() >= count; });
  }
  std::vector<Report> reports() {
    const std::lock_guard lock(mutex_);
    return reports_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Report> reports_;
};

struct Watched {
  Home home;
  OpenHome open{home};
  Told told;
  HandClock hand;

  WatcherSettings settings() const {
    WatcherSettings settings;
    settings.inbox = home.inbox;
    settings.default_unit = "HDB";
    return settings;
  }
  Watcher by_hand() { return {settings(), open.intake, told.observer(), hand.clock()}; }
};

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
