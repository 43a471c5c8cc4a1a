#include "pipeline/text.h"

#include <gtest/gtest.h>

namespace chengnuo::pipeline {
namespace {

TEST(Text, CodePointsGoBothWays) {
  const std::string text = "a§承𠮷";  // one, two, three and four bytes
  EXPECT_EQ(code_points(text), U"a§承𠮷");
  EXPECT_EQ(utf8(code_points(text)), text);
}

TEST(Text, IllFormedBytesBecomeTheReplacementCharacter) {
  EXPECT_EQ(code_points("a\xFF"
                        "b"),
            U"a\uFFFDb");
  EXPECT_EQ(code_points("\xE6\x89"), U"\uFFFD");                   // cut off in the middle
  EXPECT_EQ(utf8(std::u32string(1, char32_t{0xD800})), "\uFFFD");  // half of a pair
  EXPECT_EQ(utf8(std::u32string(1, char32_t{0x110000})), "\uFFFD");
}

TEST(Text, NfkcMakesFullWidthPlain) {
  EXPECT_EQ(nfkc("（９１１１ＭＡ）①㈱"), "(9111MA)1(株)");
  EXPECT_EQ(nfkc("\u2F08"), "人");  // the radical that some PDF fonts give
}

TEST(Text, WithoutBlanksKnowsTheIdeographicSpaceAndInvisibleOnes) {
  EXPECT_EQ(without_blanks(" 质\u3000量\t信\u00A0誉\n承\u200B诺\uFEFF"), "质量信誉承诺");
}

TEST(Text, ReadsGb18030WithFourByteCharacters) {
  EXPECT_EQ(from_gb18030("\xB3\xD0\xC5\xB5"), "承诺");
  EXPECT_EQ(from_gb18030("\x95\x32\x82\x36"), "𠀀");  // U+20000, beyond the two-byte part
  EXPECT_EQ(from_gb18030(""), "");
}

TEST(Text, RefusesBytesThatAreNotGb18030) {
  EXPECT_EQ(from_gb18030("\xB3"), std::nullopt);
  EXPECT_EQ(from_gb18030("\xFF\xFF"), std::nullopt);
}

TEST(Text, TellsUtf8FromOtherBytes) {
  EXPECT_TRUE(is_utf8("承诺"));
  EXPECT_FALSE(is_utf8("\xB3\xD0\xC5\xB5"));
  EXPECT_FALSE(is_utf8("\xC0\x80"));  // overlong
}

TEST(Text, EscapesMarkupControlsAndIllFormedBytes) {
  EXPECT_EQ(xml_escaped("<a b='1' c=\"2\">&\x01\n承\xFF"),
            "&lt;a b=&#39;1&#39; c=&quot;2&quot;&gt;&amp;  承\uFFFD");
}

}  // namespace
}  // namespace chengnuo::pipeline
