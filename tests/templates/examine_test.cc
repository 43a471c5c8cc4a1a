#include "templates/examine.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace chengnuo::templates {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const std::filesystem::path kShipped = std::filesystem::path(CHENGNUO_SOURCE_DIR) / "templates/xml";

/// A template's file, and what is said about it.
class Examine : public testing::Test {
 protected:
  Examine() { std::filesystem::create_directories(folder); }
  ~Examine() override { std::filesystem::remove_all(folder); }

  std::vector<Remark> examined(const std::string& bytes) const {
    std::ofstream(folder / "own.xml", std::ios::binary) << bytes;
    return examine(folder / "own.xml", kShipped);
  }
  /// A letter whose <titles> begin in line 2; `inner` begins in line 6.
  std::vector<Remark> letter(const std::string& inner, const std::string& more = "") const {
    return examined(
        "<template xmlns='urn:chengnuo:template' id='a' kind='letter' version='1' activity='x' " +
        more +
        ">\n<titles>\n<title>承诺书</title></titles>\n<fields>"
        "<field id='enterprise_name' type='enterprise_name' need='required'/>\n"
        "<field id='signed_on' type='date' need='required'/></fields>\n" +
        inner +
        "\n<seals><seal of='enterprise'/></seals><signatures><signature "
        "role='legal_representative'><label>法定代表人</label></signature></signatures></"
        "template>");
  }

  std::filesystem::path folder =
      std::filesystem::path(testing::TempDir()) /
      (std::string("examine-") + testing::UnitTest::GetInstance()->current_test_info()->name());
};

auto serious(int line, const std::string& what) {
  return AllOf(Field(&Remark::line, line), Field(&Remark::serious, true),
               Field(&Remark::what, Field(&pipeline::Message::zh, HasSubstr(what))));
}
auto hint(const std::string& what) {
  return AllOf(Field(&Remark::serious, false),
               Field(&Remark::what, Field(&pipeline::Message::zh, HasSubstr(what))));
}

TEST_F(Examine, HasNothingToSayOfTheTemplatesThatComeWithTheProgram) {
  EXPECT_THAT(examine(kShipped / "form.xml", kShipped), IsEmpty());
  EXPECT_THAT(examine(kShipped / "letter.xml", kShipped), IsEmpty());
}

TEST_F(Examine, NamesEveryLineThatBreaksTheSchemaWithARemedy) {
  const auto remarks = examined(
      "<template xmlns='urn:chengnuo:template' id='a' kind='letter' version='1' activity='x'>\n"
      "<titles><title>承诺书</title></titles>\n"
      "<fields>\n"
      "<field id='signed_on' type='day'/>\n"
      "<field type='date'/>\n"
      "<field id='signed_on' type='date'/>\n"
      "</fields></template>");

  EXPECT_THAT(remarks, Contains(serious(4, "不在允许的范围内")));
  EXPECT_THAT(remarks, Contains(serious(5, "缺少必需的属性")));
  EXPECT_THAT(remarks, Contains(serious(6, "id 重复")));
  for (const Remark& each : remarks) EXPECT_FALSE(each.remedy.zh.empty());
}

TEST_F(Examine, NamesTheLineOfAPhraseThatIsIllFormed) {
  const auto remarks = letter(
      "<requirements base='requirements.xml'>\n<requirement id='green'>\n<say>\n节能减排\n"
      "(绿色|低碳\n</say></requirement></requirements>");

  ASSERT_THAT(remarks, SizeIs(1));
  EXPECT_THAT(remarks.front().what.zh, AllOf(HasSubstr("own.xml"), HasSubstr("第 10 行")));
}

TEST_F(Examine, NamesWordsThatAreNowhereDefined) {
  const auto remarks = letter(
      "<requirements><requirement id='green'><say>{nowhere}</say></requirement>"
      "</requirements>");

  ASSERT_THAT(remarks, SizeIs(1));
  EXPECT_THAT(remarks.front().what.zh, HasSubstr("nowhere"));
}

TEST_F(Examine, RefusesWordsThatBuildOnThemselves) {
  const auto remarks = letter(
      "<requirements><words name='a'>{b}甲</words><words name='b'>{a}乙</words></requirements>");

  ASSERT_THAT(remarks, SizeIs(1));
  EXPECT_TRUE(remarks.front().serious);
}

