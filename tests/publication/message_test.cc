#include "publication/message.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fixtures.h"
#include "pipeline/error.h"
#include "publication/schema.h"

namespace chengnuo::publication {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Message, OfALetterIsValidAndReadsBackAsItWas) {
  const Schema schema(CHENGNUO_XSD);
  const OutMessage message = letter();

  const std::string xml = to_xml_text(message);
  const auto back = parse_message(xml);

  EXPECT_EQ(schema.complaint(xml), "");
  ASSERT_TRUE(back);
  EXPECT_EQ(to_xml_text(*back), xml);
  EXPECT_EQ(back->enterprise, "江苏恒润机械制造有限公司");
  EXPECT_EQ(back->paragraphs.back(), "我公司<自愿>签署，联系手机138****5678。");
}

TEST(Message, OfALetterHoldsNoPersonsTelephone) {
  EXPECT_THAT(to_xml_text(letter()), Not(HasSubstr("13812345678")));
}

TEST(Message, OfAReportTellsTheEnterprisesFactsWithoutItsContacts) {
  const OutMessage message =
      report_message(archived_submission(), "S1.report", "某省工业协会", "活动", {});

  const std::string xml = to_xml_text(message);

  EXPECT_EQ(Schema(CHENGNUO_XSD).complaint(xml), "");
  EXPECT_THAT(xml, HasSubstr("江苏省无锡市滨湖区人民路1号"));
  EXPECT_THAT(xml, HasSubstr("<fact field=\"employees\">228</fact>"));
  EXPECT_THAT(xml, Not(HasSubstr("13812345678")));
}

TEST(Message, SaysWhetherAPersonReadTheText) {
  auto submission = archived_submission();
  EXPECT_FALSE(letter_message(submission, "i", "u", "a", {}).read_by_person);

  submission.decisions.push_back({"王", {}, "approve", {}, {}, {}, {}});

  EXPECT_TRUE(letter_message(submission, "i", "u", "a", {}).read_by_person);
}

TEST(Message, IsTheSameEachTimeItIsMade) {
  EXPECT_EQ(to_xml_text(letter()), to_xml_text(letter()));
}

TEST(Schema, NamesTheLineOfAFault) {
  const Schema schema(CHENGNUO_XSD);
  OutMessage message = letter();
  message.copies[0].second = "no digest";
  EXPECT_THAT(schema.complaint(to_xml_text(message)), HasSubstr("line "));
  EXPECT_EQ(schema.complaint("not xml"), "not well-formed XML");
  EXPECT_NE(schema.complaint("<!DOCTYPE x [<!ENTITY e SYSTEM '/etc/passwd'>]><x>&e;</x>"), "");
}

TEST(Schema, MissingIsASetupError) { EXPECT_THROW(Schema("/no/such.xsd"), pipeline::Error); }

TEST(Receipt, ThatLacksItsNumberIsNoReceipt) {
  ReceiptText receipt{"m1", true, "P1", "2025-11-03T08:00:00Z", "/letters/m1", ""};
  EXPECT_EQ(parse_receipt(to_xml_text(receipt))->number, "P1");
  receipt.number.clear();
  EXPECT_FALSE(parse_receipt(to_xml_text(receipt)));
  EXPECT_FALSE(parse_receipt("<html>ok</html>"));
}

}  // namespace
}  // namespace chengnuo::publication
