#include "publication/mask.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace chengnuo::publication
