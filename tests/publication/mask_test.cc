#include "publication/mask.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fixtures.h"
#include "publication/hiding.h"

namespace chengnuo::publication {
namespace {

TEST(Mask, HidesMobilesLandlinesMailboxesAndIdentityNumbers) {
  EXPECT_EQ(masked("手机13812345678。"), "手机138****5678。");
  EXPECT_EQ(masked("电话：010-68205246转1"), "电话：010-****5246转1");
  EXPECT_EQ(masked("电话（0510）82345678"), "电话（0510）****5678");
  EXPECT_EQ(masked("邮箱zhang.san@163.com"), "邮箱z***@163.com");
  EXPECT_EQ(masked("身份证11010119900307123X"), "身份证110101********123X");
}

TEST(Mask, LeavesCreditCodesDatesAmountsAndStandardsAlone) {
  for (const char* text : {"91440400192548256N", "911101066976941872", "2011年7月25日", "66644万元",
                           "GB/T 19001-2016/ISO 9001:2015", "100804"})
    EXPECT_EQ(masked(text), text);
}

TEST(Hidden, LeavesThePartThatHelpsToRecogniseAndNoMore) {
  EXPECT_EQ(hidden(Hiding::part, "张三丰"), "张*");
  EXPECT_EQ(hidden(Hiding::part, "13812345678"), "138****5678");
  EXPECT_EQ(hidden(Hiding::part, "江苏省无锡市滨湖区人民路1号"), "江苏省无***");
  EXPECT_EQ(hidden(Hiding::all, "张三丰"), "***");
  EXPECT_EQ(hidden(Hiding::none, "张三丰"), "张三丰");
}

/// The contact is personal data, as the templates mark it.
Hiding contacts(const std::string&, const std::string&, const std::string& field) {
  return field == "contact" ? Hiding::part : field == "address" ? Hiding::all : Hiding::none;
}

TEST(Hider, FindsAMarkedFieldsValueWhereverItStands) {
  auto submission = archived_submission();
  submission.documents[1].fields["contact"].value = "赵小明";
  submission.documents[0].text =
      "质量信誉承诺书\n联系人赵小明，地址江苏省无锡市滨湖区人民路1号。\n周立民\n";

  const auto letter = letter_message(submission, "m", "u", "a", {}, contacts);
  const auto report = report_message(submission, "m", "u", "a", {}, contacts);

  EXPECT_EQ(letter.paragraphs[1], "联系人赵*，地址***。");
  EXPECT_EQ(report.address, "***");
  Notice notice;
  notice.reason = "赵小明反映";
  EXPECT_EQ(notice_message(MessageKind::withdrawal, notice, submission, "m", "u", "a", {}, contacts)
                .notice->reason,
            "赵*反映");
}

TEST(Hider, DoesNotHideTheLegalRepresentativeWhoIsAlsoTheContact) {
  auto submission = archived_submission();
  submission.documents[1].fields["contact"].value = "周立民";
  submission.documents[0].text = "质量信誉承诺书\n法定代表人：周立民\n";
  const auto letter = letter_message(submission, "m", "u", "a", {}, contacts);
  EXPECT_EQ(letter.paragraphs[1], "法定代表人：周立民");
}

}  // namespace
}  // namespace chengnuo::publication
