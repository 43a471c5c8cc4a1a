#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "archive/agreement.h"
#include "archive/copy_state.h"
#include "archive/inspection.h"
#include "archive/retrieve.h"
#include "pipeline/error.h"
#include "pipeline/file.h"
#include "pipeline/register.h"
#include "tests/archive/archive_on_each_database.h"

namespace chengnuo::archive {
namespace {

namespace fs = std::filesystem;
using pipeline::Submission;
using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using tests::OpenArchive;

const OutsideChecks kSignedAndLogged{[](const fs::path&) { return std::nullopt; },
                                     [](const std::string&) { return true; }};

/// An archive with one record and its corrected version, in two locations.
class Keeping : public tests::ArchiveOnEachDatabase {
 protected:
  void SetUp() override {
    ArchiveOnEachDatabase::SetUp();
    if (IsSkipped()) return;
    archive_ = std::make_unique<OpenArchive>(papers_, database());
    Filing filing(store_, archive_->codes, archive_->catalogue, papers_.work(),
                  {.code = {}, .fonds_name = "某市工业和信息化局"});
    Submission submission = papers_.submission("S1", "甲公司");
    filing.file(submission);
    submission.enterprise = "甲有限公司";
    filing.file(submission);
    pipeline::Register(database()).restore(submission, {});
  }
  Listed record() { return *archive_->catalogue.find("S1"); }
  std::string failed(const OutsideChecks& outside) {
    return failed_codes(examine(store_, read_record(store_, record().record), outside));
  }
  std::vector<fs::path> files(const fs::path& location) const {
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(location))
      if (entry.is_regular_file()) files.push_back(entry.path());
    return files;
  }

