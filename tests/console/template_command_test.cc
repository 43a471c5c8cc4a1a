// The command line's template doors, through the program.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pipeline/file.h"
#include "program.h"

namespace chengnuo::console {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

const fs::path kOwn = fs::path(CHENGNUO_TEST_FILES) / "templates/own";

TEST(TemplateCommand, ListsWhatServesAndTheWorkingPlanThatBindsIt) {
  const TemporaryHome home;
  fs::copy(kOwn, home.path() / "templates" / "unit1", fs::copy_options::recursive);

  const auto all = home.command({"template", "list", "--json"}).json();

  ASSERT_EQ(all.at("templates").size(), 4U);
  const auto& letter = all.at("templates").back();
  EXPECT_EQ(letter.at("id"), "dalian-letter");
  EXPECT_EQ(letter.at("unit"), "unit1");
  EXPECT_EQ(letter.at("subtitle"), "大连市第二批");
  EXPECT_EQ(letter.at("valid_until"), "2014-12-31");
  EXPECT_EQ(letter.at("sha256").get<std::string>().size(), 64U);
  ASSERT_EQ(all.at("plans").size(), 1U);
  EXPECT_EQ(all.at("plans")[0].at("number"), "大经信〔2012〕8号");
  EXPECT_EQ(all.at("plans")[0].at("templates")[1].at("id"), "dalian-letter");
}

TEST(TemplateCommand, SaysWhichLineOfATemplateIsWrongAndWhatToDo) {
  const TemporaryHome home;
  std::string text = pipeline::read_file(kOwn / "letter.xml");
  text.replace(text.find("type=\"date\""), 11, "type=\"day\"");
  const fs::path file = home.path() / "wrong.xml";
  pipeline::write_durably(file, text);

  const Ended right = home.command({"template", "validate", (kOwn / "letter.xml").string()});
  const Ended wrong = home.command({"template", "validate", file.string()}, {{"LANG", "zh_CN"}});

  EXPECT_EQ(right.exit, 0) << right.out;
  EXPECT_EQ(wrong.exit, 1);
  EXPECT_THAT(wrong.out, HasSubstr("wrong.xml 第 11 行"));
  EXPECT_THAT(wrong.out, HasSubstr("请从英文信息列出的值中选一个"));
}

TEST(TemplateCommand, ShowsWhatATemplateThatIsNotInUseFindsOnAText) {
  const TemporaryHome home;
  const fs::path text = fs::path(CHENGNUO_TEST_FILES) / "templates/texts/kept.txt";

  const auto found = home.command({"template", "try", text.string(), "--template",
                                   (kOwn / "letter.xml").string(), "--json"})
                         .json()
                         .at("documents")
                         .at(0);

  EXPECT_EQ(found.at("template"), "dalian-letter");
  EXPECT_EQ(found.at("requirements").at("green").at("verdict"), "met");
  EXPECT_EQ(found.at("fields").at("legal_representative").at("value"), "李䶮");
  for (const auto& piece : found.at("wording")) EXPECT_FALSE(piece.at("person")) << piece;
}

}  // namespace
}  // namespace chengnuo::console
