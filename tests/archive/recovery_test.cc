#include "archive/recovery.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "archive/retrieve.h"
#include "pipeline/sql.h"
#include "tests/archive/archive_on_each_database.h"

namespace chengnuo::archive {
namespace {

using pipeline::Submission;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using tests::OpenArchive;

class Recovery : public tests::ArchiveOnEachDatabase {};
CHENGNUO_ON_EACH_DATABASE(Recovery);

TEST_P(Recovery, ListsWhatHasExpiredAndKeepsIt) {
  OpenArchive archive(papers_, database());
  Submission submission = papers_.submission("S1", "甲公司");
  archive.filing.file(submission);

  EXPECT_THAT(archive.catalogue.expired("2055-12-31"), IsEmpty());
  EXPECT_THAT(archive.catalogue.expired("2056-01-01"), SizeIs(1));
  EXPECT_THAT(archive.catalogue.search({}), SizeIs(1));
}

TEST_P(Recovery, CanBeCataloguedAgainFromItsFilesAlone) {
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

TEST_P(Recovery, NamesObjectsThatNoRecordKnows) {
  OpenArchive archive(papers_, database());
  Submission submission = papers_.submission("S1", "甲公司");
  archive.filing.file(submission);
  EXPECT_THAT(unlisted_objects(archive.store, archive.catalogue), IsEmpty());

  const std::string stray = archive.store.put_bytes("put there by someone").sha256;

  EXPECT_THAT(unlisted_objects(archive.store, archive.catalogue), ElementsAre(stray));
}

TEST_P(Recovery, MakesAnOlderProgramsCatalogueAgainFromTheRecords) {
  {
    OpenArchive archive(papers_, database());
    Submission submission = papers_.submission("S1", "甲公司");
    archive.filing.file(submission);
  }
  database().sessions().write("an older catalogue", [](pipeline::Transaction& transaction) {
    transaction.sql << "UPDATE archive_catalogue SET version = 1";
    transaction.sql << "DROP TABLE archive_object";
    transaction.sql << "CREATE TABLE archive_object (something_else TEXT)";
  });

  OpenArchive archive(papers_, database());
  EXPECT_TRUE(archive.catalogue.empty()) << "and to be made again";
  EXPECT_THAT(rebuild_catalogue(archive.store, archive.codes, archive.catalogue), IsEmpty());

  EXPECT_THAT(names({.text = "根基"}), ElementsAre("甲公司"));
  EXPECT_THAT(unlisted_objects(archive.store, archive.catalogue), IsEmpty());
}

}  // namespace
}  // namespace chengnuo::archive