  ObjectStore store_{papers_.archive(), {papers_.folder() / "second"}};
  std::unique_ptr<OpenArchive> archive_;
};
CHENGNUO_ON_EACH_DATABASE(Keeping);

TEST_P(Keeping, FindsAFlippedBitAnywhereInAnyVersionAndRepairsItFromTheOtherLocation) {
  for (const fs::path& location : {papers_.archive(), papers_.folder() / "second"}) {
    for (const fs::path& file : files(location)) {
      SCOPED_TRACE(file);
      damage(file);
      const auto faults = verify_versions(store_, record());
      ASSERT_THAT(faults, SizeIs(1));
      EXPECT_EQ(faults[0].file, file);
      EXPECT_EQ(faults[0].fixity, Fixity::damaged);
      repair(store_, record());
      EXPECT_THAT(verify_versions(store_, record()), IsEmpty());
    }
  }
}

TEST_P(Keeping, FindsWhatIsMissingAndPutsItBack) {
  for (const fs::path& file : files(papers_.archive())) {
    SCOPED_TRACE(file);
    fs::remove(file);
    EXPECT_THAT(verify_versions(store_, record()),
                ElementsAre(Field(&LocationFault::fixity, Fixity::missing)));
    repair(store_, record());
    EXPECT_TRUE(fs::exists(file));
  }
}

TEST_P(Keeping, NamesWhatIsLostInEveryLocationAndGoesOn) {
  const auto sha256 = read_record(store_, record().record).objects.front().bytes.sha256;
  fs::remove(store_.path_of(sha256));
  fs::remove(papers_.folder() / "second" / ObjectStore::relative_path(sha256));

  const auto faults = repair(store_, record());

  EXPECT_THAT(faults, SizeIs(2));
  EXPECT_FALSE(faults[0].repaired);
  EXPECT_EQ(inspect(store_, record(), kSignedAndLogged).items.size(), 10U);
}

TEST_P(Keeping, ExaminesTheFourProperties) {
  EXPECT_EQ(failed(kSignedAndLogged), "");
  const OutsideChecks unsigned_copy{[](const fs::path&) {
                                      return pipeline::Message{"没有签名", "unsigned"};
                                    },
                                    [](const std::string&) { return false; }};
  EXPECT_EQ(failed(unsigned_copy), "Z2 Z4");

  Record bad = read_record(store_, record().record);
  bad.metadata.front().value = "two\nlines";
  bad.submission.pages.pop_back();
  for (RecordObject& object : bad.objects) object.dpi = object.width == 0 ? 0 : 150;
  for (const std::string content : {"%PDF-1.7 /Encrypt 1 0 R /OpenAction<</S/JavaScript>>"}) {
    bad.objects.front().bytes = store_.put_bytes(content);
  }
  EXPECT_EQ(failed_codes(examine(store_, bad, kSignedAndLogged)), "Z3 W2 K2 A1 A2");
  EXPECT_THAT(report_rows("归档", bad.code, now(), examine(store_, bad, {})),
              Contains(Contains("不适用")));
}

TEST_P(Keeping, InspectsEachRecordAtFilingAndThenOnceInAWhile) {
  Inspections inspections(database());
  const auto month = std::chrono::days(30);
  ASSERT_EQ(inspections.due(month), "S1");
  inspections.note(inspect(store_, record(), kSignedAndLogged));
  EXPECT_EQ(inspections.due(month), std::nullopt);
  pass(std::chrono::days(31));
  EXPECT_EQ(inspections.due(month), "S1");

  damage(store_.path_of(read_record(store_, record().record).objects.front().bytes.sha256));
  fs::remove_all(papers_.folder() / "second");
  inspections.note(inspect(store_, record(), kSignedAndLogged));

  EXPECT_EQ(inspections.summary().faulty, 1);
  EXPECT_THAT(inspections.faulty(10), ElementsAre(Field(&Faulty::failed, "Z1 W1")));
  const auto entries = pipeline::AuditLog(database()).entries(1, 100);
  EXPECT_THAT(entries, Contains(Field(&pipeline::AuditEntry::detail, HasSubstr("\"filing\""))));
  EXPECT_THAT(entries, Contains(Field(&pipeline::AuditEntry::detail, HasSubstr("Z1 W1"))));
}

TEST_P(Keeping, SaysWhereRegisterAndArchiveDoNotAgree) {
  EXPECT_THAT(compare_with_register(database()), IsEmpty());
  Submission unarchived = papers_.submission("S8", "乙公司");
  unarchived.state = pipeline::State::archived;
  unarchived.stage.clear();
  pipeline::Register(database()).restore(unarchived, {});
  Submission unregistered = papers_.submission("S9", "丙公司");
  archive_->codes.adopt("S7", "J001-WS·2025-D30-KJS-0004", now());
  archive_->filing.file(unregistered);

  const auto found = compare_with_register(database());

  std::vector<std::string> subjects;
  for (const Disagreement& each : found) subjects.push_back(each.subject);
  EXPECT_THAT(subjects, ElementsAre("S8", "J001-WS·2025-D30-KJS-0005", "J001-WS·2025-D30-KJS-0004",
                                    "J001-WS·2025-D30-KJS-"));
  EXPECT_THAT(found.back().what.zh, HasSubstr("2–3"));
}

TEST_P(Keeping, WritesDownThatTheEnterpriseHasItsCopyAndThatARecordIsHeld) {
  Submission submission = read_record(store_, record().record).submission;
  EXPECT_FALSE(delivery_of(submission));
  submission.decisions.push_back(decision_of({"2025-11-02", "EMS 1234", "李"}, now()));
  submission.decisions.push_back(hold_decision("李", "诉讼中"));
  EXPECT_EQ(delivery_of(submission)->on, "2025-11-02");
  EXPECT_EQ(hold_of(submission), "诉讼中");
  submission.decisions.push_back(release_decision("李", "已结案"));
  EXPECT_EQ(hold_of(submission), std::nullopt);

  EXPECT_THROW(decision_of({"2025-13-02", "EMS 1234", "李"}, now()), pipeline::Error);
  EXPECT_THROW(decision_of({"2026-01-01", "EMS 1234", "李"}, now()), pipeline::Error);
  EXPECT_THROW(decision_of({"2025-11-02", "", "李"}, now()), pipeline::Error);
  EXPECT_TRUE(is_behind(read_record(store_, record().record), submission));
}

}  // namespace
}  // namespace chengnuo::archive
