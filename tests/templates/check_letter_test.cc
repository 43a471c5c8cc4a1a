#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/templates/checked.h"

namespace chengnuo::templates {
namespace {

using pipeline::Document;
using pipeline::DocumentKind;
using pipeline::FieldState;
using pipeline::Page;
using testing::IsEmpty;

TEST(CheckLetter, DoubtsAnotherPartOfTheLineDoNotTouchTheValue) {
  Page page = LetterPaper{}.draw();
  pipeline::Line& date = line_with(page, "年4月");
  date.confidence = 0.3;
  date.doubts = {{.at = 0, .before = false, .instead = "目", .confidence = 0.3}};

  EXPECT_EQ(field(checked(page), "signed_on").state, FieldState::ok);
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

  EXPECT_EQ(field(checked(page), "enterprise_name").value, "江苏恒润机械制造有限公司");
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

  EXPECT_EQ(field(checked(page), "legal_representative").raw, "王建军");
}

TEST(CheckLetter, ForgivesAMisreadTitleOnALetterThatIsPlainlyOne) {
  LetterPaper paper;
  paper.title = "质量信誉承诺-3";

  EXPECT_THAT(reasons(letter(paper)), IsEmpty());
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
  const Document document = checked(page);

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

  EXPECT_EQ(checked(page).text,
            "质量信誉承诺书\n我们郑重承诺：\n"
            "一、诚实守信，珍视信誉，不做虚假宣传，不以次充好，不弄虚作假。\n"
            "二、遵守国家法律法规。\n承诺企业：江苏恒润机械制造有限公司\n法定代表人：王建军\n"
            "签署日期：2022年4月3日\n");
}

}  // namespace
}  // namespace chengnuo::templates
