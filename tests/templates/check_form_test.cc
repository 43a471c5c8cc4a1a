#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/templates/checked.h"

namespace chengnuo::templates {
namespace {

using pipeline::Document;
using pipeline::DocumentKind;
using pipeline::Field;
using pipeline::FieldState;
using pipeline::Page;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(CheckForm, AcceptsAFormThatIsFilledInSignedAndSealed) {
  const Document document = form({});

  EXPECT_EQ(document.kind, DocumentKind::form);
  EXPECT_THAT(reasons(document), IsEmpty());
  EXPECT_EQ(document.verdict, pipeline::DocumentVerdict::accepted);
}

TEST(CheckForm, KeepsWhatThePaperSaysBesideItsNormalForm) {
  const Document document = form({});

  EXPECT_EQ(field(document, "applied_on").raw, "2022年4月3日");
  EXPECT_EQ(field(document, "applied_on").value, "2022-04-03");
  EXPECT_EQ(field(document, "revenue").raw, "66644万元");
  EXPECT_EQ(field(document, "revenue").value, "666440000");
  EXPECT_EQ(field(document, "employees").value, "320");
  EXPECT_EQ(field(document, "founded_on").value, "1995-09");
  EXPECT_EQ(field(document, "recommended_on").value, "2022-04-11");
}

TEST(CheckForm, TellsNoneFromEmpty) {
  FormPaper paper;
  paper["电子邮箱"] = "";
  const Document document = form(paper);

  EXPECT_EQ(field(document, "quality_certification").state, FieldState::none);
  EXPECT_EQ(field(document, "quality_certification").raw, "无");
  EXPECT_EQ(field(document, "email").state, FieldState::empty);
  EXPECT_THAT(reasons(document), IsEmpty());
}

TEST(CheckForm, AsksTheEnterpriseForARequiredFieldLeftEmpty) {
  FormPaper paper;
  paper["注册地址"] = "";
  const Document document = form(paper);

  ASSERT_EQ(document.objections.size(), 1u);
  EXPECT_EQ(document.objections[0].reason.zh, "“注册地址”未填写。");
  EXPECT_TRUE(document.objections[0].for_enterprise);
  EXPECT_GT(document.objections[0].box.width, 0);
  EXPECT_EQ(document.verdict, pipeline::DocumentVerdict::needs_correction);
}

TEST(CheckForm, DoesNotCallACellEmptyThatHoldsInk) {
  FormPaper paper;
  paper["注册地址"] = "";
  Page page = paper.draw();
  const auto& cell = page.tables[0].cells[9];  // right of 注册地址
  page.marks.push_back(
      {.box = {cell.box.x + 20, cell.box.y + 10, 200, 40}, .colour = "blue", .strokes = 6});

  EXPECT_EQ(field(checked(page), "address").state, FieldState::unreadable);
}

TEST(CheckForm, NeverAcceptsACodeThatFailsItsCheckDigit) {
  FormPaper paper;
  paper["统一社会信用代码"] = "914404001925482561";
  const Document document = form(paper);

  EXPECT_EQ(field(document, "credit_code").state, FieldState::invalid);
  EXPECT_THAT(reasons(document), Contains(HasSubstr("统一社会信用代码")));
}

TEST(CheckForm, OffersTheOneRepairOfAMisreadCodeButIsNotCertain) {
  FormPaper paper;
  paper["统一社会信用代码"] = "9144040019254B256N";
  paper.confidence = 0.6;
  const Field code = field(form(paper), "credit_code");

  EXPECT_EQ(code.raw, "9144040019254B256N");
  EXPECT_EQ(code.value, "91440400192548256N");
  EXPECT_EQ(code.state, FieldState::unreadable);
  EXPECT_THAT(code.advice.zh, HasSubstr("校验位"));
}

TEST(CheckForm, IsCertainOfACodeThatPassesThoughTheReadingWasNot) {
  FormPaper paper;
  Page page = paper.draw();
  for (auto& line : page.lines)
    if (line.text == "91440400192548256N") line.confidence = 0.7;

  EXPECT_EQ(field(checked(page), "credit_code").state, FieldState::ok);
}

TEST(CheckForm, TakesAnOldNumberInPlaceOfACreditCode) {
  FormPaper paper;
  paper.cells[1] = {"营业执照注册号", "310115600985533"};
  const Document document = form(paper);

  EXPECT_EQ(field(document, "registration_number").value, "310115600985533");
  EXPECT_THAT(reasons(document), IsEmpty());
}

TEST(CheckForm, ReadsLabelsThatWereMisread) {
  FormPaper paper;
  paper.cells[0].first = "企业各称";
  paper.cells[2].first = "法定伐表人";
  const Document document = form(paper);

  EXPECT_EQ(field(document, "enterprise_name").value, "江苏恒润机械制造有限公司");
  EXPECT_EQ(field(document, "legal_representative").value, "王建军");
}

TEST(CheckForm, PutsAMobileNumberWhereTheFormAsksForIt) {
  FormPaper paper;
  paper["联系电话"] = "13812345678";

  EXPECT_EQ(field(form(paper), "phone").value, "13812345678");
}

TEST(CheckForm, WantsTheEnterprisesSealOnItsDeclaration) {
  FormPaper paper;
  paper.seal = "";

  EXPECT_THAT(reasons(form(paper)), Contains(HasSubstr("未检出企业公章图像")));
}

TEST(CheckForm, DoesNotWantTheRecommendersDateAtIntake) {
  FormPaper paper;
  paper.recommended_on = "";
  const Document document = form(paper);

  EXPECT_EQ(field(document, "recommended_on").state, FieldState::empty);
  EXPECT_THAT(reasons(document), IsEmpty());
}

TEST(CheckForm, WantsTheSignature) {
  FormPaper paper;
  paper.signature = false;

  EXPECT_THAT(reasons(form(paper)), Contains(HasSubstr("签字")));
}

TEST(CheckForm, IsKnownByItsCellsWhereTheTitleIsUnreadable) {
  FormPaper paper;
  paper.title = "＃＃＃";
  const Document document = form(paper);

  EXPECT_EQ(document.kind, DocumentKind::form);
  EXPECT_THAT(reasons(document), Contains(HasSubstr("标题")));
}

TEST(CheckForm, IsCertainWhereEitherReadingMeansTheSame) {
  FormPaper paper;
  paper.applied_on = "二〇二二年四月三日";
  Page page = paper.draw();
  pipeline::Line& date = line_with(page, "二〇二二");
  date.confidence = 0.5;
  date.doubts = {{.at = 1, .before = false, .instead = "○", .confidence = 0.5}};

  const Document document = checked(page);

  EXPECT_EQ(field(document, "applied_on").state, FieldState::ok);
  EXPECT_EQ(field(document, "applied_on").value, "2022-04-03");
}

TEST(CheckForm, IsNotCertainWhereTheOtherReadingIsAnotherDay) {
  Page page = FormPaper{}.draw();
  pipeline::Line& date = line_with(page, "2022年4月3日");
  date.confidence = 0.5;
  date.doubts = {{.at = 7, .before = false, .instead = "8", .confidence = 0.5}};

  EXPECT_EQ(field(checked(page), "applied_on").state, FieldState::unreadable);
}

TEST(CheckForm, FindsASignatureThatLiesInTheLabelsLine) {
  Page page = FormPaper{}.draw();
  pipeline::Line& label = line_with(page, "（签字）");
  label.box.width += 250;  // the signature's ink too
  for (int i = 0; i < 10; ++i)
    label.characters.push_back({label.box.x + 32 * i, label.box.y, 32, 32});

  EXPECT_TRUE(checked(page).signatures.at(0).present);
}

TEST(CheckForm, IsNotCertainOfAnAddressInWhichOneMayBeL) {
  FormPaper paper;
  paper["电子邮箱"] = "gksiaml1@126.com";
  const Document document = form(paper);

  EXPECT_EQ(field(document, "email").state, FieldState::unreadable);
  EXPECT_THAT(reasons(document), IsEmpty());
}

}  // namespace
}  // namespace chengnuo::templates
