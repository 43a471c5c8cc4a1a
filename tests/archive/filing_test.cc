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
#include "tests/archive/archived_home.h"
#include "tests/pipeline/each_database.h"
#include "tests/watcher/as_nobody.h"
#include "tests/watcher/small_disk.h"

namespace chengnuo::archive {
namespace {

using pipeline::Error;
using pipeline::read_file;
using pipeline::Submission;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using tests::OpenArchive;
using tests::Papers;

class Archive : public tests::EachDatabase {
 protected:
  std::vector<std::string> names(const Query& query) {
    std::vector<std::string> names;
    for (const Listed& listed : OpenArchive(papers_, database()).catalogue.search(query)) {
      names.push_back(listed.enterprise);
    }
    return names;
  }
  void damage(const std::filesystem::path& file) {
    std::filesystem::permissions(file, std::filesystem::perms(0640));
    std::string bytes = read_file(file);
    bytes.back() = static_cast<char>(bytes.back() ^ 1);
    pipeline::write_durably(file, bytes);
  }

  Papers papers_;
};
CHENGNUO_ON_EACH_DATABASE(Archive);

TEST_P(Archive, KeepsEverythingOfASubmission) {
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

TEST_P(Archive, IsTheSameWhenTheStageRunsTwice) {
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

TEST_P(Archive, MakesANewVersionOfWhatWasCorrected) {
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

TEST_P(Archive, NeedsNoWorkFolderForALaterVersion) {
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

TEST_P(Archive, FindsBySeveralThings) {
  OpenArchive archive(papers_, database());
  Submission first = papers_.submission("S1", "石家庄（甲）公司", "质量是企业的生命。");
  archive.filing.file(first);
  pass(std::chrono::hours(48));
  Submission second = papers_.submission("S2", "100%信誉_公司", "严把质量关。");
  second.batch = "第二批";
  archive.filing.file(second);

  EXPECT_THAT(names({}), ElementsAre("100%信誉_公司", "石家庄（甲）公司"));
  EXPECT_THAT(names({.enterprise = "(甲)公"}), ElementsAre("石家庄（甲）公司"));
  EXPECT_THAT(names({.enterprise = "0%信"}), ElementsAre("100%信誉_公司"));
  EXPECT_THAT(names({.enterprise = "甲 公"}), ElementsAre("石家庄（甲）公司"));
  EXPECT_THAT(names({.enterprise = "00%信"}), ElementsAre("100%信誉_公司"));
  EXPECT_THAT(names({.enterprise = "公甲"}), IsEmpty());
  EXPECT_THAT(names({.enterprise = "_"}), IsEmpty());
  EXPECT_THAT(names({.credit_code = second.credit_code}), ElementsAre("100%信誉_公司"));
  EXPECT_THAT(names({.code = "J001-WS·2025-D30-KJS-0001"}), ElementsAre("石家庄（甲）公司"));
  EXPECT_THAT(names({.code = "J001-WS·2025"}), SizeIs(2));
  EXPECT_THAT(names({.unit = "HDB"}), IsEmpty());
  EXPECT_THAT(names({.unit = "KJS", .batch = "第二批"}), ElementsAre("100%信誉_公司"));
  EXPECT_THAT(names({.filed_from = now() - std::chrono::hours(1)}), ElementsAre("100%信誉_公司"));
  EXPECT_THAT(names({.filed_until = now()}), ElementsAre("石家庄（甲）公司"));
  EXPECT_THAT(names({.limit = 1, .offset = 1}), ElementsAre("石家庄（甲）公司"));
}

TEST_P(Archive, FindsChineseTextFromOneCharacterUp) {
  OpenArchive archive(papers_, database());
  Submission first = papers_.submission("S1", "甲公司", "质量是企业的生命。");
  archive.filing.file(first);
  Submission second = papers_.submission("S2", "乙公司", "愿与䶮厂\U0002CB4E并肩，严把关口。");
  archive.filing.file(second);

  EXPECT_THAT(names({.text = "命"}), ElementsAre("甲公司"));
  EXPECT_THAT(names({.text = "䶮"}), ElementsAre("乙公司"));
  EXPECT_THAT(names({.text = "\U0002CB4E并"}), ElementsAre("乙公司"));
  EXPECT_THAT(names({.text = "企业的生命"}), ElementsAre("甲公司"));
  EXPECT_THAT(names({.text = "生命企业"}), IsEmpty()) << "words in another order are another text";
  EXPECT_THAT(names({.text = "法律法规"}), SizeIs(2)) << "over the end of a line";
  EXPECT_THAT(names({.text = "gb/t 19001"}), SizeIs(2));
  EXPECT_THAT(names({.enterprise = "乙", .text = "郑重承诺"}), ElementsAre("乙公司"));
  EXPECT_THAT(names({.text = "，。"}), IsEmpty());
  EXPECT_THAT(names({.text = "\" OR 1=1 --"}), IsEmpty());

  const auto found = archive.catalogue.search({.text = "执行标准"});
  ASSERT_THAT(found, SizeIs(2));
  ASSERT_THAT(found[0].hits, SizeIs(1));
  EXPECT_EQ(found[0].hits[0].page, 2);
  EXPECT_THAT(found[0].hits[0].snippet, HasSubstr("【执行标准】：GB/T"));
  EXPECT_EQ(found[0].hits[0].box.y, 260);
}

TEST_P(Archive, FindsByFormerNameRegionIndustryAndDayOfSigning) {
  OpenArchive archive(papers_, database());
  Submission first = papers_.submission("S1", "石家庄甲公司");
  first.credit_code = "91130100MA0ABCDE0X";
  first.documents[1].fields["industry"].value = "通用设备制造业";
  first.documents[1].fields["address"].value = "石家庄市裕华区1号";
  archive.filing.file(first);
  first.enterprise = "华北乙公司";
  archive.filing.file(first);
  Submission second = papers_.submission("S2", "丁公司");
  second.credit_code = "91370100MA0ABCDE0X";
  second.documents[0].fields["signed_on"].value = "2025-12-01";
  archive.filing.file(second);

  EXPECT_THAT(names({.enterprise = "家庄甲"}), ElementsAre("华北乙公司")) << "its former name";
  EXPECT_THAT(names({.enterprise = "北乙"}), ElementsAre("华北乙公司"));
  for (const char* region : {"13", "1301", "河北", "河北省", "裕华区"}) {
    EXPECT_THAT(names({.region = region}), ElementsAre("华北乙公司")) << region;
  }
  EXPECT_THAT(names({.region = "广东"}), IsEmpty());
  EXPECT_THAT(names({.industry = "设备制造"}), ElementsAre("华北乙公司"));
  EXPECT_THAT(names({.signed_from = "2025-11-02"}), ElementsAre("丁公司"));
  EXPECT_THAT(names({.signed_until = "2025-11-01"}), ElementsAre("华北乙公司"));
  EXPECT_THAT(names({.enterprise = "公司", .text = "根基"}), SizeIs(2));
}

TEST_P(Archive, GivesTheExactTextFirstAndThenItsPartsOnOnePage) {
  OpenArchive archive(papers_, database());
  Submission exact = papers_.submission("S1", "甲公司", "管理 创新并重。");
  archive.filing.file(exact);
  Submission parts = papers_.submission("S2", "乙公司", "创新在先，管理在后。");
  archive.filing.file(parts);

  EXPECT_THAT(names({.text = "管理 创新"}), ElementsAre("甲公司", "乙公司"));
  EXPECT_THAT(names({.text = "管理创新并重"}), ElementsAre("甲公司"));
  EXPECT_THAT(names({.text = "管理 创新", .limit = 1, .offset = 1}), ElementsAre("乙公司"));
}

TEST_P(Archive, ForgetsTheTextOfAnEarlierVersion) {
  OpenArchive archive(papers_, database());
  Submission submission = papers_.submission("S1", "甲公司", "质量是生命。");
  archive.filing.file(submission);
  Submission again = papers_.submission("S1", "甲公司", "信誉是根基。");
  archive.filing.file(again);

  EXPECT_THAT(names({.text = "质量是生命"}), IsEmpty());
  EXPECT_THAT(names({.text = "信誉是根基"}), SizeIs(1));
}

TEST_P(Archive, HandsOutSignedOriginalsByteForByte) {
  OpenArchive archive(papers_, database());
  Submission submission = papers_.submission("S1", "甲公司");
  archive.filing.file(submission);
  const auto out = papers_.folder() / "out";

  for (const std::string what : {"S1", "J001-WS·2025-D30-KJS-0001", "甲"}) {
    const Record record = read_record(archive.store, find_one(archive.catalogue, what).record);
    const auto files = hand_out(archive.store, record, Extent::copies, out);
    ASSERT_THAT(files, SizeIs(2));
    for (std::size_t i = 0; i < 2; ++i) {
      EXPECT_EQ(pipeline::sha256_of_file(files[i].file), submission.copies[i].sha256);
    }
  }
  EXPECT_TRUE(std::filesystem::exists(out / "J001-WS·2025-D30-KJS-0001 承诺书（组织单位存）.pdf"));
  const Record record = read_record(archive.store, archive.catalogue.find("S1")->record);
  EXPECT_THAT(hand_out(archive.store, record, Extent::everything, out), SizeIs(7));
}

TEST_P(Archive, AsksWhichRecordIsMeant) {
  OpenArchive archive(papers_, database());
  for (const char* name : {"甲一公司", "甲二公司"}) {
    Submission submission = papers_.submission(std::string("S") + name, name);
    archive.filing.file(submission);
  }

  EXPECT_THROW(find_one(archive.catalogue, "丙公司"), Error);
  try {
    find_one(archive.catalogue, "甲");
    ADD_FAILURE() << "one of two was taken";
  } catch (const Error& error) {
    EXPECT_EQ(error.remedy(), pipeline::Remedy::fix_document);
    EXPECT_THAT(error.message().zh, HasSubstr("KJS-0001  甲一公司"));
  }
}

TEST_P(Archive, HandsOutNothingThatIsDamagedOrMissing) {
  OpenArchive archive(papers_, database());
  Submission submission = papers_.submission("S1", "甲公司");
  const Record record = archive.filing.file(submission);
  EXPECT_THAT(verify(archive.store, record), IsEmpty());
  damage(papers_.archive() / submission.copies[0].path);
  std::filesystem::remove(papers_.archive() / submission.copies[1].path);

  const auto defects = verify(archive.store, record);

  ASSERT_THAT(defects, SizeIs(2));
  EXPECT_EQ(defects[0].fixity, Fixity::damaged);
  EXPECT_EQ(defects[0].object.role, kUnitCopyRole);
  EXPECT_EQ(defects[1].fixity, Fixity::missing);
  EXPECT_THROW(hand_out(archive.store, record, Extent::copies, papers_.folder() / "out"), Error);
  EXPECT_TRUE(!std::filesystem::exists(papers_.folder() / "out") ||
              std::filesystem::is_empty(papers_.folder() / "out"));
}

TEST_P(Archive, TakesNoCopyThatIsNotTheOneThatWasSigned) {
  OpenArchive archive(papers_, database());
  Submission submission = papers_.submission("S1", "甲公司");
  pipeline::write_durably(papers_.work().root() / submission.copies[1].path, "another file");

  EXPECT_THROW(archive.filing.file(submission), Error);
  EXPECT_THAT(archive.catalogue.search({}), IsEmpty());
  submission.copies.pop_back();
  EXPECT_THROW(archive.filing.file(submission), Error);
}

TEST_P(Archive, WaitsForTheAdministratorWhileItIsReadOnly) {
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

TEST_P(Archive, TriesAgainWhileTheDiskIsFull) {
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

TEST_P(Archive, ListsWhatHasExpiredAndKeepsIt) {
  OpenArchive archive(papers_, database());
  Submission submission = papers_.submission("S1", "甲公司");
  archive.filing.file(submission);

  EXPECT_THAT(archive.catalogue.expired("2055-12-31"), IsEmpty());
  EXPECT_THAT(archive.catalogue.expired("2056-01-01"), SizeIs(1));
  EXPECT_THAT(archive.catalogue.search({}), SizeIs(1));
}

TEST_P(Archive, CanBeCataloguedAgainFromItsFilesAlone) {
  {
    OpenArchive archive(papers_, database());
    for (const char* name : {"甲公司", "乙公司", "丙公司"}) {
      Submission submission = papers_.submission(std::string("S") + name, name);
      archive.filing.file(submission);
      if (std::string(name) == "甲公司") {
        submission.credit_code = "corrected";
        archive.filing.file(submission);
      }
      if (std::string(name) == "丙公司") {
        damage(papers_.archive() /
               ObjectStore::relative_path(archive.catalogue.find("S丙公司")->record));
      }
    }
  }
  pipeline::Database empty("sqlite::memory:");
  OpenArchive archive(papers_, empty);

  const auto unreadable = rebuild_catalogue(archive.store, archive.codes, archive.catalogue);

  ASSERT_THAT(unreadable, SizeIs(1));
  EXPECT_EQ(unreadable[0].code, "J001-WS·2025-D30-KJS-0003");
  EXPECT_EQ(archive.catalogue.find("J001-WS·2025-D30-KJS-0001")->credit_code, "corrected");
  EXPECT_THAT(archive.catalogue.search({.text = "根基"}), SizeIs(2));
  EXPECT_EQ(archive.codes.assign("S乙公司", "KJS").code, "J001-WS·2025-D30-KJS-0002");
}

TEST_P(Archive, NamesObjectsThatNoRecordKnows) {
  OpenArchive archive(papers_, database());
  Submission submission = papers_.submission("S1", "甲公司");
  archive.filing.file(submission);
  EXPECT_THAT(unlisted_objects(archive.store, archive.catalogue), IsEmpty());

  const std::string stray = archive.store.put_bytes("put there by someone").sha256;

  EXPECT_THAT(unlisted_objects(archive.store, archive.catalogue), ElementsAre(stray));
}

TEST_P(Archive, IsAStageThatGivesOutItsMessages) {
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

#ifdef CHENGNUO_CRASH_POINTS
TEST_P(Archive, IsTheSameAfterAPowerCutAnywhere) {
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

TEST_P(Archive, KeepsTheVersionThatWasNamedBeforeThePowerCut) {
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
