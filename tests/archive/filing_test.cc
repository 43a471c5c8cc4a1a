#include "archive/filing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "archive/recovery.h"
#include "archive/retrieve.h"
#include "archive/stage.h"
#include "pipeline/digest.h"
#include "pipeline/error.h"
#include "pipeline/file.h"
#include "pipeline/json.h"
#include "tests/archive/archive_on_each_database.h"
#include "tests/watcher/as_nobody.h"
#include "tests/watcher/small_disk.h"

namespace chengnuo::archive {
namespace {

using pipeline::Error;
using pipeline::Submission;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using tests::OpenArchive;
using tests::Papers;

class Filings : public tests::ArchiveOnEachDatabase {};
CHENGNUO_ON_EACH_DATABASE(Filings);

TEST_P(Filings, KeepsEverythingOfASubmission) {
  OpenArchive archive(papers_, database());
  Submission submission = papers_.submission("S1", "甲公司");

  const Record record = archive.filing.file(submission);

  EXPECT_EQ(submission.archive_code, "J001-WS·2025-D30-KJS-0001");
  std::vector<std::string> roles;
  for (const RecordObject& object : record.objects) {
    roles.push_back(object.role);
    EXPECT_EQ(archive.store.verify(object.bytes.sha256), Fixity::whole);
  }
  EXPECT_THAT(roles, ElementsAre(kDropRole, kFormPageRole, kUnitCopyRole, kEnterpriseCopyRole,
                                 kLetterTextRole, kPageTextRole));
  EXPECT_EQ(record.objects[1].dpi, 300);
  for (const pipeline::Copy& copy : submission.copies) {
    EXPECT_EQ(pipeline::sha256_of_file(papers_.archive() / copy.path), copy.sha256);
  }
}

TEST_P(Filings, IsTheSameWhenTheStageRunsTwice) {
  OpenArchive archive(papers_, database());
  Submission first = papers_.submission("S1", "甲公司");
  Submission second = first;

  archive.filing.file(first);
  const auto files = papers_.archived_files();
  pass(std::chrono::minutes(5));
  archive.filing.file(second);
  Submission third = second;  // as the register has it after the first run
  archive.filing.file(third);

  EXPECT_EQ(papers_.archived_files(), files);
  EXPECT_EQ(nlohmann::json(first), nlohmann::json(second));
  EXPECT_EQ(nlohmann::json(first), nlohmann::json(third));
  EXPECT_THAT(archive.catalogue.search({}), SizeIs(1));
}

TEST_P(Filings, MakesANewVersionOfWhatWasCorrected) {
  OpenArchive archive(papers_, database());
  Submission submission = papers_.submission("S1", "甲公司");
  archive.filing.file(submission);
  const std::string first = archive.catalogue.find("S1")->record;
  submission.enterprise = "甲有限公司";

  const Record second = archive.filing.file(submission);

  EXPECT_EQ(second.version, 2);
  EXPECT_EQ(second.previous, first);
  EXPECT_EQ(second.code, "J001-WS·2025-D30-KJS-0001");
  EXPECT_EQ(read_record(archive.store, first).submission.enterprise, "甲公司");
  EXPECT_THAT(names({}), ElementsAre("甲有限公司"));
}

TEST_P(Filings, NeedsNoWorkFolderForALaterVersion) {
  OpenArchive archive(papers_, database());
  Submission submission = papers_.submission("S1", "甲公司");
  const Record first = archive.filing.file(submission);
  std::filesystem::remove_all(papers_.work().root());
  submission.credit_code = "corrected";

  const Record second = archive.filing.file(submission);

  EXPECT_EQ(second.version, 2);
  EXPECT_EQ(second.objects.size(), first.objects.size());
  EXPECT_THAT(names({.text = "郑重承诺"}), ElementsAre("甲公司"));
}

TEST_P(Filings, TakesNoCopyThatIsNotTheOneThatWasSigned) {
  OpenArchive archive(papers_, database());
  Submission submission = papers_.submission("S1", "甲公司");
  pipeline::write_durably(papers_.work().root() / submission.copies[1].path, "another file");

  EXPECT_THROW(archive.filing.file(submission), Error);
  EXPECT_THAT(archive.catalogue.search({}), IsEmpty());
  submission.copies.pop_back();
  EXPECT_THROW(archive.filing.file(submission), Error);
}

TEST_P(Filings, WaitsForTheAdministratorWhileItIsReadOnly) {
  std::filesystem::create_directories(papers_.archive());
  std::filesystem::permissions(papers_.archive(), std::filesystem::perms(0555));
  OpenArchive archive(papers_, database());
  const Submission submission = papers_.submission("S1", "甲公司");
  {
    const tests::AsNobody nobody(papers_.folder());
    Submission attempt = submission;
    try {
      archive.filing.file(attempt);
      ADD_FAILURE() << "it was filed";
    } catch (const Error& error) {
      EXPECT_EQ(error.remedy(), pipeline::Remedy::fix_setup);
      EXPECT_FALSE(error.advice().zh.empty());
    }
  }
  std::filesystem::permissions(papers_.archive(), std::filesystem::perms(0755));

  Submission again = submission;
  archive.filing.file(again);

  EXPECT_EQ(again.archive_code, "J001-WS·2025-D30-KJS-0001");
  EXPECT_THAT(papers_.archived_files(), SizeIs(8));
}

TEST_P(Filings, TriesAgainWhileTheDiskIsFull) {
  Submission submission = papers_.submission("S1", "甲公司");
  const std::string copy = "%PDF-1.7" + std::string(1 << 20, 'x');
  pipeline::write_durably(papers_.work().root() / submission.copies[0].path, copy);
  submission.copies[0].sha256 = pipeline::sha256_hex(copy);

  const auto right = tests::on_small_disk(papers_.archive(), [&] {
    const auto own = another_database();
    Submission attempt = submission;
    try {
      OpenArchive(papers_, *own).filing.file(attempt);
      return false;
    } catch (const Error& error) {
      return error.remedy() == pipeline::Remedy::retry;
    }
  });

  if (!right) GTEST_SKIP() << "no disk can be mounted here";
  EXPECT_TRUE(*right);
  OpenArchive archive(papers_, database());
  archive.filing.file(submission);
  EXPECT_EQ(submission.archive_code, "J001-WS·2025-D30-KJS-0001");
}

TEST_P(Filings, IsAStageThatGivesOutItsMessages) {
  OpenArchive archive(papers_, database());
  Submission submission = papers_.submission("S1", "甲公司");
  const pipeline::Stage stage = archive_stage(
      archive.filing, "J001", {{"activity_office", "report"}, {"platform", "letter"}});

  const auto first = stage.run(submission);
  const auto second = stage.run(submission);

  EXPECT_EQ(stage.name, "archive");
  EXPECT_EQ(stage.reaches, pipeline::State::archived);
  ASSERT_THAT(first.outgoing, SizeIs(2));
  EXPECT_EQ(first.outgoing[0].id, "J001.S1.activity_office.report");
  EXPECT_EQ(first.outgoing[1].id, second.outgoing[1].id);
}

TEST_P(Filings, AreRefusedByADatabaseThatIsOlderThanTheArchive) {
  {
    OpenArchive archive(papers_, database());
    Submission submission = papers_.submission("S1", "甲公司");
    archive.filing.file(submission);
  }
  const auto files = papers_.archived_files();
  pipeline::Database backup("sqlite::memory:", [this] { return now(); });
  OpenArchive archive(papers_, backup);
  Submission next = papers_.submission("S2", "乙公司");
  try {
    archive.filing.file(next);
    ADD_FAILURE() << "a number was given twice";
  } catch (const Error& error) {
    EXPECT_EQ(error.remedy(), pipeline::Remedy::fix_setup);
    EXPECT_THAT(error.message().zh, HasSubstr("J001-WS·2025-D30-KJS-0001"));
    EXPECT_THAT(error.advice().en, HasSubstr("archive rebuild"));
  }
  EXPECT_EQ(papers_.archived_files(), files);
}

#ifdef CHENGNUO_CRASH_POINTS
TEST_P(Filings, IsTheSameAfterAPowerCutAnywhere) {
  for (const char* place :
       {"give archive code: before commit", "give archive code: after commit", "archive-objects",
        "begin record: after commit", "archive-record", "archive-named",
        "enter record: before commit", "enter record: after commit"}) {
    SCOPED_TRACE(place);
    Papers papers;
    std::filesystem::create_directories(papers.archive() / "records");  // as one that has some
    const Submission submission = papers.submission(std::string("S-") + place, "甲公司");
    ASSERT_TRUE(tests::in_child([&] {
                  tests::die_at(place);
                  const auto own = another_database();
                  Submission lost = submission;
                  OpenArchive(papers, *own).filing.file(lost);
                }).killed);

    Submission again = submission;
    OpenArchive archive(papers, database());
    archive.filing.file(again);

    EXPECT_EQ(archive.catalogue.latest_version(again.id), 1);
    EXPECT_EQ(archive.catalogue.find(again.archive_code)->submission, again.id);
    EXPECT_THAT(papers.archived_files(), SizeIs(8)) << "six objects, a record and its name";
    close();
  }

  // No number was lost, and none given twice.
  ArchiveCodes codes(database(), {});
  EXPECT_EQ(codes.assign("S-next", "KJS").code, "J001-WS·2025-D30-KJS-0009");
}

TEST_P(Filings, KeepsTheVersionThatWasNamedBeforeThePowerCut) {
  const Submission submission = papers_.submission("S1", "甲公司");
  ASSERT_TRUE(tests::in_child([&] {
                tests::die_at("archive-named");
                const auto own = another_database();
                Submission copy = submission;
                OpenArchive(papers_, *own).filing.file(copy);
              }).killed);
  Submission changed = submission;
  changed.enterprise = "甲有限公司";  // by a person, before the stage ran again

  OpenArchive archive(papers_, database());
  const Record record = archive.filing.file(changed);

  EXPECT_EQ(record.version, 2);
  EXPECT_EQ(read_record(archive.store, record.previous).submission.enterprise, "甲公司");
}
#endif

}  // namespace
}  // namespace chengnuo::archive
