#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "archive/log_check.h"
#include "archive/proof.h"
#include "archive/recovery.h"
#include "archive/retrieve.h"
#include "pipeline/digest.h"
#include "pipeline/error.h"
#include "pipeline/file.h"
#include "tests/archive/archived_home.h"
#include "tests/pipeline/each_database.h"

namespace chengnuo::archive {
namespace {

namespace fs = std::filesystem;
using pipeline::Error;
using pipeline::read_file;
using pipeline::Submission;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using tests::OpenArchive;
using tests::Papers;

class TheLog : public tests::EachDatabase {
 protected:
  /// A notary whose word is only good for tests.
  Notary notary() {
    return {[](const std::string& text) { return "signed " + pipeline::sha256_hex(text); }, {}};
  }
  std::optional<pipeline::Message> check_signature(const std::string& text,
                                                   const std::string& signature) {
    if (signature == "signed " + pipeline::sha256_hex(text)) return {};
    return pipeline::Message{"签名不符", "wrong signature"};
  }
  LogReport check(OpenArchive& archive) {
    return check_log(archive.store, archive.log, archive.heads,
                     [this](const auto& text, const auto& signature) {
                       return check_signature(text, signature);
                     });
  }
  void file(OpenArchive& archive, const std::string& id, const std::string& enterprise) {
    Submission submission = papers_.submission(id, enterprise);
    archive.filing.file(submission);
  }
  /// Two heads, over two records and one more.
  void fill(OpenArchive& archive) {
    file(archive, "S1", "甲公司");
    file(archive, "S2", "乙公司");
    archive.heads.seal(notary());
    pass(std::chrono::hours(24));
    file(archive, "S3", "丙公司");
    archive.heads.seal(notary());
  }
  fs::path in_archive(const fs::path& relative) const { return papers_.archive() / relative; }
  /// By someone who may write the archive and knows no key.
  void replace(const fs::path& relative, const std::string& what, const std::string& by) {
    std::string text = read_file(in_archive(relative));
    const std::size_t at = text.find(what);
    ASSERT_NE(at, std::string::npos) << relative;
    text.replace(at, what.size(), by);
    pipeline::write_durably(in_archive(relative), text);
  }
  void expect_fault(OpenArchive& archive, const std::string& words, const fs::path& file) {
    const LogReport report = check(archive);
    bool found = false;
    for (const LogFault& fault : report.faults) {
      found = found || (fault.what.en.find(words) != std::string::npos && fault.file == file);
    }
    EXPECT_TRUE(found) << words << " at " << file << ", of " << report.faults.size() << " faults";
  }

