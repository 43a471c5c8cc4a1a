#include "watcher/intake.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "pipeline/digest.h"
#include "tests/watcher/as_nobody.h"
#include "tests/watcher/crash.h"
#include "tests/watcher/home.h"
#include "tests/watcher/small_disk.h"
#include "tests/watcher/zip_writer.h"

namespace chengnuo::watcher {
namespace {

using pipeline::read_file;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using tests::Home;
using tests::OpenHome;
using tests::zip_of;

constexpr const char* kPdf = "%PDF-1.4\n%%EOF\n";

TEST(Intake, KeepsTheBytesEntersThemAndMovesTheFile) {
  Home home;
  OpenHome open(home);
  home.drop("第一批/承诺书.pdf", kPdf);
  InboxPlace place = home.place("第一批/承诺书.pdf");
  place.batch = "第一批";

  const auto reports = open.intake.take_in(place);

  ASSERT_THAT(reports, SizeIs(1));
  EXPECT_EQ(reports[0].outcome, Outcome::taken);
  EXPECT_THAT(home.files(), ElementsAre("已接收/第一批/承诺书.pdf"));
  EXPECT_EQ(read_file(home.work.drop(reports[0].sha256)), kPdf);
  const auto submission = open.reg.find(reports[0].submission).value();
  EXPECT_EQ(submission.unit, "KJS");
  EXPECT_EQ(submission.batch, "第一批");
  EXPECT_EQ(submission.stage, "read");
  ASSERT_THAT(submission.drops, SizeIs(1));
  EXPECT_EQ(submission.drops[0].name, "承诺书.pdf");
  EXPECT_EQ(submission.drops[0].folder, "第一批");
  EXPECT_EQ(submission.drops[0].sha256, pipeline::sha256_hex(kPdf));
  EXPECT_EQ(submission.drops[0].size, 15);
}

TEST(Intake, OverwritesNothingThatWasReceivedBefore) {
  Home home;
  OpenHome open(home);
  home.drop("scan.pdf", "%PDF first");
  open.intake.take_in(home.place("scan.pdf"));
  home.drop("scan.pdf", "%PDF second");
  open.intake.take_in(home.place("scan.pdf"));

  EXPECT_THAT(home.files(), ElementsAre("已接收/scan (2).pdf", "已接收/scan.pdf"));
  EXPECT_EQ(read_file(home.unit / "已接收/scan.pdf"), "%PDF first");
  EXPECT_THAT(open.submissions(), SizeIs(2));
}

TEST(Intake, SaysWhichSubmissionADuplicateIsTheSameAs) {
  Home home;
  OpenHome open(home);
  home.drop("a.pdf", kPdf);
  const auto first = open.intake.take_in(home.place("a.pdf"));
  home.drop("又一份.pdf", kPdf);

  const auto second = open.intake.take_in(home.place("又一份.pdf"));

  EXPECT_EQ(second[0].outcome, Outcome::duplicate);
  EXPECT_THAT(second[0].message.zh, HasSubstr("与 " + first[0].submission + " 相同"));
  EXPECT_THAT(home.files(), ElementsAre("已接收/a.pdf", "已接收/又一份.pdf"));
  EXPECT_THAT(open.submissions(), SizeIs(1));
}

TEST(Intake, RecognisesTheSameFileDroppedAgainAsADuplicate) {
  Home home;
  OpenHome open(home);
  home.drop("a.pdf", kPdf);
  open.intake.take_in(home.place("a.pdf"));
  home.drop("a.pdf", kPdf);

  EXPECT_EQ(open.intake.take_in(home.place("a.pdf"))[0].outcome, Outcome::duplicate);
}

TEST(Intake, TakesFilesWhoseNamesAreInGbk) {
  Home home;
  OpenHome open(home);
  const std::string raw = "\xB3\xD0\xC5\xB5\xCA\xE9.pdf";
  home.drop(raw, kPdf);

  const auto reports = open.intake.take_in(home.place(raw));

  EXPECT_EQ(reports[0].name, "承诺书.pdf");
  EXPECT_EQ(open.submissions()[0].drops[0].name, "承诺书.pdf");
  EXPECT_THAT(home.files(), ElementsAre("已接收/" + raw));
}

class Refusal : public testing::Test {
 protected:
  void expect_refused(const std::string& name, const std::string& reason) {
    const auto reports = open_.intake.take_in(home_.place(name));
    ASSERT_THAT(reports, SizeIs(1));
    EXPECT_EQ(reports[0].outcome, Outcome::refused);
    EXPECT_THAT(reports[0].message.zh, HasSubstr(reason));
    EXPECT_FALSE(reports[0].message.en.empty());
    EXPECT_THAT(home_.files(),
                testing::IsSupersetOf({"待处理/" + name, "待处理/" + name + ".说明.txt"}));
    EXPECT_THAT(read_file(home_.unit / "待处理" / (name + ".说明.txt")), HasSubstr(reason));
    EXPECT_THAT(open_.submissions(), IsEmpty());
  }

