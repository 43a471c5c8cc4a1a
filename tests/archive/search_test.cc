#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "archive/catalogue.h"
#include "tests/archive/archive_on_each_database.h"

namespace chengnuo::archive {
namespace {

using pipeline::Submission;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using tests::OpenArchive;

class Searching : public tests::ArchiveOnEachDatabase {};
CHENGNUO_ON_EACH_DATABASE(Searching);

TEST_P(Searching, FindsBySeveralThings) {
  OpenArchive archive(papers_, database());
  Submission first = papers_.submission("S1", "石家庄（甲）公司", "质量是企业的生命。");
  archive.filing.file(first);
  pass(std::chrono::hours(48));
  Submission second = papers_.submission("S2", "100%信誉_公司", "严把质量关。");
  second.batch = "第二批";
  archive.filing.file(second);

  EXPECT_THAT(names({}), ElementsAre("100%信誉_公司", "石家庄（甲）公司"));
  EXPECT_THAT(names({.enterprise = "(甲)公"}), ElementsAre("石家庄（甲）公司"));
  EXPECT_THAT(names({.enterprise = "0%信"}), ElementsAre("100%信誉_公司"));
  EXPECT_THAT(names({.enterprise = "甲 公"}), ElementsAre("石家庄（甲）公司"));
  EXPECT_THAT(names({.enterprise = "00%信"}), ElementsAre("100%信誉_公司"));
  EXPECT_THAT(names({.enterprise = "公甲"}), IsEmpty());
  EXPECT_THAT(names({.enterprise = "_"}), IsEmpty());
  EXPECT_THAT(names({.credit_code = second.credit_code}), ElementsAre("100%信誉_公司"));
  EXPECT_THAT(names({.code = "J001-WS·2025-D30-KJS-0001"}), ElementsAre("石家庄（甲）公司"));
  EXPECT_THAT(names({.code = "J001-WS·2025"}), SizeIs(2));
  EXPECT_THAT(names({.unit = "HDB"}), IsEmpty());
  EXPECT_THAT(names({.unit = "KJS", .batch = "第二批"}), ElementsAre("100%信誉_公司"));
  EXPECT_THAT(names({.filed_from = now() - std::chrono::hours(1)}), ElementsAre("100%信誉_公司"));
  EXPECT_THAT(names({.filed_until = now()}), ElementsAre("石家庄（甲）公司"));
  EXPECT_THAT(names({.limit = 1, .offset = 1}), ElementsAre("石家庄（甲）公司"));
}

TEST_P(Searching, FindsChineseTextFromOneCharacterUp) {
  OpenArchive archive(papers_, database());
  Submission first = papers_.submission("S1", "甲公司", "质量是企业的生命。");
  archive.filing.file(first);
  Submission second = papers_.submission("S2", "乙公司", "愿与䶮厂\U0002CB4E并肩，严把关口。");
  archive.filing.file(second);

  EXPECT_THAT(names({.text = "命"}), ElementsAre("甲公司"));
  EXPECT_THAT(names({.text = "䶮"}), ElementsAre("乙公司"));
  EXPECT_THAT(names({.text = "\U0002CB4E并"}), ElementsAre("乙公司"));
  EXPECT_THAT(names({.text = "企业的生命"}), ElementsAre("甲公司"));
  EXPECT_THAT(names({.text = "生命企业"}), IsEmpty()) << "words in another order are another text";
  EXPECT_THAT(names({.text = "法律法规"}), SizeIs(2)) << "over the end of a line";
  EXPECT_THAT(names({.text = "gb/t 19001"}), SizeIs(2));
  EXPECT_THAT(names({.enterprise = "乙", .text = "郑重承诺"}), ElementsAre("乙公司"));
  EXPECT_THAT(names({.text = "，。"}), IsEmpty());
  EXPECT_THAT(names({.text = "\" OR 1=1 --"}), IsEmpty());

  const auto found = archive.catalogue.search({.text = "执行标准"});
  ASSERT_THAT(found, SizeIs(2));
  ASSERT_THAT(found[0].hits, SizeIs(1));
  EXPECT_EQ(found[0].hits[0].page, 2);
  EXPECT_THAT(found[0].hits[0].snippet, HasSubstr("【执行标准】：GB/T"));
  EXPECT_EQ(found[0].hits[0].box.y, 260);
}

TEST_P(Searching, FindsByFormerNameRegionIndustryAndDayOfSigning) {
  OpenArchive archive(papers_, database());
  Submission first = papers_.submission("S1", "石家庄甲公司");
  first.credit_code = "91130100MA0ABCDE0X";
  first.documents[1].fields["industry"].value = "通用设备制造业";
  first.documents[1].fields["address"].value = "石家庄市裕华区1号";
  archive.filing.file(first);
  first.enterprise = "华北乙公司";
  archive.filing.file(first);
  Submission second = papers_.submission("S2", "丁公司");
  second.credit_code = "91370100MA0ABCDE0X";
  second.documents[0].fields["signed_on"].value = "2025-12-01";
  archive.filing.file(second);

  EXPECT_THAT(names({.enterprise = "家庄甲"}), ElementsAre("华北乙公司")) << "its former name";
  EXPECT_THAT(names({.enterprise = "北乙"}), ElementsAre("华北乙公司"));
  for (const char* region : {"13", "1301", "河北", "河北省", "裕华区"}) {
    EXPECT_THAT(names({.region = region}), ElementsAre("华北乙公司")) << region;
  }
  EXPECT_THAT(names({.region = "广东"}), IsEmpty());
  EXPECT_THAT(names({.industry = "设备制造"}), ElementsAre("华北乙公司"));
  EXPECT_THAT(names({.signed_from = "2025-11-02"}), ElementsAre("丁公司"));
  EXPECT_THAT(names({.signed_until = "2025-11-01"}), ElementsAre("华北乙公司"));
  EXPECT_THAT(names({.enterprise = "公司", .text = "根基"}), SizeIs(2));
}

TEST_P(Searching, GivesTheExactTextFirstAndThenItsPartsOnOnePage) {
  OpenArchive archive(papers_, database());
  Submission exact = papers_.submission("S1", "甲公司", "管理 创新并重。");
  archive.filing.file(exact);
  Submission parts = papers_.submission("S2", "乙公司", "创新在先，管理在后。");
  archive.filing.file(parts);

  EXPECT_THAT(names({.text = "管理 创新"}), ElementsAre("甲公司", "乙公司"));
  EXPECT_THAT(names({.text = "管理创新并重"}), ElementsAre("甲公司"));
  EXPECT_THAT(names({.text = "管理 创新", .limit = 1, .offset = 1}), ElementsAre("乙公司"));
}

TEST_P(Searching, ForgetsTheTextOfAnEarlierVersion) {
  OpenArchive archive(papers_, database());
  Submission submission = papers_.submission("S1", "甲公司", "质量是生命。");
  archive.filing.file(submission);
  Submission again = papers_.submission("S1", "甲公司", "信誉是根基。");
  archive.filing.file(again);

  EXPECT_THAT(names({.text = "质量是生命"}), IsEmpty());
  EXPECT_THAT(names({.text = "信誉是根基"}), SizeIs(1));
}

}  // namespace
}  // namespace chengnuo::archive
