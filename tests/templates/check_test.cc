#include "templates/check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/templates/papers.h"

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
using testing::Not;

const Catalogue& catalogue() {
  static const Catalogue shipped(std::filesystem::path(CHENGNUO_SOURCE_DIR) / "templates/xml");
  return shipped;
}

Document only(const Page& page) {
  const std::vector<Document> documents = check_pages(catalogue(), "any", std::vector{page});
  EXPECT_EQ(documents.size(), 1u);
  return documents.empty() ? Document{} : documents.front();
}

Document form(const FormPaper& paper) { return only(paper.draw()); }
Document letter(const LetterPaper& paper) { return only(paper.draw()); }

std::vector<std::string> reasons(const Document& document) {
  std::vector<std::string> all;
  for (const auto& objection : document.objections) all.push_back(objection.reason.zh);
  return all;
}

Field field(const Document& document, const std::string& id) {
  const auto found = document.fields.find(id);
  EXPECT_NE(found, document.fields.end()) << id;
  return found == document.fields.end() ? Field{} : found->second;
}

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

  EXPECT_EQ(field(only(page), "address").state, FieldState::unreadable);
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

  EXPECT_EQ(field(only(page), "credit_code").state, FieldState::ok);
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

/// The page's line with this text.
pipeline::Line& line_with(Page& page, const std::string& text) {
  return *std::ranges::find_if(page.lines, [&](const pipeline::Line& line) {
    return line.text.find(text) != std::string::npos;
  });
}

TEST(CheckForm, IsCertainWhereEitherReadingMeansTheSame) {
  FormPaper paper;
  paper.applied_on = "二〇二二年四月三日";
  Page page = paper.draw();
  pipeline::Line& date = line_with(page, "二〇二二");
  date.confidence = 0.5;
  date.doubts = {{.at = 1, .before = false, .instead = "○", .confidence = 0.5}};

  const Document document = only(page);

  EXPECT_EQ(field(document, "applied_on").state, FieldState::ok);
  EXPECT_EQ(field(document, "applied_on").value, "2022-04-03");
}

TEST(CheckForm, IsNotCertainWhereTheOtherReadingIsAnotherDay) {
  Page page = FormPaper{}.draw();
  pipeline::Line& date = line_with(page, "2022年4月3日");
  date.confidence = 0.5;
  date.doubts = {{.at = 7, .before = false, .instead = "8", .confidence = 0.5}};

  EXPECT_EQ(field(only(page), "applied_on").state, FieldState::unreadable);
}

TEST(CheckLetter, DoubtsAnotherPartOfTheLineDoNotTouchTheValue) {
  Page page = LetterPaper{}.draw();
  pipeline::Line& date = line_with(page, "年4月");
  date.confidence = 0.3;
  date.doubts = {{.at = 0, .before = false, .instead = "目", .confidence = 0.3}};

  EXPECT_EQ(field(only(page), "signed_on").state, FieldState::ok);
}

TEST(CheckForm, FindsASignatureThatLiesInTheLabelsLine) {
  Page page = FormPaper{}.draw();
  pipeline::Line& label = line_with(page, "（签字）");
  label.box.width += 250;  // the signature's ink too
  for (int i = 0; i < 10; ++i)
    label.characters.push_back({label.box.x + 32 * i, label.box.y, 32, 32});

  EXPECT_TRUE(only(page).signatures.at(0).present);
}

TEST(CheckLetter, ReadsItsSignatureBlock) {
  for (const bool apart : {false, true}) {
    LetterPaper paper;
    paper.labels_apart = apart;
    const Document document = letter(paper);

    EXPECT_EQ(document.kind, DocumentKind::letter);
    EXPECT_EQ(field(document, "enterprise_name").value, "江苏恒润机械制造有限公司");
    EXPECT_EQ(field(document, "legal_representative").value, "王建军");
    EXPECT_EQ(field(document, "signed_on").value, "2022-04-03");
    ASSERT_EQ(document.signatures.size(), 1u);
    EXPECT_TRUE(document.signatures[0].present);
  }
}

TEST(CheckLetter, FindsADateWithoutALabel) {
  LetterPaper paper;
  paper.date_label = "";
  paper.date = "二〇一一年七月二十五日";

  EXPECT_EQ(field(letter(paper), "signed_on").value, "2011-07-25");
}

