#include "archive/retrieve.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pipeline/digest.h"
#include "pipeline/error.h"
#include "tests/archive/archive_on_each_database.h"

namespace chengnuo::archive {
namespace {

using pipeline::Error;
using pipeline::Submission;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using tests::OpenArchive;

class Retrieval : public tests::ArchiveOnEachDatabase {};
CHENGNUO_ON_EACH_DATABASE(Retrieval);

TEST_P(Retrieval, HandsOutSignedOriginalsByteForByte) {
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

TEST_P(Retrieval, AsksWhichRecordIsMeant) {
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

TEST_P(Retrieval, HandsOutNothingThatIsDamagedOrMissing) {
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

}  // namespace
}  // namespace chengnuo::archive
