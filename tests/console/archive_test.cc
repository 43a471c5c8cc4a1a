// The archive as an auditor meets it: a proof that is checked without this program, a database that
// is lost, a first location that is damaged.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "home_with_papers.h"
#include "pipeline/file.h"

namespace chengnuo::console {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::HasSubstr;

/// The recipe that docs/archive.md shows, letter by letter.
std::string documented_recipe() {
  const std::string page = pipeline::read_file(fs::path(CHENGNUO_SOURCE_DIR) / "docs/archive.md");
  const std::string fence = "```sh\n";
  const auto begin = page.find(fence);
  if (begin == std::string::npos) return {};
  const auto from = begin + fence.size();
  return page.substr(from, page.find("```", from) - from);
}

class AnArchive : public testing::Test {
 protected:
  void SetUp() override {
    papers_.home().configure("archive", "second_folder = \"second\"");
    papers_.run_once();
    papers_.approve();
    papers_.run_once();
    papers_.expect_one_whole_submission();
    id_ = papers_.home().submissions().at(0).at("id");
  }
  Ended command(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), "archive");
    return papers_.home().command(std::move(arguments));
  }
  fs::path path(const std::string& relative) const { return papers_.home().path() / relative; }
  static void change_a_byte(const fs::path& file) {
    std::string bytes = pipeline::read_file(file);
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
    fs::remove(file);
    pipeline::write_durably(file, bytes);
  }
  int check(const fs::path& proof) const {
    fs::path root;
    for (const auto& entry : fs::directory_iterator(path("keys/trust"))) root = entry.path();
    return run({"sh", "-c", "cd \"$0\" && sh check.sh \"$1\"", proof.string(), root.string()}).exit;
  }

  HomeWithPapers papers_;
  std::string id_;
};

TEST_F(AnArchive, GivesAProofThatTheDocumentedRecipeChecksWithoutThisProgram) {
  const fs::path proof = path("proof");
  const Ended proven = command({"prove", id_, "-o", proof.string(), "--json"});
  ASSERT_EQ(proven.exit, 0) << proven.err;
  EXPECT_EQ(pipeline::read_file(proof / "check.sh"), documented_recipe());

  EXPECT_EQ(check(proof), 0);

  for (const char* name : {"record.json", "leaf.txt", "path.txt", "head.txt", "head.p7s"}) {
    SCOPED_TRACE(name);
    const std::string bytes = pipeline::read_file(proof / name);
    change_a_byte(proof / name);
    EXPECT_NE(check(proof), 0);
    pipeline::write_durably(proof / name, bytes);
  }
  EXPECT_EQ(check(proof), 0);
}

TEST_F(AnArchive, GivesALostDatabaseBack) {
  ASSERT_EQ(command({"seal"}).exit, 0);
  const json before = papers_.home().submissions();
  for (const char* name : {"register.db", "register.db-wal", "register.db-shm"})
    fs::remove(path(name));

  const Ended started = papers_.run_once();
  EXPECT_EQ(started.exit, 2) << "an archive of which the database knows nothing";
  EXPECT_THAT(started.err, HasSubstr("chengnuo archive rebuild"));
  const Ended rebuilt = command({"rebuild", "--json"});

  ASSERT_EQ(rebuilt.exit, 0) << rebuilt.err;
  EXPECT_EQ(rebuilt.json().at("submissions"), 1);
  EXPECT_GT(rebuilt.json().at("audit_entries"), 3);
  const json after = papers_.home().submissions();
  ASSERT_EQ(after.size(), 1U);
  for (const char* name : {"id", "drops", "copies", "archive_code", "enterprise"})
    EXPECT_EQ(after[0].at(name), before[0].at(name)) << name;
  EXPECT_EQ(command({"verify"}).exit, 0);
  EXPECT_EQ(papers_.home().command({"audit"}).exit, 0);
  EXPECT_EQ(command({"get", id_, "-o", path("out").string()}).exit, 0);
  EXPECT_EQ(command({"search", "--text", "诺", "--json"}).json().at("records").size(), 1U);
}

TEST_F(AnArchive, HandsOutFromTheSecondLocationAndRepairsTheFirst) {
  const std::string copy = papers_.home().submissions().at(0).at("copies").at(0).at("path");
  ASSERT_TRUE(fs::exists(path("second/" + copy)));
  change_a_byte(path("archive/" + copy));

  EXPECT_EQ(command({"get", id_, "-o", path("out").string()}).exit, 0);
  const Ended found = command({"verify", "--json"});
  EXPECT_EQ(found.exit, 1);
  EXPECT_EQ(found.json().at("defects").size(), 1U);
  const Ended repaired = command({"verify", "--repair", "--json"});

  EXPECT_EQ(repaired.exit, 0) << repaired.out << repaired.err;
  EXPECT_EQ(repaired.json().at("repaired").size(), 1U);
  EXPECT_EQ(command({"verify"}).exit, 0);
}