TEST(CheckLetter, TakesNoDateOfTheTextForTheDateOfSigning) {
  LetterPaper paper;
  paper.date = "";
  paper.body.push_back("我公司自2011年7月25日起执行本承诺。");

  EXPECT_EQ(field(letter(paper), "signed_on").state, FieldState::empty);
}

TEST(CheckLetter, JoinsANameThatWasBroken) {
  LetterPaper paper;
  Page page = paper.draw();
  const auto name = std::ranges::find_if(
      page.lines, [](const auto& line) { return line.text.starts_with("承诺企业"); });
  name->text = "承诺企业（盖章）：江苏恒润机械";
  pipeline::Line rest = *name;
  rest.text = "制造有限公司";
  rest.box = {name->box.x + 290, name->box.y + 40, 190, 30};
  page.lines.insert(name + 1, rest);

  EXPECT_EQ(field(only(page), "enterprise_name").value, "江苏恒润机械制造有限公司");
}

TEST(CheckLetter, FindsANameWithoutALabel) {
  LetterPaper paper;
  paper.name_label = "";

  EXPECT_EQ(field(letter(paper), "enterprise_name").value, "江苏恒润机械制造有限公司");
}

TEST(CheckLetter, ReadsLabelsWhoseColonsAndBracketsWereLost) {
  LetterPaper paper;
  paper.name_label = "承诺企业（盖章";
  paper.representative_label = "法定代表人";
  paper.name = paper.seal = "四川昆仑（集团）化工有限公司";
  const Document document = letter(paper);

  EXPECT_EQ(field(document, "enterprise_name").raw, "四川昆仑（集团）化工有限公司");
  EXPECT_EQ(field(document, "legal_representative").raw, "王建军");
}

TEST(CheckLetter, DropsHandwritingThatWasReadAsALineOfItsOwn) {
  LetterPaper paper;
  paper.signature = false;
  Page page = paper.draw();
  const auto line = std::ranges::find_if(
      page.lines, [](const auto& each) { return each.text.starts_with("法定代表人"); });
  pipeline::Line scrawl = *line;
  scrawl.text = "安x4";
  scrawl.confidence = 0.33;
  scrawl.box.x += line->box.width + 4;
  scrawl.box.width = 120;
  page.lines.insert(line + 1, scrawl);

  EXPECT_EQ(field(only(page), "legal_representative").raw, "王建军");
}

TEST(CheckLetter, ForgivesAMisreadTitleOnALetterThatIsPlainlyOne) {
  LetterPaper paper;
  paper.title = "质量信誉承诺-3";

  EXPECT_THAT(reasons(letter(paper)), IsEmpty());
}

TEST(CheckForm, IsNotCertainOfAnAddressInWhichOneMayBeL) {
  FormPaper paper;
  paper["电子邮箱"] = "gksiaml1@126.com";
  const Document document = form(paper);

  EXPECT_EQ(field(document, "email").state, FieldState::unreadable);
  EXPECT_THAT(reasons(document), IsEmpty());
}

TEST(CheckLetter, ObjectsToAnotherEnterprisesSeal) {
  LetterPaper paper;
  paper.seal = "山东鲁岳化工有限公司";

  EXPECT_THAT(reasons(letter(paper)), Contains(HasSubstr("不一致")));
}

TEST(CheckLetter, ObjectsToAContractSeal) {
  LetterPaper paper;
  paper.seal_lower = "合同专用章";
  const Document document = letter(paper);

  EXPECT_THAT(reasons(document), Contains(HasSubstr("专用章")));
}

TEST(CheckLetter, DoesNotTakeASealForOfficialWhileWordsBelowItsStarAreUnread) {
  Page page = LetterPaper{}.draw();
  page.seals.at(0).lower_unread = true;

  EXPECT_THAT(reasons(only(page)), Contains(HasSubstr("印章图像下部有文字")));
}

