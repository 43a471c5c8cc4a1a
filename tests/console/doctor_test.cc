#include "console/doctor.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <fstream>

#include "console/home.h"
#include "console/time_now.h"
#include "pipeline/file.h"
#include "pipeline/register.h"
#include "program.h"
#include "signing/development_ca.h"

namespace chengnuo::console {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

/// What the doctor says in English about a home, a line each with its grade.
std::string said_of(const fs::path& home) {
  std::string all;
  for (const Diagnosis& each : diagnose(home)) {
    all += each.grade == Diagnosis::Grade::good      ? "good: "
           : each.grade == Diagnosis::Grade::warning ? "warning: "
                                                     : "fault: ";
    all += each.what.en + " | " + each.advice.en + "\n";
  }
  return all;
}

TEST(Doctor, FindsANewHomeUsableAndNamesWhatToDoBeforeRealUse) {
  const TemporaryHome home;
  const std::string said = said_of(home.path());
  EXPECT_THAT(said, testing::Not(HasSubstr("fault: ")));
  EXPECT_THAT(said, HasSubstr("warning: Unit unit1 signs with a development key."));
  EXPECT_THAT(said, HasSubstr("warning: The archive has one location only."));
  EXPECT_THAT(said, HasSubstr("warning: Nobody can use the page yet."));
}

TEST(Doctor, NamesAKeyThatOthersCanRead) {
  const TemporaryHome home;
  const fs::path password = home.path() / "keys" / "unit1.password";
  fs::permissions(password, fs::perms::group_read, fs::perm_options::add);
  EXPECT_THAT(said_of(home.path()), HasSubstr("Others can read a file with a key or password: " +
                                              password.string() + " | Run: chmod 600"));
}

TEST(Doctor, NamesAKeyThatIsGone) {
  const TemporaryHome home;
  fs::remove(home.path() / "keys" / "unit1.p12");
  EXPECT_THAT(said_of(home.path()), HasSubstr("KEY_FILE"));
}

TEST(Doctor, NamesACertificateThatExpiresSoon) {
  const TemporaryHome home;
  for (const char* name : {"unit1.p12", "unit1.password", "development-ca.p12",
                           "development-ca.password", "development-ca.pem"})
    fs::remove(home.path() / "keys" / name);
  // Two years' validity, of which all but a month has gone.
  signing::make_development_key(home.path() / "keys", {"unit1", "单位"},
                                time_now() - std::chrono::days(2 * 365 - 30));
  EXPECT_THAT(said_of(home.path()), HasSubstr("warning: Unit unit1: the certificate expires on "));
}

TEST(Doctor, NamesAPageCertificateThatDoesNotFitItsKey) {
  const TemporaryHome home;
  home.configure("console", "certificate = \"keys/development-ca.pem\"\nkey = \"keys/unit1.p12\"");
  EXPECT_THAT(said_of(home.path()), HasSubstr("fault: "));
}

TEST(Doctor, TellsHowManyPapersWaitForTheAdministratorAndWhy) {
  const TemporaryHome home;
  pipeline::Database database("sqlite:" + (home.path() / "register.db").string());
  pipeline::Register reg(database);
  pipeline::Drop drop;
  drop.sha256 = std::string(64, 'a');
  drop.name = "a.pdf";
  reg.receive(drop, "unit1", "", "archive");
  const auto claim = reg.claim("tester", std::chrono::seconds(60));
  ASSERT_TRUE(claim);
  pipeline::Stage stage;
  stage.name = "archive";
  reg.fail(*claim, claim->submission, stage,
           pipeline::Error(pipeline::Remedy::fix_setup, {"档案库只读。", "Read-only archive."},
                           {"请挂载为可写。", "Mount it writable."}));
  EXPECT_THAT(said_of(home.path()),
              HasSubstr("1 wait for the administrator: Read-only archive. | Mount it writable."));
}

TEST(Doctor, SaysInTheConfigurationWhichLogLevelsThereAre) {
  const TemporaryHome home;
  home.configure("service", "log = \"everything\"");
  EXPECT_THAT(said_of(home.path()), HasSubstr("Say error, warning, info or debug."));
}

TEST(Unit, IsAddedWithItsInboxAndKeyAndMayHandIn) {
  const TemporaryHome home;
  const Ended added = home.command({"unit", "add", "xiehui", "--name", "某\"协会\"", "--json"});
  ASSERT_EQ(added.exit, 0) << added.err;
  EXPECT_TRUE(fs::is_directory(home.path() / "inbox" / "xiehui"));
  const Ended listed = home.command({"unit", "list", "--json"});
  EXPECT_EQ(listed.json()["units"][1]["name"], "某\"协会\"");
  EXPECT_THAT(said_of(home.path()), HasSubstr("Unit xiehui signs with a development key."));
}

TEST(Unit, IsNotAddedTwiceNorWithAnIdThatLeadsOutOfTheInbox) {
  const TemporaryHome home;
  const std::string before = pipeline::read_file(home.path() / "chengnuo.toml");
  EXPECT_EQ(home.command({"unit", "add", "unit1", "--name", "又一个"}).exit, 2);
  EXPECT_EQ(home.command({"unit", "add", "../keys", "--name", "外面"}).exit, 2);
  EXPECT_EQ(home.command({"unit", "add", "u2", "--name", "无钥", "--key", "keys/none.p12"}).exit,
            2);
  EXPECT_EQ(pipeline::read_file(home.path() / "chengnuo.toml"), before);
}

}  // namespace
}  // namespace chengnuo::console