  Home home_;
  OpenHome open_{home_};
};

TEST_F(Refusal, OfASymbolicLink) {
  std::filesystem::create_symlink("/etc/passwd", home_.unit / "link.pdf");
  expect_refused("link.pdf", "符号链接");
  EXPECT_TRUE(std::filesystem::is_symlink(home_.unit / "待处理/link.pdf"));
}

TEST_F(Refusal, OfAPipeWithoutWaitingForItsWriter) {
  ASSERT_EQ(::mkfifo((home_.unit / "pipe.pdf").c_str(), 0600), 0);
  expect_refused("pipe.pdf", "管道");
}

TEST_F(Refusal, OfAFileWithASecondName) {
  pipeline::write_durably(home_.folder / "elsewhere.pdf", kPdf);
  std::filesystem::create_hard_link(home_.folder / "elsewhere.pdf", home_.unit / "hard.pdf");
  expect_refused("hard.pdf", "硬链接");
  EXPECT_EQ(read_file(home_.folder / "elsewhere.pdf"), kPdf);
}

TEST_F(Refusal, OfAnEmptyFile) {
  home_.drop("empty.pdf", "");
  expect_refused("empty.pdf", "空");
}

TEST_F(Refusal, OfOtherArchives) {
  home_.drop("第一批.rar", "Rar!\x1A\x07\x01 and so on");
  expect_refused("第一批.rar", "RAR");
}

TEST_F(Refusal, OfAFileThatMayNotBeRead) {
  const auto path = home_.drop("secret.pdf", kPdf);
  ::chmod(path.c_str(), 0);
  const tests::AsNobody nobody(home_.folder.path());
  expect_refused("secret.pdf", "权限");
}

TEST_F(Refusal, OfTheSameNameTwiceKeepsBoth) {
  home_.drop("empty.pdf", "");
  open_.intake.take_in(home_.place("empty.pdf"));
  home_.drop("empty.pdf", "");
  open_.intake.take_in(home_.place("empty.pdf"));

  EXPECT_THAT(home_.files(), ElementsAre("待处理/empty (2).pdf", "待处理/empty (2).pdf.说明.txt",
                                         "待处理/empty.pdf", "待处理/empty.pdf.说明.txt"));
}

TEST(Intake, FollowsNoLinkAmongTheFoldersAboveAFile) {
  Home home;
  OpenHome open(home);
  std::filesystem::create_directories(home.folder / "outside");
  pipeline::write_durably(home.folder / "outside/secret.pdf", kPdf);
  std::filesystem::create_directory_symlink(home.folder / "outside", home.unit / "batch");

  EXPECT_THROW(open.intake.take_in(home.place("batch/secret.pdf")), pipeline::Error);
  EXPECT_THROW(open.intake.take_in(home.place("../../outside/secret.pdf")), pipeline::Error);

  EXPECT_THAT(open.submissions(), IsEmpty());
  EXPECT_TRUE(std::filesystem::exists(home.folder / "outside/secret.pdf"));
}

TEST(Intake, SaysNothingOfAFileThatIsGone) {
  Home home;
  OpenHome open(home);

  EXPECT_EQ(open.intake.take_in(home.place("gone.pdf"))[0].outcome, Outcome::waiting);
}

TEST(Intake, BeginsNothingWhereItMayNotMoveTheFile) {
  Home home;
  OpenHome open(home);
  home.drop("batch/a.pdf", kPdf);
  std::filesystem::permissions(home.unit / "batch", std::filesystem::perms(0555));
  const tests::AsNobody nobody(home.folder.path());
  try {
    open.intake.take_in(home.place("batch/a.pdf"));
    ADD_FAILURE() << "it was taken";
  } catch (const pipeline::Error& error) {
    EXPECT_EQ(error.remedy(), pipeline::Remedy::fix_setup);
  }
  EXPECT_THAT(open.submissions(), IsEmpty());
}

TEST(Intake, LeavesTheFileInTheInboxWhileTheDiskIsFull) {
  Home home;
  home.drop("large.pdf", "%PDF" + std::string(1 << 20, 'x') + "%%EOF");
  home.drop("large.zip", zip_of({{"large.pdf", std::string(1 << 20, 'x')}}));

  const auto right = tests::on_small_disk(home.work.root(), [&] {
    OpenHome open(home);
    for (const char* name : {"large.pdf", "large.zip"}) {
      try {
        open.intake.take_in(home.place(name));
        return false;
      } catch (const pipeline::Error& error) {
        if (error.remedy() != pipeline::Remedy::retry) return false;
        if (error.message().zh.find("磁盘空间已满") == std::string::npos) return false;
      }
    }
    // What was half made is gone, so that the disk is as empty as before.
    return std::filesystem::is_empty(home.work.drops()) &&
           std::filesystem::is_empty(home.work.unpacking());
  });

  if (!right) GTEST_SKIP() << "no disk can be mounted here";
  EXPECT_TRUE(*right);
  EXPECT_THAT(home.files(), ElementsAre("large.pdf", "large.zip"));
  OpenHome open(home);
  EXPECT_EQ(open.intake.take_in(home.place("large.pdf"))[0].outcome, Outcome::taken);
}

TEST(Intake, LeavesAFileOfOnesOwnWhereItIs) {
  Home home;
  OpenHome open(home);
  pipeline::write_durably(home.folder / "mine.pdf", kPdf);

  const auto reports = open.intake.take_copy(home.folder / "mine.pdf", "KJS", "批次");

  EXPECT_EQ(reports[0].outcome, Outcome::taken);
  EXPECT_EQ(open.submissions()[0].batch, "批次");
  EXPECT_EQ(read_file(home.folder / "mine.pdf"), kPdf);
  EXPECT_EQ(open.intake.take_copy(home.folder / "mine.pdf", "KJS", "批次")[0].outcome,
            Outcome::duplicate);
  EXPECT_THROW(open.intake.take_copy(home.folder / "none.pdf", "KJS", ""), pipeline::Error);
}

TEST(Intake, DeliversEachFileOfAZipUnderItsBatch) {
  Home home;
  OpenHome open(home);
  home.drop("石家庄市.zip", zip_of({{"\xBC\xD7.pdf", "%PDF a"}, {"folder/b.pdf", "%PDF b"}}));

  const auto reports = open.intake.take_in(home.place("石家庄市.zip"));

  ASSERT_THAT(reports, SizeIs(3));
  EXPECT_EQ(reports[0].name, "石家庄市.zip/甲.pdf");
  EXPECT_EQ(reports[1].name, "石家庄市.zip/folder/b.pdf");
  EXPECT_THAT(reports[2].message.zh, HasSubstr("接收 2 个"));
  EXPECT_EQ(read_file(home.work.drop(reports[1].sha256)), "%PDF b");
  for (const auto& submission : open.submissions()) EXPECT_EQ(submission.batch, "石家庄市");
  EXPECT_THAT(home.files(), ElementsAre("已接收/石家庄市.zip"));
  EXPECT_TRUE(std::filesystem::is_empty(home.work.unpacking()));
}

TEST(Intake, DeliversTheGoodFilesOfAZipAndSaysWhichWereRefused) {
  Home home;
  OpenHome open(home);
  home.drop("a.zip", zip_of({{"good.pdf", "%PDF"},
                             {"../evil.pdf", "%PDF evil"},
                             {"locked.pdf", "x", 1},
                             {"empty.pdf", ""}}));

  const auto reports = open.intake.take_in(home.place("a.zip"));

  ASSERT_THAT(reports, SizeIs(5));
  EXPECT_EQ(reports[0].outcome, Outcome::taken);
  EXPECT_THAT(open.submissions(), SizeIs(1));
  EXPECT_THAT(home.files(), ElementsAre("已接收/a.zip", "待处理/a.zip.说明.txt"));
  const std::string explanation = read_file(home.unit / "待处理/a.zip.说明.txt");
  EXPECT_THAT(explanation, HasSubstr("a.zip/../evil.pdf"));
  EXPECT_THAT(explanation, HasSubstr("密码"));
  EXPECT_THAT(explanation, HasSubstr("a.zip/empty.pdf"));
  EXPECT_FALSE(std::filesystem::exists(home.folder / "evil.pdf"));
}

TEST(Intake, RefusesAZipThatHoldsNothingUseful) {
  Home home;
  OpenHome open(home);
  home.drop("locked.zip", zip_of({{"locked.pdf", "x", 1}}));
  home.drop("none.zip", zip_of({{"Thumbs.db", "x"}}));
  home.drop("broken.zip", "PK\x03\x04 broken");

  open.intake.take_in(home.place("locked.zip"));
  open.intake.take_in(home.place("none.zip"));
  open.intake.take_in(home.place("broken.zip"));

  EXPECT_THAT(home.files(), ElementsAre("待处理/broken.zip", "待处理/broken.zip.说明.txt",
                                        "待处理/locked.zip", "待处理/locked.zip.说明.txt",
                                        "待处理/none.zip", "待处理/none.zip.说明.txt"));
  EXPECT_THAT(open.submissions(), IsEmpty());
}

TEST(Intake, TakesAnOfficeDocumentAsOneFile) {
  Home home;
  OpenHome open(home);
  home.drop("汇总表.xlsx", zip_of({{"[Content_Types].xml", "<x/>"}, {"xl/a.xml", "x"}}));

  const auto reports = open.intake.take_in(home.place("汇总表.xlsx"));

  ASSERT_THAT(reports, SizeIs(1));
  EXPECT_EQ(open.submissions().at(0).batch, "");
}

#ifdef CHENGNUO_CRASH_POINTS

class PowerCut : public testing::TestWithParam<const char*> {};

class PowerCutWhileTaking : public PowerCut {};
INSTANTIATE_TEST_SUITE_P(Intake, PowerCutWhileTaking,
                         testing::Values("intake-stored", "receive: before commit",
                                         "receive: after commit", "intake-registered",
                                         "intake-moved"));

TEST_P(PowerCutWhileTaking, LeavesOneSubmissionAndEveryByte) {
  Home home;
  home.drop("a.pdf", kPdf);

  ASSERT_TRUE(
      tests::dies_at(GetParam(), [&] { OpenHome(home).intake.take_in(home.place("a.pdf")); }));
  OpenHome open(home);
  const bool still_there = std::filesystem::exists(home.unit / "a.pdf");
  const auto reports = open.intake.take_in(home.place("a.pdf"));

  EXPECT_EQ(reports[0].outcome, still_there ? Outcome::taken : Outcome::waiting);
  ASSERT_THAT(open.submissions(), SizeIs(1));
  EXPECT_EQ(read_file(home.work.drop(open.submissions()[0].drops.at(0).sha256)), kPdf);
  EXPECT_THAT(home.files(), ElementsAre("已接收/a.pdf"));
  EXPECT_EQ(read_file(home.unit / "已接收/a.pdf"), kPdf);
}

class PowerCutWhileRefusing : public PowerCut {};
INSTANTIATE_TEST_SUITE_P(Intake, PowerCutWhileRefusing,
                         testing::Values("refuse: before commit", "intake-refused",
                                         "intake-explained"));

TEST_P(PowerCutWhileRefusing, KeepsTheFileAndOneExplanation) {
  Home home;
  home.drop("a.rar", "Rar!\x1A\x07 bytes");

  ASSERT_TRUE(
      tests::dies_at(GetParam(), [&] { OpenHome(home).intake.take_in(home.place("a.rar")); }));
  OpenHome(home).intake.take_in(home.place("a.rar"));

  EXPECT_THAT(home.files(), ElementsAre("待处理/a.rar", "待处理/a.rar.说明.txt"));
}

class PowerCutWhileUnpacking : public PowerCut {};
INSTANTIATE_TEST_SUITE_P(Intake, PowerCutWhileUnpacking,
                         testing::Values("intake-stored", "intake-registered", "intake-unpacked",
                                         "intake-moved"));

TEST_P(PowerCutWhileUnpacking, DeliversEachFileOfAZipOnce) {
  Home home;
  home.drop("a.zip", zip_of({{"a.pdf", "%PDF a"}, {"b.pdf", "%PDF b"}, {"c.pdf", "%PDF c"}}));

  ASSERT_TRUE(
      tests::dies_at(GetParam(), [&] { OpenHome(home).intake.take_in(home.place("a.zip")); }));
  OpenHome open(home);
  const auto reports = open.intake.take_in(home.place("a.zip"));

  for (const Report& report : reports) EXPECT_NE(report.outcome, Outcome::duplicate);
  EXPECT_THAT(open.submissions(), SizeIs(3));
  EXPECT_THAT(home.files(), ElementsAre("已接收/a.zip"));
}

#endif

}  // namespace
}  // namespace chengnuo::watcher