TEST(CheckLetter, KnowsASealThatAnotherStripOfItsRingReadsRight) {
  Page page = LetterPaper{}.draw();
  page.seals.at(0).text = "江苏恒涧机械制造有限公司";
  EXPECT_THAT(reasons(only(page)), Contains(HasSubstr("相差一两个字")));

  page.seals.at(0).readings = {"江苏恒润机械制造有限公司"};
  EXPECT_THAT(reasons(only(page)), IsEmpty());
}

TEST(CheckLetter, ReadsASealsRingFromWhereverItBegins) {
  Page page = LetterPaper{}.draw();
  page.seals.at(0).text = "制造有限公司江苏恒润机械";

  EXPECT_THAT(reasons(only(page)), IsEmpty());
}

TEST(CheckLetter, TakesNoOtherNameForTheEnterprisesThoughOneStripReadItSo) {
  Page page = LetterPaper{}.draw();
  page.seals.at(0).text = "浙江天元化工股份有限公司";
  page.seals.at(0).readings = {"江苏恒润机械制造有限公司"};

  EXPECT_THAT(reasons(only(page)), Contains(HasSubstr("不一致")));
}

TEST(CheckLetter, CallsAGreySealAPhotocopys) {
  LetterPaper paper;
  paper.seal_colour = "grey";

  EXPECT_THAT(reasons(letter(paper)), Contains(HasSubstr("疑似复印件")));
}

TEST(CheckLetter, SpeaksOfImagesOfSealsOnly) {
  LetterPaper paper;
  paper.seal = "";
  for (const std::string& reason : reasons(letter(paper)))
    EXPECT_THAT(reason, Not(HasSubstr("真")));

  EXPECT_THAT(reasons(letter(paper)), Contains(HasSubstr("未检出企业公章图像")));
}

TEST(CheckLetter, LeavesHandwritingOutOfTheRepresentativesName) {
  LetterPaper paper;
  Page page = paper.draw();
  for (auto& line : page.lines) {
    if (!line.text.starts_with("法定代表人")) continue;
    line.text += "乃山";  // what a reader made of the signature
    line.box.width += 64;
    page.marks = {{.box = {line.box.x + line.box.width - 70, line.box.y - 10, 150, 50},
                   .colour = "blue",
                   .strokes = 3}};
  }
  const Document document = only(page);

  EXPECT_EQ(field(document, "legal_representative").value, "王建军");
  EXPECT_TRUE(document.signatures[0].present);
}

TEST(CheckLetter, GivesItsTextInParagraphsWithoutHandwriting) {
  LetterPaper paper;
  paper.body = {"我们郑重承诺：", "一、诚实守信，珍视信誉，不做虚假宣传，不以次充好，",
                "不弄虚作假。", "二、遵守国家法律法规。"};
  Page page = paper.draw();
  page.lines[3].box.x -= 64;  // the second line of the paragraph is not indented
  page.lines[2].box.width = 1654 - 400;

  EXPECT_EQ(only(page).text,
            "质量信誉承诺书\n我们郑重承诺：\n"
            "一、诚实守信，珍视信誉，不做虚假宣传，不以次充好，不弄虚作假。\n"
            "二、遵守国家法律法规。\n承诺企业：江苏恒润机械制造有限公司\n法定代表人：王建军\n"
            "签署日期：2022年4月3日\n");
}

TEST(CheckLetter, IsAcceptedWhenItSaysAllAndIsSignedAndSealed) {
  EXPECT_THAT(reasons(letter({})), IsEmpty());
}

TEST(CheckText, ReadsALetterWithoutPlaces) {
  const Document document = check_text(catalogue(), "any",
                                       "质量信誉承诺书\n我们郑重承诺：\n一、诚实守信。\n"
                                       "承诺企业：江苏恒润机械制造有限公司\n法定代表人：王建军\n"
                                       "二〇一一年七月二十五日\n");

  EXPECT_EQ(field(document, "enterprise_name").value, "江苏恒润机械制造有限公司");
  EXPECT_EQ(field(document, "legal_representative").value, "王建军");
  EXPECT_EQ(field(document, "signed_on").value, "2011-07-25");
  EXPECT_EQ(field(document, "signed_on").box.width, 0);
  EXPECT_NE(document.verdict, pipeline::DocumentVerdict::accepted);
}

}  // namespace
}  // namespace chengnuo::templates
