#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/templates/checked.h"

namespace chengnuo::templates {
namespace {

using pipeline::Document;
using pipeline::Page;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

TEST(CheckSeal, ObjectsToAnotherEnterprisesSeal) {
  LetterPaper paper;
  paper.seal = "山东鲁岳化工有限公司";

  EXPECT_THAT(reasons(letter(paper)), Contains(HasSubstr("不一致")));
}

TEST(CheckSeal, ObjectsToAContractSeal) {
  LetterPaper paper;
  paper.seal_lower = "合同专用章";
  const Document document = letter(paper);

  EXPECT_THAT(reasons(document), Contains(HasSubstr("专用章")));
}

TEST(CheckSeal, DoesNotTakeASealForOfficialWhileWordsBelowItsStarAreUnread) {
  Page page = LetterPaper{}.draw();
  page.seals.at(0).lower_unread = true;

  EXPECT_THAT(reasons(checked(page)), Contains(HasSubstr("印章图像下部有文字")));
}

TEST(CheckSeal, KnowsASealThatAnotherStripOfItsRingReadsRight) {
  Page page = LetterPaper{}.draw();
  page.seals.at(0).text = "江苏恒涧机械制造有限公司";
  EXPECT_THAT(reasons(checked(page)), Contains(HasSubstr("相差一两个字")));

  page.seals.at(0).readings = {"江苏恒润机械制造有限公司"};
  EXPECT_THAT(reasons(checked(page)), IsEmpty());
}

TEST(CheckSeal, ReadsASealsRingFromWhereverItBegins) {
  Page page = LetterPaper{}.draw();
  page.seals.at(0).text = "制造有限公司江苏恒润机械";

  EXPECT_THAT(reasons(checked(page)), IsEmpty());
}

TEST(CheckSeal, TakesNoOtherNameForTheEnterprisesThoughOneStripReadItSo) {
  Page page = LetterPaper{}.draw();
  page.seals.at(0).text = "浙江天元化工股份有限公司";
  page.seals.at(0).readings = {"江苏恒润机械制造有限公司"};

  EXPECT_THAT(reasons(checked(page)), Contains(HasSubstr("不一致")));
}

TEST(CheckSeal, CallsAGreySealAPhotocopys) {
  LetterPaper paper;
  paper.seal_colour = "grey";

  EXPECT_THAT(reasons(letter(paper)), Contains(HasSubstr("疑似复印件")));
}

TEST(CheckSeal, SpeaksOfImagesOfSealsOnly) {
  LetterPaper paper;
  paper.seal = "";
  for (const std::string& reason : reasons(letter(paper)))
    EXPECT_THAT(reason, Not(HasSubstr("真")));

  EXPECT_THAT(reasons(letter(paper)), Contains(HasSubstr("未检出企业公章图像")));
}

TEST(CheckSeal, IsAcceptedWhenItSaysAllAndIsSignedAndSealed) {
  EXPECT_THAT(reasons(letter({})), IsEmpty());
}

}  // namespace
}  // namespace chengnuo::templates
