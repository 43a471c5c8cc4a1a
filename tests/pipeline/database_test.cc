#include "pipeline/database.h"

#include <latch>
#include <thread>

#include "pipeline/error.h"
#include "pipeline/outbox.h"
#include "pipeline/sql.h"
#include "tests/pipeline/each_database.h"

namespace chengnuo::pipeline {
namespace {

class DatabaseOn : public tests::EachDatabase {};
CHENGNUO_ON_EACH_DATABASE(DatabaseOn);

Remedy remedy_of_opening(const std::string& url) {
  try {
    const Database database(url);
  } catch (const Error& error) {
    EXPECT_FALSE(error.message().zh.empty());
    EXPECT_FALSE(error.advice().en.empty());
    return error.remedy();
  }
  ADD_FAILURE() << url << " was opened";
  return Remedy::report_bug;
}

TEST_P(DatabaseOn, IsMadeOnceByAllWhoOpenItAtTheSameMoment) {
  std::latch start(4);
  std::vector<std::jthread> openers;
  for (int i = 0; i < 4; ++i)
    openers.emplace_back([&] {
      start.arrive_and_wait();
      EXPECT_NO_THROW(another_database());
    });
  openers.clear();

  const int versions = database().sessions().read([](soci::session& sql) {
    int count = 0;
    sql << "SELECT COUNT(*) FROM schema_version", soci::into(count);
    return count;
  });
  EXPECT_EQ(versions, 1);
}

TEST_P(DatabaseOn, OfTheFirstVersionIsTakenOver) {
  database().sessions().write("test", [](Transaction& transaction) {
    transaction.sql << "DROP INDEX outbox_of_enterprise";
    transaction.sql << "ALTER TABLE outbox DROP COLUMN enterprise";
    transaction.sql << "UPDATE schema_version SET version = 1";
  });
  close();

  const auto taken_over = another_database();

  EXPECT_TRUE(Outbox(*taken_over).list(/*with_delivered=*/true).empty());
}

TEST_P(DatabaseOn, OfANewerProgramIsNotTouched) {
  database().sessions().write("test", [](Transaction& transaction) {
    transaction.sql << "UPDATE schema_version SET version = 99";
  });
  close();

  try {
    another_database();
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.remedy(), Remedy::fix_setup);
    EXPECT_NE(error.message().zh.find("99"), std::string::npos);
  }
}

TEST_P(DatabaseOn, LeavesNothingOfAChangeThatThrew) {
  const auto count = [&] {
    return database().sessions().read([](soci::session& sql) {
      int rows = 0;
      sql << "SELECT COUNT(*) FROM counter", soci::into(rows);
      return rows;
    });
  };
  EXPECT_THROW(database().sessions().write(
                   "test",
                   [](Transaction& transaction) {
                     transaction.sql << "INSERT INTO counter (name, value) VALUES ('x', 1)";
                     throw std::runtime_error("changed my mind");
                   }),
               std::runtime_error);
  EXPECT_EQ(count(), 0);

  // The session is still good for others.
  database().sessions().write("test", [](Transaction& transaction) {
    transaction.sql << "INSERT INTO counter (name, value) VALUES ('x', 1)";
  });
  EXPECT_EQ(count(), 1);
}

TEST_P(DatabaseOn, NamesNoValueInItsErrors) {
  try {
    database().sessions().write("test", [](Transaction& transaction) {
      const std::string secret = "张三13800000000";
      for (int i = 0; i < 2; ++i)
        transaction.sql << "INSERT INTO counter (name, value) VALUES (:name, 1)", soci::use(secret);
    });
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.remedy(), Remedy::report_bug);
    EXPECT_EQ(std::string(error.what()).find("张三"), std::string::npos) << error.what();
  }
}

TEST_P(DatabaseOn, HasAClockOfItsOwn) {
  Database own(url());
  const auto here = std::chrono::system_clock::now();
  const auto there = own.sessions().now();
  EXPECT_LT(std::chrono::abs(here - there), std::chrono::seconds(5));
}

TEST(Database, InMemoryIsSharedByAllThreads) {
  Database database("sqlite::memory:");
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&, i] {
      database.sessions().write("test", [&](Transaction& transaction) {
        transaction.sql << "INSERT INTO counter (name, value) VALUES (:name, 1)", soci::use(i);
      });
    });
  threads.clear();
  const int rows = database.sessions().read([](soci::session& sql) {
    int count = 0;
    sql << "SELECT COUNT(*) FROM counter", soci::into(count);
    return count;
  });
  EXPECT_EQ(rows, 4);
}

TEST(Database, MayLieInAFolderWithBlanksAndChineseLetters) {
  const tests::TemporaryFolder folder;
  const auto place = folder / "我的 登记 库=1";
  std::filesystem::create_directory(place);
  { const Database database("sqlite:" + (place / "r.db").string()); }
  EXPECT_TRUE(std::filesystem::exists(place / "r.db"));
}

TEST(Database, ThatCannotBeOpenedIsTheAdministratorsToMend) {
  const tests::TemporaryFolder folder;
  EXPECT_EQ(remedy_of_opening("mysql://somewhere"), Remedy::fix_setup);
  EXPECT_EQ(remedy_of_opening("sqlite:" + (folder / "missing/r.db").string()), Remedy::fix_setup);
  EXPECT_EQ(remedy_of_opening("sqlite:" + folder.path().string()), Remedy::fix_setup);
}

TEST(Database, ThatDoesNotAnswerIsTriedAgainAndItsPasswordIsNotTold) {
  try {
    const Database database("postgresql://user:geheim@127.0.0.1:1/name?password=geheim");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.remedy(), Remedy::retry);
    EXPECT_EQ(std::string(error.what()).find("geheim"), std::string::npos) << error.what();
  }
}

}  // namespace
}  // namespace chengnuo::pipeline