TEST_F(Examine, RefusesWordsThatMultiplyOutToTooMany) {
  std::string words = "<requirements><words name='a'>一 二 三 四 五 六 七 八 九 十</words>";
  words += "<words name='b'>{a}{a}{a}{a}{a}{a}</words></requirements>";

  const auto remarks = letter(words);

  ASSERT_THAT(remarks, SizeIs(1));
  EXPECT_THAT(remarks.front().what.zh, HasSubstr("太多"));
}

TEST_F(Examine, RefusesABaseInAnotherFolder) {
  const auto remarks = letter("<requirements base='../../../etc/passwd'/>");

  ASSERT_THAT(remarks, SizeIs(1));
  EXPECT_THAT(remarks.front().what.zh, HasSubstr("找不到"));
}

TEST_F(Examine, RefusesAnEntityBomb) {
  const auto remarks = examined(
      "<!DOCTYPE template [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>"
      "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;'>]>\n"
      "<template xmlns='urn:chengnuo:template' id='a' kind='letter' version='1' activity='&c;'/>");

  ASSERT_THAT(remarks, SizeIs(1));
  EXPECT_THAT(remarks.front().what.zh, HasSubstr("DOCTYPE"));
}

TEST_F(Examine, RefusesBytesThatAreNotInTheDeclaredEncoding) {
  const auto remarks = examined(
      "<?xml version='1.0' encoding='UTF-8'?>\n<template xmlns='urn:chengnuo:template' id='a' "
      "kind='letter' version='1' activity='\xB3\xD0\xC5\xB5'/>");

  ASSERT_THAT(remarks, SizeIs(1));
  EXPECT_TRUE(remarks.front().serious);
}

TEST_F(Examine, ReadsAFileInGb18030ThatSaysSo) {
  const auto remarks = examined(
      "<?xml version='1.0' encoding='GB18030'?>\n<template xmlns='urn:chengnuo:template' id='a' "
      "kind='form' version='1' "
      "activity='x'><titles><title>\xB3\xD0\xC5\xB5\xB1\xED</title></titles>"
      "<fields><field id='enterprise_name' type='enterprise_name' need='required'/></fields>"
      "</template>");

  EXPECT_THAT(remarks, testing::Each(Field(&Remark::serious, false)));
}

TEST_F(Examine, RefusesControlCharacters) {
  EXPECT_THAT(examined("<template xmlns='urn:chengnuo:template' id='a\x01'/>"),
              Contains(Field(&Remark::serious, true)));
}

TEST_F(Examine, FindsALabelThatTwoFieldsShare) {
  const auto remarks = examined(
      "<template xmlns='urn:chengnuo:template' id='a' kind='form' version='1' activity='x'>\n"
      "<titles><title>申请表</title></titles>\n<fields>\n"
      "<field id='phone' type='phone'><label>电话</label></field>\n"
      "<field id='fax' type='phone'><label>电　话</label></field></fields></template>");

  EXPECT_THAT(remarks, Contains(AllOf(hint("同时属于 phone 和 fax"), Field(&Remark::line, 5))));
}

TEST_F(Examine, RefusesAValidityThatEndsBeforeItBegins) {
  EXPECT_THAT(letter("<requirements base='requirements.xml'/>",
                     "valid-from='2012-01-01' valid-until='2011-12-31'"),
              Contains(serious(1, "止日早于起日")));
}

TEST_F(Examine, SaysThatALetterWithoutRequirementsGoesToAPerson) {
  EXPECT_THAT(letter(""), Contains(hint("没有承诺要素")));
}

TEST_F(Examine, SaysWhatARegisteredWordingLacksItself) {
  const auto remarks = letter(
      "<requirements base='requirements.xml'/>\n<approved><paragraph>"
      "我公司承担产品全生命周期的质量责任。</paragraph></approved>");

  EXPECT_THAT(remarks, Contains(hint("不满足要素 penalty")));
  EXPECT_THAT(remarks, testing::Not(Contains(hint("不满足要素 lifecycle"))));
}

TEST_F(Examine, RefusesASlotForAFieldThatIsNotThere) {
  EXPECT_THAT(letter("<requirements base='requirements.xml'/>\n<approved><paragraph>"
                     "<slot field='fax'/>承诺</paragraph></approved>"),
              Contains(serious(7, "没有声明的 id")));
}

TEST_F(Examine, SaysWhichRequirementCanNeverBeMet) {
  EXPECT_THAT(letter("<requirements base='requirements.xml'><requirement id='green'>"
                     "<name zh='绿色' en='green'/><wording>绿色发展。</wording></requirement>"
                     "</requirements>"),
              Contains(hint("green 没有 <say>")));
}

}  // namespace
}  // namespace chengnuo::templates
