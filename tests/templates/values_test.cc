#include <gtest/gtest.h>

#include "templates/amounts.h"
#include "templates/codes.h"
#include "templates/contact.h"
#include "templates/names.h"
#include "templates/regions.h"

namespace chengnuo::templates {
namespace {

TEST(CreditCode, PassesRealOnes) {
  for (const char* code :
       {"91440400192548256N", "91110000101623741K", "911101066976941872", "9135010026017703XW",
        "91310110666007217T", "91350100M000100Y43", "914403001922038216", "9144030071526726XG"})
    EXPECT_TRUE(is_credit_code(code)) << code;
}

TEST(CreditCode, FailsTheReportedExceptionAndTheInventedOne) {
  EXPECT_FALSE(is_credit_code("91350211M0000XUF46"));
  EXPECT_FALSE(is_credit_code("91310115MA1H8R7C6D"));
  EXPECT_FALSE(is_credit_code("91440400192548256"));
  EXPECT_FALSE(is_credit_code("9144040019254825IN"));
}

TEST(CreditCode, NoSingleMisreadingPasses) {
  const std::string right = "91440400192548256N";
  for (std::size_t i = 0; i < right.size(); ++i)
    for (const char c : std::string("0123456789ABCDEFGHJKLMNPQRTUWXY")) {
      std::string wrong = right;
      wrong[i] = c;
      EXPECT_EQ(is_credit_code(wrong), wrong == right) << wrong;
    }
}

TEST(CreditCode, RepairsALetterOutsideTheAlphabet) {
  EXPECT_EQ(repairs("9144O400192548256N", is_credit_code),
            std::vector<std::string>{"91440400192548256N"});
  EXPECT_EQ(repairs("91440400I9254B256N", is_credit_code),
            std::vector<std::string>{"91440400192548256N"});
}

TEST(OrganisationCode, ChecksBothKindsOfCharacter) {
  EXPECT_TRUE(is_organisation_code("192548256"));
  EXPECT_TRUE(is_organisation_code("71526726X"));
  EXPECT_TRUE(is_organisation_code("D2143569X"));
  EXPECT_FALSE(is_organisation_code("192548255"));
  EXPECT_EQ(organisation_code_of("91440400192548256N"), "192548256");
}

TEST(RegistrationNumber, ChecksFifteenDigitsAndLetsThirteenPass) {
  EXPECT_TRUE(is_registration_number("310115600985533"));
  EXPECT_FALSE(is_registration_number("310115600985535"));
  EXPECT_TRUE(is_registration_number("110108000000016"));
  EXPECT_TRUE(is_registration_number("440301103097413"));
  EXPECT_TRUE(is_registration_number("3201001234567"));
  EXPECT_FALSE(is_registration_number("32010012345"));
}

TEST(Phone, KnowsLandlinesMobilesAndServiceNumbers) {
  EXPECT_EQ(normal_phone("0510-85123456")->value, "0510-85123456");
  EXPECT_EQ(normal_phone("（010）68205246")->value, "010-68205246");
  EXPECT_EQ(normal_phone("010－68205246转12")->value, "010-68205246-12");
  EXPECT_EQ(normal_phone("138 1234 5678")->value, "13812345678");
  EXPECT_EQ(normal_phone("+86-13812345678")->value, "13812345678");
  EXPECT_EQ(normal_phone("400-810-1234")->value, "400-810-1234");
  EXPECT_EQ(normal_phone("010-66079136、13812345678")->value, "010-66079136、13812345678");
}

TEST(Phone, MissesTheAreaCodeThatTheNoticeItselfLeftOut) {
  const auto phone = normal_phone("84387038");

  ASSERT_TRUE(phone);
  EXPECT_TRUE(phone->area_code_missing);
}

TEST(Phone, IsNoOtherNumber) {
  EXPECT_FALSE(normal_phone("12345"));
  EXPECT_FALSE(normal_phone("0510-851234567890"));
  EXPECT_FALSE(normal_phone("张三"));
}

TEST(Email, MendsWhatReadersMakeOfIt) {
  EXPECT_EQ(normal_email("VQSA53@hengrun.com.cn")->value, "vqsa53@hengrun.com.cn");
  EXPECT_FALSE(normal_email("vqsa53@hengrun.com.cn")->guessed);
  EXPECT_EQ(normal_email("abc＠163.com")->value, "abc@163.com");
  EXPECT_EQ(normal_email("abc@l63,com")->value, "abc@163.com");
  EXPECT_TRUE(normal_email("abc@l63,com")->guessed);
  EXPECT_FALSE(normal_email("abc163.com"));
}

TEST(Website, HasAHost) {
  EXPECT_EQ(normal_website("http://www.quality.org.cn/")->value, "www.quality.org.cn");
  EXPECT_EQ(normal_website("www.hengrun.com.cn")->value, "www.hengrun.com.cn");
  EXPECT_FALSE(normal_website("没有网站"));
}

TEST(Postcode, HasSixDigitsOfARegion) {
  EXPECT_EQ(normal_postcode("100804"), "100804");
  EXPECT_FALSE(normal_postcode("10080"));
  EXPECT_FALSE(normal_postcode("990804"));
}

TEST(Amount, IsTheSameHoweverItIsWritten) {
  EXPECT_EQ(normal_amount("5000万元"), "50000000");
  EXPECT_EQ(normal_amount("伍仟万元整"), "50000000");
  EXPECT_EQ(normal_amount("人民币5,000万元"), "50000000");
  EXPECT_EQ(normal_amount("￥50,000,000.00"), "50000000");
  EXPECT_EQ(normal_amount("5000", "万元"), "50000000");
  EXPECT_EQ(normal_amount("1亿2000万"), "120000000");
  EXPECT_EQ(normal_amount("384.34亿元"), "38434000000");
  EXPECT_EQ(normal_amount("1.23456亿元"), "123456000");
  EXPECT_EQ(normal_amount("200万美元"), "2000000 USD");
  EXPECT_EQ(normal_amount("12.5元"), "12.5");
  EXPECT_EQ(normal_amount("壹亿贰仟万圆"), "120000000");
}

TEST(Amount, IsNoOtherText) {
  EXPECT_FALSE(normal_amount("若干"));
  EXPECT_FALSE(normal_amount("5000吨"));
  EXPECT_FALSE(normal_amount("99999999999999999999亿元"));
}

TEST(Count, TakesTheNumberOfPeople) {
  EXPECT_EQ(normal_count("24133人"), "24133");
  EXPECT_EQ(normal_count("约1,200人"), "1200");
  EXPECT_EQ(normal_count("三百二十人"), "320");
  EXPECT_FALSE(normal_count("12.5人"));
}

TEST(EnterpriseName, HasOneNormalForm) {
  EXPECT_EQ(normal_enterprise_name("江苏 恒润(集团)股份有限公司"), "江苏恒润（集团）股份有限公司");
  EXPECT_EQ(normal_enterprise_name("江苏恒润〔集团〕股份有限公司（盖章）"),
            "江苏恒润（集团）股份有限公司");
  EXPECT_EQ(normal_enterprise_name("：江苏恒润机械制造有限公司。"), "江苏恒润机械制造有限公司");
}

TEST(EnterpriseName, IsChineseAndEndsWithItsForm) {
  EXPECT_TRUE(is_enterprise_name("江苏恒润（集团）股份有限公司"));
  EXPECT_TRUE(is_enterprise_name("沈阳第一机床厂"));
  EXPECT_FALSE(is_enterprise_name("江苏恒润机械制造有限"));
  EXPECT_FALSE(is_enterprise_name("江苏恒润机械制造A有限公司"));
  EXPECT_FALSE(is_enterprise_name("江苏恒润（集团股份有限公司"));
  EXPECT_FALSE(is_enterprise_name("有限公司"));
}

TEST(EnterpriseName, IsNearButNotTheSameWhereTheLegalFormDiffers) {
  EXPECT_EQ(compare_names("江苏恒润机械有限公司", "江苏恒润机械有限公司（公章）"), Likeness::same);
  EXPECT_EQ(compare_names("江苏恒润机械有限公司", "江苏恒润机械有限责任公司"), Likeness::near);
  EXPECT_EQ(compare_names("江苏恒润机械有限公司", "江苏恒涧机械有限公司"), Likeness::near);
  EXPECT_EQ(compare_names("江苏恒润机械有限公司", "山东鲁岳化工有限公司"), Likeness::different);
}

TEST(Person, HasTwoToFifteenCharacters) {
  EXPECT_EQ(normal_person("王 建 军"), "王建军");
  EXPECT_EQ(normal_person("阿卜杜拉•买买提"), "阿卜杜拉·买买提");
  EXPECT_FALSE(normal_person("王"));
  EXPECT_FALSE(normal_person("王建军1"));
  EXPECT_EQ(compare_persons("王建军", "壬建军"), Likeness::different);
  EXPECT_EQ(compare_persons("李末", "李未"), Likeness::near);
}

TEST(Regions, KnowTheProvinceOfAddressesCodesAndPostcodes) {
  EXPECT_EQ(province_of_text("江苏省无锡市滨湖区"), "32");
  EXPECT_EQ(province_of_text("青岛金桥电器有限公司"), "37");
  EXPECT_EQ(province_name("32"), "江苏");
  EXPECT_EQ(province_of_code("91440400192548256N"), "44");
  EXPECT_TRUE(postcode_fits("214000", "32"));
  EXPECT_FALSE(postcode_fits("100804", "32"));
}

}  // namespace
}  // namespace chengnuo::templates
