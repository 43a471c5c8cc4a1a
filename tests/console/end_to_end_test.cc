// The main job as its users run it: scans into a folder, signed copies and a published letter out.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pipeline/digest.h"
#include "pipeline/file.h"
#include "program.h"

namespace chengnuo::console {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::HasSubstr;

const fs::path kSamples = fs::path(CHENGNUO_TEST_FILES) / "samples";

std::string get(const std::string& url) {
  return run({"curl", "--silent", "--max-time", "20", url}).out;
}

/// What the machine was not certain of is approved by a person, if both papers are there.
void approve_what_waits(const TemporaryHome& home) {
  for (const json& each : home.submissions())
    if (each.at("state") == "held" && each.at("drops").size() == 2)
      home.command({"review", "approve", each.at("id"), "--who", "王核对"});
}

json only_published(const json& submissions) {
  json found = json::array();
  for (const json& each : submissions)
    if (each.at("state") == "published") found.push_back(each);
  return found;
}

TEST(EndToEnd, DroppedScansBecomeTwoSignedCopiesInTheArchiveAndALetterOnThePlatform) {
  const TemporaryHome home;
  const Running platform({"platform", "--home", home.path().string(), "--port", "0", "--folder",
                          (home.path() / "platform").string()},
                         "http://");
  const std::string url = platform.line().substr(platform.line().find("http://"));
  home.configure("publication.platform", "url = \"" + url + "api/messages\"");
  for (const auto& entry : fs::directory_iterator(kSamples))
    home.drop(entry.path(), entry.path().filename().string());

  home.command({"run", "--once"});
  approve_what_waits(home);
  const Ended ran = home.command({"run", "--once"});

  EXPECT_EQ(ran.exit, 0) << ran.err;
  const json published = only_published(home.submissions());
  ASSERT_EQ(published.size(), 2U) << home.submissions().dump(1) << ran.err;
  for (const json& submission : published) {
    EXPECT_EQ(submission.at("drops").size(), 2U);
    ASSERT_EQ(submission.at("copies").size(), 2U);
    EXPECT_FALSE(submission.at("archive_code").get<std::string>().empty());
    const std::string id = submission.at("id");
    const fs::path out = home.path() / "out" / id;
    const Ended got = home.command({"archive", "get", id, "-o", out.string()});
    EXPECT_EQ(got.exit, 0) << got.err;
    int copies = 0;
    for (const auto& entry : fs::directory_iterator(out)) {
      if (entry.path().extension() != ".pdf") continue;
      ++copies;
      const Ended verified = home.command({"verify", entry.path().string(), "--json"});
      EXPECT_EQ(verified.exit, 0) << verified.out << verified.err;
      EXPECT_EQ(verified.json().at("verdict"), "valid");
      EXPECT_THAT(run({"pdfsig", entry.path().string()}).out, HasSubstr("Signature is Valid"));
      EXPECT_THAT(run({"pdftotext", entry.path().string(), "-"}).out, HasSubstr("承诺"));
    }
    EXPECT_EQ(copies, 2);
    EXPECT_THAT(get(url), HasSubstr(submission.at("enterprise").get<std::string>()));
  }
  for (const auto& entry : fs::directory_iterator(kSamples))
    EXPECT_TRUE(fs::exists(home.path() / "work" / "drops" / pipeline::sha256_of_file(entry.path())))
        << entry.path();
}

TEST(EndToEnd, ALetterWithoutItsFormWaitsAndSaysSoAndThePlaceIsShown) {
  const TemporaryHome home;
  home.drop(kSamples / "20251103_000302.pdf", "新建文件夹 扫描0001.pdf");

  home.command({"run", "--once"});

  const json submissions = home.submissions();
  ASSERT_EQ(submissions.size(), 1U);
  EXPECT_EQ(submissions[0].at("state"), "held");
  EXPECT_THAT(submissions[0].at("holds").dump(), HasSubstr("申请表"));
  const std::string id = submissions[0].at("id");
  const Ended shown = home.command({"review", "show", id});
  EXPECT_EQ(shown.exit, 0) << shown.err;
  EXPECT_THAT(shown.out, HasSubstr("申请表"));

  const Ended returned =
      home.command({"review", "return", id, "--reason", "缺申请表", "--who", "王核对"});
  EXPECT_EQ(returned.exit, 0) << returned.err;
  EXPECT_EQ(home.submissions()[0].at("state"), "returned");
  EXPECT_THAT(home.command({"audit", "--json"}).out, HasSubstr("王核对"));
}

}  // namespace
}  // namespace chengnuo::console