TEST_F(AnArchive, IsHandedOverToAnother) {
  const fs::path package = path("package");
  const Ended packed =
      command({"hand-over", "--receiver", "某市档案馆", "-o", package.string(), "--json"});
  ASSERT_EQ(packed.exit, 0) << packed.err;
  EXPECT_EQ(packed.json().at("records"), 1);
  EXPECT_EQ(command({"export", "--name", "查无此企业", "-o", path("none").string()}).exit, 1);

  const TemporaryHome other;
  const Ended taken = other.command({"archive", "import", package.string(), "--json"});

  ASSERT_EQ(taken.exit, 0) << taken.err;
  EXPECT_EQ(taken.json().at("records"), 1);
  EXPECT_EQ(taken.json().at("submissions"), 1);
  const json copies = papers_.home().submissions().at(0).at("copies");
  EXPECT_EQ(other.submissions().at(0).at("copies"), copies);
  EXPECT_EQ(other.command({"archive", "verify"}).exit, 0);
  EXPECT_EQ(other.command({"archive", "search", "--text", "诺", "--json"}).json().at("records")[0],
            command({"search", "--text", "诺", "--json"}).json().at("records")[0]);
}

TEST_F(AnArchive, TakesNothingOfAPackageThatWasChanged) {
  const fs::path package = path("package");
  ASSERT_EQ(command({"export", "-o", package.string()}).exit, 0);
  const std::string copy = papers_.home().submissions().at(0).at("copies").at(0).at("path");
  change_a_byte(package / "data" / copy);

  const TemporaryHome other;
  const Ended taken = other.command({"archive", "import", package.string(), "--json"});

  EXPECT_EQ(taken.exit, 1);
  ASSERT_EQ(taken.json().at("faults").size(), 1U);
  EXPECT_EQ(taken.json().at("faults")[0].at("path"), "data/" + copy);
  EXPECT_EQ(other.submissions().size(), 0U);
}

TEST_F(AnArchive, KnowsHowBothCopiesStandAndThatARecordIsHeld) {
  const auto states = [&] {
    std::vector<std::string> found;
    const json answer = command({"copies", id_, "--json"}).json();
    for (const json& copy : answer.at("copies")) found.push_back(copy.at("state"));
    return found;
  };
  EXPECT_EQ(states(), (std::vector<std::string>{"filed", "waiting"}));

  EXPECT_EQ(command({"delivered", id_, "--on", "2025-11-05", "--receipt", "EMS 1234"}).exit, 0);
  EXPECT_EQ(command({"hold", id_, "--reason", "诉讼中"}).exit, 0);

  EXPECT_EQ(states(), (std::vector<std::string>{"filed", "handed_over"}));
  const json expired = command({"expired", "--day", "2099-01-01", "--json"}).json();
  EXPECT_EQ(expired.at("records").at(0).at("hold"), "诉讼中");
  EXPECT_EQ(expired.at("records").at(0).at("version"), 3) << "each decision is in the record";
  const Ended whole = command({"verify", "--json"});
  EXPECT_EQ(whole.exit, 0) << whole.out;

  for (const char* name : {"register.db", "register.db-wal", "register.db-shm"})
    fs::remove(path(name));
  EXPECT_EQ(command({"rebuild"}).exit, 0);
  EXPECT_EQ(states(), (std::vector<std::string>{"filed", "handed_over"}))
      << "from the archive alone";
}

TEST_F(AnArchive, ReportsTheFourPropertiesAndWhatLiesThereUnlisted) {
  const fs::path csv = path("四性.csv");
  const Ended report = command({"report", "-o", csv.string(), "--json"});
  EXPECT_EQ(report.exit, 0) << report.out;
  EXPECT_EQ(report.json().at("records").at(0).at("items").size(), 10U);
  EXPECT_THAT(pipeline::read_file(csv),
              HasSubstr("\"真实性\",\"签名副本的签名有效\",\"Z2\",\"通过\""));

  const std::string stray = "objects/ab/" + std::string(62, 'c');
  pipeline::write_durably(path("archive/" + stray), "put there by someone");
  const Ended found = command({"verify", "--json"});
  EXPECT_EQ(found.exit, 1);
  ASSERT_EQ(found.json().at("defects").size(), 1U);
  EXPECT_THAT(std::string(found.json().at("defects")[0].at("where")), HasSubstr(stray));
}

TEST_F(AnArchive, IsNotWrittenByADatabaseThatIsOlder) {
  const fs::path saved = papers_.home().path().parent_path() / "saved.db";
  ASSERT_EQ(command({"seal"}).exit, 0);
  fs::copy_file(path("register.db"), saved);
  ASSERT_EQ(command({"hold", id_, "--reason", "诉讼中"}).exit, 0);
  ASSERT_EQ(command({"seal"}).exit, 0);
  for (const char* name : {"register.db", "register.db-wal", "register.db-shm"})
    fs::remove(path(name));
  fs::copy_file(saved, path("register.db"));

  const Ended refused = papers_.run_once();
  EXPECT_EQ(refused.exit, 2);
  EXPECT_THAT(refused.err, HasSubstr("chengnuo archive rebuild"));

  fs::remove(path("register.db"));
  EXPECT_EQ(command({"rebuild"}).exit, 0);
  EXPECT_EQ(command({"verify"}).exit, 0);
}

}  // namespace
}  // namespace chengnuo::console
