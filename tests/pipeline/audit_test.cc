#include "pipeline/audit.h"

#include <thread>

#include "pipeline/audit_chain.h"
#include "pipeline/digest.h"
#include "pipeline/sql.h"
#include "tests/pipeline/each_database.h"

namespace chengnuo::pipeline {
namespace {

class AuditLogOn : public tests::EachDatabase {
 protected:
  void write_entries(int count) {
    AuditLog log(database());
    for (int i = 0; i < count; ++i) log.append("wang", "approve", "S" + std::to_string(i), "{}");
  }
  void tamper(const std::string& statement) {
    database().sessions().write("test",
                                [&](Transaction& transaction) { transaction.sql << statement; });
  }
  std::int64_t first_break() { return AuditLog(database()).first_break(); }
};
CHENGNUO_ON_EACH_DATABASE(AuditLogOn);

TEST_P(AuditLogOn, IsWholeWhenNobodyTouchedIt) {
  EXPECT_EQ(first_break(), 0);
  write_entries(5);
  EXPECT_EQ(first_break(), 0);

  const auto entries = AuditLog(database()).entries(2, 2);
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries.at(0).number, 2);
  EXPECT_EQ(entries.at(0).subject, "S1");
  EXPECT_EQ(entries.at(0).at, now());
  EXPECT_EQ(entries.at(1).previous, entries.at(0).hash);
}

TEST_P(AuditLogOn, ShowsAChangedEntry) {
  for (const char* change : {"who = 'li'", "action = 'x'", "subject = 'x'", "detail = '[]'",
                             "at = at + 1", "hash = previous"}) {
    SCOPED_TRACE(change);
    write_entries(3);
    const auto last = AuditLog(database()).entries(1, 1000).back().number;
    tamper("UPDATE audit SET " + std::string(change) +
           " WHERE number = " + std::to_string(last - 1));
    EXPECT_EQ(first_break(), last - 1);
    tamper("DELETE FROM audit");
    tamper("UPDATE audit_end SET number = 0, hash = '" + std::string(64, '0') + "'");
  }
}

TEST_P(AuditLogOn, ShowsARemovedEntryWhereverItStood) {
  write_entries(4);
  tamper("DELETE FROM audit WHERE number = 4");
  EXPECT_EQ(first_break(), 4);
  tamper("DELETE FROM audit WHERE number = 1");
  EXPECT_EQ(first_break(), 1);
}

TEST_P(AuditLogOn, ShowsAnEntryThatWasPutInLater) {
  write_entries(3);
  AuditEntry forged = AuditLog(database()).entries(2, 1).front();
  forged.who = "nobody";
  forged.hash = hash_of(forged);  // even with a hash of its own that fits
  tamper("UPDATE audit SET number = 4 WHERE number = 3");
  tamper("UPDATE audit SET number = 3 WHERE number = 2");
  tamper(
      "INSERT INTO audit (number, at, who, action, subject, detail, previous, hash) "
      "SELECT 2, at, 'nobody', action, subject, detail, previous, '" +
      forged.hash + "' FROM audit WHERE number = 3");
  EXPECT_EQ(first_break(), 3);
}

TEST_P(AuditLogOn, StaysWholeWithManyWriters) {
  AuditLog here(database());
  const auto elsewhere = another_database();
  AuditLog there(*elsewhere);
  std::vector<std::jthread> writers;
  for (int i = 0; i < 4; ++i)
    writers.emplace_back([&, i] {
      for (int n = 0; n < 25; ++n)
        (i % 2 == 0 ? here : there).append("w" + std::to_string(i), "a", "s", "{}");
    });
  writers.clear();

  EXPECT_EQ(first_break(), 0);
  EXPECT_EQ(here.entries(1, 1000).size(), 100U);
}

TEST(AuditEntry, IsHashedAsTheFormatSays) {
  const AuditEntry entry{
      1, Time(std::chrono::milliseconds(5)), "王", "read", "S1", "{}", "previous", ""};
  EXPECT_EQ(hash_of(entry), sha256_hex("1:1\n1:5\n3:王\n4:read\n2:S1\n2:{}\n8:previous\n"));
}

}  // namespace
}  // namespace chengnuo::pipeline
