#include "watcher/name_rules.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace chengnuo::watcher {
namespace {

TEST(NameRules, IgnoresHalfWrittenFilesLocksAndSystemFiles) {
  for (const char* name : {"a.part", "a.PDF.tmp", "a.partial", "承诺书.filepart", "a.crdownload",
                           "~$承诺书.docx", "Thumbs.db", "THUMBS.DB", "desktop.ini", ".DS_Store",
                           ".hidden", "已接收", "待处理", "回执"}) {
    EXPECT_TRUE(is_ignored_name(name)) << name;
  }
}

TEST(NameRules, DoesNotIgnoreScans) {
  for (const char* name : {"扫描0001.jpg", "附件2 申请表-甲公司(盖章版).pdf", "副本.tif",
                           "part.pdf", "已接收.pdf", "IMG_20110725.JPG", "a"}) {
    EXPECT_FALSE(is_ignored_name(name)) << name;
  }
}

TEST(NameRules, ReadsNamesFromChineseWindows) {
  EXPECT_EQ(name_in_utf8("\xB3\xD0\xC5\xB5\xCA\xE9.pdf"), "承诺书.pdf");
  EXPECT_EQ(name_in_utf8("承诺书.pdf"), "承诺书.pdf");
}

TEST(NameRules, WritesBytesOfNoEncodingSoThatTheyCanBeTold) {
  EXPECT_EQ(name_in_utf8("a\xFF.pdf"), "a%FF.pdf");
}

TEST(NameRules, LetsNoControlCharactersThrough) {
  EXPECT_EQ(name_in_utf8("a\n\x1B[2J.pdf"), "a\uFFFD\uFFFD[2J.pdf");
}

TEST(NameRules, KeepsPagesInTheOrderOfTheirNumbers) {
  std::vector<std::string> names = {"扫描10.jpg", "扫描2.jpg", "扫描1.jpg", "扫描02.jpg",
                                    "扫描1(2).jpg"};

  std::ranges::sort(names, comes_before);

  EXPECT_EQ(names, (std::vector<std::string>{"扫描1(2).jpg", "扫描1.jpg", "扫描02.jpg", "扫描2.jpg",
                                             "扫描10.jpg"}));
}

TEST(NameRules, NumbersANameBeforeItsExtension) {
  EXPECT_EQ(numbered_name("承诺书.pdf", 1), "承诺书.pdf");
  EXPECT_EQ(numbered_name("承诺书.pdf", 2), "承诺书 (2).pdf");
  EXPECT_EQ(numbered_name("承诺书", 3), "承诺书 (3)");
}

TEST(NameRules, MakesNoNameLongerThanAFileSystemTakes) {
  std::string longest;
  while (longest.size() + 3 <= 251) longest += "承";
  longest += ".pdf";

  const std::string numbered = numbered_name(longest, 12);
  const std::string explanation = explanation_name(longest);

  EXPECT_LE(numbered.size(), 255U);
  EXPECT_TRUE(numbered.ends_with("承 (12).pdf"));
  EXPECT_LE(explanation.size(), 255U);
  EXPECT_TRUE(explanation.ends_with(".说明.txt"));
}

}  // namespace
}  // namespace chengnuo::watcher
