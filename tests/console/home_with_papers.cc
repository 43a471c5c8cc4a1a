#include "home_with_papers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chengnuo::console {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

const fs::path kSamples = fs::path(CHENGNUO_TEST_FILES) / "samples";
const char* const kForm = "20251103_000017.jpg";
const char* const kLetter = "20251103_000241.jpg";

/// What was read of the two samples.
const fs::path& readings() {
  static const TemporaryHome home;
  static const fs::path folder = [] {
    home.drop(kSamples / kForm, kForm);
    home.drop(kSamples / kLetter, kLetter);
    home.command({"run", "--once"});
    return home.path() / "work" / "read";
  }();
  return folder;
}

}  // namespace

HomeWithPapers::HomeWithPapers() {
  fs::copy(readings(), home_.path() / "work" / "read", fs::copy_options::recursive);
  home_.configure("register", "lease_seconds = 1");
  home_.drop(kSamples / kForm, kForm);
  home_.drop(kSamples / kLetter, kLetter);
}

void HomeWithPapers::approve() const {
  for (const json& each : home_.submissions())
    if (each.at("state") == "held" && each.at("drops").size() == 2)
      home_.command({"review", "approve", each.at("id"), "--who", "王核对"});
}

std::size_t HomeWithPapers::files_in(const char* folder) const {
  if (!fs::exists(home_.path() / folder)) return 0;
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(home_.path() / folder), {}));
}

void HomeWithPapers::expect_one_whole_submission() const {
  const json submissions = home_.submissions();
  ASSERT_EQ(submissions.size(), 1U) << submissions.dump(1);
  const json& one = submissions[0];
  EXPECT_EQ(one.at("state"), "archived") << one.dump(1);
  EXPECT_EQ(one.at("drops").size(), 2U);
  EXPECT_EQ(one.at("copies").size(), 2U);
  EXPECT_THAT(one.at("archive_code").get<std::string>(), testing::EndsWith("-0001"));
  EXPECT_EQ(files_in("archive/records"), 1U);
  // The message and the manifest.
  EXPECT_EQ(files_in("sent/platform"), 2U);
  EXPECT_EQ(files_in("sent/activity_office"), 2U);
  EXPECT_EQ(files_in("work/drops"), 2U);
  EXPECT_EQ(home_.command({"archive", "verify"}).exit, 0);
  EXPECT_EQ(home_.command({"audit"}).exit, 0);
  EXPECT_FALSE(fs::exists(home_.inbox() / kForm));
  EXPECT_FALSE(fs::exists(home_.inbox() / kLetter));
  EXPECT_TRUE(fs::exists(home_.inbox() / "已接收" / kForm));
  EXPECT_TRUE(fs::exists(home_.inbox() / "已接收" / kLetter));
}

}  // namespace chengnuo::console
