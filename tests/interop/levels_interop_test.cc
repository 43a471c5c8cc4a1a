#include <gmock/gmock.h>

#include "signing/extend.h"
#include "signing/sign.h"
#include "tests/signing/authorities.h"

namespace chengnuo::signing::tests {
namespace {

using ::testing::HasSubstr;

const std::filesystem::path kHere = std::filesystem::path(CHENGNUO_SOURCE_DIR) / "tests/interop";
const std::filesystem::path kJudges = CHENGNUO_INTEROP;

/// A copy signed and raised with the tests' own authorities.
class PyHankoLevels : public ::testing::Test {
 protected:
  PyHankoLevels() {
    TimeStampSettings settings;
    settings.urls = {authorities.url("tsa")};
    services = std::make_unique<LevelServices>(settings, authorities.anchors());
    SignRequest request;
    request.time = kNow;
    sign_pdf(a_copy(folder.path()), file, request, *key);
  }
  void SetUp() override {
    if (!std::filesystem::exists(kJudges / "pyhanko/ready"))
      GTEST_SKIP() << "run tests/interop/setup";
  }
  /// pyHanko's own clock too has to be there: it takes some times from the system.
  Ran judge(const std::string& script, const std::string& moment) const {
    return run("TZ=UTC faketime -f '@" + moment.substr(0, 10) + " " + moment.substr(11, 8) + "' " +
               (kJudges / "pyhanko/bin/python").string() + " " + (kHere / script).string() + " " +
               file.string() + " " + authorities.root().string() + " " + moment);
  }

  TemporaryFolder folder;
  Authorities authorities;
  std::unique_ptr<Key> key = open_key(authorities.signer());
  std::unique_ptr<LevelServices> services;
  const std::filesystem::path file = folder / "signed.pdf";
};

TEST_F(PyHankoLevels, FindBTValidWithItsTimeStamp) {
  extend_pdf(file, Level::b_t, *services, kNow);

  const Ran judged = judge("pyhanko_check.py", "2026-11-25T09:00:00+00:00");

  EXPECT_EQ(judged.status, 0) << judged.output;
  EXPECT_THAT(judged.output, HasSubstr("TIMESTAMP_TOKEN<INTACT:TRUSTED"));
}

TEST_F(PyHankoLevels, FindBLtaValidFromTheFileAlone) {
  extend_pdf(file, Level::b_lta, *services, kNow);

  const Ran judged = judge("pyhanko_check_levels.py", "2026-11-25T09:00:00+00:00");

  EXPECT_EQ(judged.status, 0) << judged.output;
  EXPECT_THAT(judged.output, HasSubstr("Signature1 valid AdESPassed.OK"));
}

}  // namespace
}  // namespace chengnuo::signing::tests