  Papers papers_;
};
CHENGNUO_ON_EACH_DATABASE(TheLog);

TEST_P(TheLog, HoldsEveryRecordAndEveryEntryOfTheAuditLog) {
  OpenArchive archive(papers_, database());
  fill(archive);

  const LogReport report = check(archive);

  EXPECT_THAT(report.faults, IsEmpty());
  EXPECT_EQ(report.heads, 2);
  EXPECT_EQ(report.leaves, 6) << "three records and the entries that tell of them";
  const auto entries = pipeline::AuditLog(database()).entries(1, 100);
  ASSERT_THAT(entries, SizeIs(3));
  for (const auto& entry : entries) EXPECT_TRUE(archive.log.number_of(audit_leaf(entry)));
  for (const Listed& listed : archive.catalogue.search({})) {
    EXPECT_TRUE(archive.log.number_of(record_leaf(listed.record, listed.code, 1)));
  }
}

TEST_P(TheLog, MakesNoHeadWhereNothingCame) {
  OpenArchive archive(papers_, database());
  EXPECT_FALSE(archive.heads.seal(notary()));
  file(archive, "S1", "甲公司");
  EXPECT_TRUE(archive.heads.seal(notary()));
  const auto files = papers_.archived_files();

  EXPECT_FALSE(archive.heads.seal(notary()));

  EXPECT_EQ(papers_.archived_files(), files);
  EXPECT_EQ(archive.heads.last()->number, 1);
}

TEST_P(TheLog, FindsWhatWasChangedTakenOutOrPutIn) {
  OpenArchive archive(papers_, database());
  fill(archive);
  const HeadFiles first(1);
  const std::string code = "J001-WS·2025-D30-KJS-0001";
  struct Deed {
    std::string words;
    fs::path file;
    std::function<void()> done;
  };
  const Listed record = *archive.catalogue.find("S1");
  const std::string other = archive.catalogue.find("S2")->record;
  const std::vector<Deed> deeds = {
      {"The leaves are not those of the head", first.leaves,
       [&] { replace(first.leaves, "record ", "record 0"); }},
      {"is no longer in the archive", record_name(code, 1),
       [&] { fs::remove(in_archive(record_name(code, 1))); }},
      {"not the one of the log", record_name(code, 1),
       [&] { replace(record_name(code, 1), record.record, other); }},
      {"that the log does not know", record_name(code, 2),
       [&] { pipeline::write_durably(in_archive(record_name(code, 2)), other + "\n"); }},
      {"Entry 1 of the audit log", first.audit,
       [&] { replace(first.audit, "archive", "approve"); }},
      {"wrong signature", first.signature, [&] { replace(first.text, "size 4", "size 3"); }},
      {"does not follow the one before", HeadFiles(2).text,
       [&] { replace(first.text, "at 2025", "at 2024"); }},
      {"The file is missing", first.signature, [&] { fs::remove(in_archive(first.signature)); }},
      {"The newest head is not in the archive", HeadFiles(2).text,
       [&] { fs::remove_all(in_archive("log/000002")); }},
      {"The head is missing", first.text, [&] { fs::remove_all(in_archive("log/000001")); }},
  };
  const fs::path kept = papers_.folder() / "kept";
  fs::copy(papers_.archive(), kept, fs::copy_options::recursive);
  for (const Deed& deed : deeds) {
    SCOPED_TRACE(deed.words);
    deed.done();
    expect_fault(archive, deed.words, deed.file);
    fs::remove_all(papers_.archive());
    fs::copy(kept, papers_.archive(), fs::copy_options::recursive);
  }
  EXPECT_THAT(check(archive).faults, IsEmpty());
}

TEST_P(TheLog, FindsADatabaseThatForgot) {
  {
    OpenArchive archive(papers_, database());
    fill(archive);
  }
  pipeline::Database empty("sqlite::memory:");
  OpenArchive archive(papers_, empty);

  expect_fault(archive, "The database's log is not", {});
}

TEST_P(TheLog, IsMadeAgainFromTheArchiveAloneWithTheAuditLog) {
  std::string root;
  {
    OpenArchive archive(papers_, database());
    fill(archive);
    root = archive.heads.last()->root;
  }
  pipeline::Database empty("sqlite::memory:");
  OpenArchive archive(papers_, empty);
  pipeline::AuditLog audit(empty);

  const RestoredLog restored = restore_log(archive.store, archive.log, archive.heads, audit);
  const auto unreadable = rebuild_catalogue(archive.store, archive.codes, archive.catalogue);

  EXPECT_EQ(restored.heads, 2);
  EXPECT_EQ(restored.audit_entries, 3);
  EXPECT_THAT(unreadable, IsEmpty());
  EXPECT_EQ(archive.heads.last()->root, root);
  EXPECT_EQ(audit.first_break(), 0);
  EXPECT_THAT(check(archive).faults, IsEmpty());
  file(archive, "S4", "丁公司");
  EXPECT_EQ(archive.heads.seal(notary())->number, 3);
  EXPECT_THAT(check(archive).faults, IsEmpty());
}

TEST_P(TheLog, ProvesNoRecordThatNoHeadCovers) {
  OpenArchive archive(papers_, database());
  fill(archive);
  file(archive, "S4", "丁公司");

  EXPECT_THROW(write_proof(archive.store, archive.log, archive.heads, *archive.catalogue.find("S4"),
                           papers_.folder() / "proof"),
               Error);
}

TEST_P(TheLog, WaitsForItsTimeStampAndAsksAgain) {
  OpenArchive archive(papers_, database());
  file(archive, "S1", "甲公司");
  Notary late = notary();
  late.stamp = [](const std::string&) -> std::string {
    throw Error(pipeline::Remedy::retry, {"时间戳服务不可用", "the authority is away"}, {});
  };
  EXPECT_THROW(archive.heads.seal(late), Error);
  EXPECT_EQ(archive.heads.last()->number, 1) << "signed, time stamp pending";
  EXPECT_TRUE(archive.heads.lacks_stamp());

  late.stamp = [](const std::string& signature) { return "stamp over " + signature; };
  EXPECT_FALSE(archive.heads.seal(late));

  EXPECT_FALSE(archive.heads.lacks_stamp());
  EXPECT_THAT(read_file(in_archive(HeadFiles(1).stamp)), HasSubstr("stamp over signed"));
}

#ifdef CHENGNUO_CRASH_POINTS
TEST_P(TheLog, IsTheSameAfterAPowerCutWhileAHeadIsMade) {
  for (const char* place : {"begin log head: before commit", "log-head-begun", "log-head-written",
                            "append to archive log: after commit"}) {
    SCOPED_TRACE(place);
    {
      OpenArchive archive(papers_, database());
      file(archive, std::string("S") + place, "甲公司");
    }
    close();
    ASSERT_TRUE(tests::in_child([&] {
                  tests::die_at(place);
                  const auto own = another_database();
                  OpenArchive(papers_, *own).heads.seal(notary());
                }).killed);

    OpenArchive archive(papers_, database());
    archive.heads.seal(notary());

    EXPECT_THAT(check(archive).faults, IsEmpty());
    EXPECT_EQ(archive.heads.last()->size, archive.log.size());
  }
}
#endif

}  // namespace
}  // namespace chengnuo::archive
