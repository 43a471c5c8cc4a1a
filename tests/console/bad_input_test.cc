// What a clerk sees when something is wrong with a file, the set-up or the world.

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

std::string beginning_of(const fs::path& file) {
  const std::string bytes = pipeline::read_file(file);
  return bytes.substr(0, bytes.size() / 2);
}

TEST(BadFiles, AreEachAnsweredInChineseWithWhatToDoAndTheirBytesAreKept) {
  const TemporaryHome home;
  home.configure("inbox", "give_up_seconds = 1");
  const std::map<std::string, std::string> files{
      {"文字.pdf", "这是一个文本文件，不是 PDF。\n"},
      {"半个.jpg", beginning_of(kSamples / "20251103_000017.jpg")},
      {"半个.pdf", beginning_of(kSamples / "20251103_000302.pdf")},
      {"word.docx", std::string("PK\x03\x04") + std::string(200, 'x')}};
  for (const auto& [name, bytes] : files) home.drop_bytes(bytes, name);
  home.drop_bytes("", "空.pdf");

  home.command({"run", "--once"});

  const json submissions = home.submissions();
  for (const auto& [name, bytes] : files) {
    const std::string sha256 = pipeline::sha256_hex(bytes);
    const bool in_work = fs::exists(home.path() / "work" / "drops" / sha256);
    const bool set_aside = fs::exists(home.inbox() / "待处理" / name);
    EXPECT_TRUE(in_work || set_aside) << name << " was lost";
    if (set_aside) continue;
    bool answered = false;
    for (const json& each : submissions)
      if (each.at("drops")[0].at("sha256") == sha256) {
        answered = true;
        ASSERT_FALSE(each.at("holds").empty()) << name;
        EXPECT_FALSE(each.at("holds")[0].at("reason").get<std::string>().empty()) << name;
        EXPECT_FALSE(each.at("holds")[0].at("advice").get<std::string>().empty()) << name;
        EXPECT_EQ(each.at("state"), "held");
      }
    EXPECT_TRUE(answered) << name;
  }
  EXPECT_TRUE(fs::exists(home.inbox() / "待处理" / "空.pdf"));
}

TEST(Service, ASecondOneOnTheSameHomeIsToldSo) {
  const TemporaryHome home;
  Running first({"run", "--home", home.path().string()}, "服务已启动");

  const Ended second = home.command({"run", "--once"});

  EXPECT_EQ(second.exit, 2);
  EXPECT_THAT(second.err, HasSubstr("已有一个服务在运行"));
  EXPECT_EQ(first.stop(), 0);
}

TEST(Service, WithAWrongKeyPasswordSaysSoBeforeItStarts) {
  const TemporaryHome home;
  pipeline::write_durably(home.path() / "keys" / "unit1.password", "falsch-falsch\n");

  const Ended ended = home.command({"run", "--once"});

  EXPECT_EQ(ended.exit, 2);
  EXPECT_THAT(ended.err, HasSubstr("密码"));
  EXPECT_THAT(ended.err, testing::Not(HasSubstr("falsch-falsch")));
}

TEST(Configuration, AFaultIsNamedWithItsLine) {
  const TemporaryHome home;
  home.configure("service", "workers = \"two\"");
  const Ended ended = home.command({"status"});
  EXPECT_EQ(ended.exit, 2);
  EXPECT_THAT(ended.err, HasSubstr("workers"));
  EXPECT_THAT(ended.err, HasSubstr("行"));
}

TEST(Commands, SpeakEnglishWhereTheEnvironmentDoes) {
  const Ended ended = chengnuo({"status", "--home", "/nowhere"}, {{"LC_ALL", "en_US.UTF-8"}});
  EXPECT_EQ(ended.exit, 2);
  EXPECT_THAT(ended.err, HasSubstr("This is no home"));
}

TEST(Commands, WithWrongUsageEndWithTwo) {
  EXPECT_EQ(chengnuo({"no-such-command"}).exit, 2);
  EXPECT_EQ(chengnuo({"read"}).exit, 2);
  EXPECT_EQ(chengnuo({"--help"}).exit, 0);
}

TEST(Read, GivesPagesLinesAndSealsAsJsonWithoutAHome) {
  const Ended ended = chengnuo(
      {"read", (kSamples / "20251103_000241.jpg").string(), "--json", "--home", "/nowhere"});
  ASSERT_EQ(ended.exit, 0) << ended.err;
  const json page = ended.json().at("pages")[0];
  EXPECT_THAT(page.at("text").get<std::string>(), HasSubstr("质量信誉承诺书"));
  EXPECT_GT(page.at("width").get<int>(), 500);
  EXPECT_EQ(page.at("seals").size(), 1U);
}

}  // namespace
}  // namespace chengnuo::console
