#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pipeline/error.h"
#include "tests/templates/checked.h"

namespace chengnuo::templates {
namespace {

using pipeline::Document;
using testing::HasSubstr;

TEST(CheckText, ReadsALetterWithoutPlaces) {
  const Document document = check_text(shipped(), "any",
                                       "质量信誉承诺书\n我们郑重承诺：\n一、诚实守信。\n"
                                       "承诺企业：江苏恒润机械制造有限公司\n法定代表人：王建军\n"
                                       "二〇一一年七月二十五日\n");

  EXPECT_EQ(field(document, "enterprise_name").value, "江苏恒润机械制造有限公司");
  EXPECT_EQ(field(document, "legal_representative").value, "王建军");
  EXPECT_EQ(field(document, "signed_on").value, "2011-07-25");
  EXPECT_EQ(field(document, "signed_on").box.width, 0);
  EXPECT_NE(document.verdict, pipeline::DocumentVerdict::accepted);
}

const std::string kLetter =
    "质量信誉承诺书\n质量信誉是企业的生命。\n一、承担产品全生命周期质量责任。\n"
    "承诺企业：江苏恒润机械制造有限公司\n法定代表人：王建军\n";

TEST(CheckText, ReadsGb18030AndAByteOrderMark) {
  const std::string gb =  // 质量信誉承诺书 / 承担产品全生命周期质量责任。
      "\xD6\xCA\xC1\xBF\xD0\xC5\xD3\xFE\xB3\xD0\xC5\xB5\xCA\xE9\n"
      "\xB3\xD0\xB5\xA3\xB2\xFA\xC6\xB7\xC8\xAB\xC9\xFA\xC3\xFC\xD6\xDC\xC6\xDA\xD6\xCA\xC1\xBF"
      "\xD4\xF0\xC8\xCE\xA1\xA3\n";

  EXPECT_EQ(check_text(shipped(), "any", gb).requirements.at("lifecycle").verdict,
            pipeline::Verdict::met);
  EXPECT_EQ(check_text(shipped(), "any", "\xEF\xBB\xBF" + kLetter).text.substr(0, 21),
            "质量信誉承诺书");
}

TEST(CheckText, RefusesBytesThatAreNoText) {
  try {
    check_text(shipped(), "any", std::string("\x89PNG\r\n\x1a\n\xff\xfe\x00\x81", 12));
    FAIL() << "they were taken for a letter";
  } catch (const pipeline::Error& error) {
    EXPECT_EQ(error.remedy(), pipeline::Remedy::fix_document);
    EXPECT_THAT(error.message().zh, HasSubstr("GB 18030"));
  }
}

TEST(CheckText, ReadsOnOverControlCharacters) {
  std::string text = kLetter;
  text.insert(text.find("全生命"), "\x01\x08\x7F");

  EXPECT_EQ(check_text(shipped(), "any", text).requirements.at("lifecycle").verdict,
            pipeline::Verdict::met);
}

TEST(CheckText, ReadsTraditionalCharactersAmongSimplifiedOnes) {
  const Document document = check_text(
      shipped(), "any",
      "質量信譽承諾書\n我公司深知质量信譽是企業生存的根本，鄭重承諾：\n一、誠實守信，珍視信譽。\n"
      "二、承擔產品全生命周期質量責任。\n三、如違背承諾，概不接受處罰。\n");

  EXPECT_EQ(document.requirements.at("meaning").verdict, pipeline::Verdict::met);
  EXPECT_EQ(document.requirements.at("integrity").verdict, pipeline::Verdict::met);
  EXPECT_EQ(document.requirements.at("lifecycle").verdict, pipeline::Verdict::met);
  EXPECT_EQ(document.requirements.at("penalty").verdict, pipeline::Verdict::contradicted);
}

TEST(CheckText, KeepsRareCharactersAndFullWidthDigits) {
  const Document document = check_text(
      shipped(), "any",
      "质量信誉承诺书\n承诺企业：江苏𬭎鑫䶮机械有限公司\n法定代"
      "表人：李䶮\n"
      "日期：２０１１年７月２５日\n");

  EXPECT_EQ(field(document, "enterprise_name").value, "江苏𬭎鑫䶮机械有限公司");
  EXPECT_EQ(field(document, "legal_representative").value, "李䶮");
  EXPECT_EQ(field(document, "signed_on").value, "2011-07-25");
}

TEST(CheckText, ReadsALetterOfTwoHundredPages) {
  std::string text = kLetter;
  for (int i = 0; i < 5000; ++i) text += "我公司绝不弄虚作假，不断提高产品质量，接受社会监督。\n";

  const Document document = check_text(shipped(), "any", text);

  EXPECT_EQ(document.requirements.at("lifecycle").verdict, pipeline::Verdict::met);
  EXPECT_EQ(document.requirements.at("supervision").verdict, pipeline::Verdict::met);
}

}  // namespace
}  // namespace chengnuo::templates
