#include "templates/wording.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "templates/catalogue.h"
#include "templates/check.h"
#include "tests/templates/papers.h"

namespace chengnuo::templates {
namespace {

using pipeline::Box;
using pipeline::WordingPart;
using pipeline::WordingPiece;
using testing::Each;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const std::string kSlot = "\uE000";

ApprovedText registered() {
  return {.name = "2011",
          .paragraphs = {kSlot + "郑重承诺：", "一、承担产品全生命周期的质量责任。",
                         "二、自接到投诉之日起7日内处理完毕。",
                         "三、接受社会监督，如违背承诺，接受处罚。"},
          .slots = {{.field = "enterprise_name"}}};
}

/// Lines of a scan, each a paragraph, 50 pixels to a character.
std::vector<TextLine> letter(const std::vector<std::string>& lines, double confidence = 0.999) {
  std::vector<TextLine> letter;
  for (const std::string& text : lines) {
    TextLine line{.text = text, .page = 1};
    line.box = {300, 100 + 90 * static_cast<int>(letter.size()), 1500, 60};
    line.confidence = confidence;
    letter.push_back(line);
  }
  return letter;
}

std::vector<std::string> as_registered() {
  return {"江苏恒润机械制造有限公司郑重承诺：", "一、承担产品全生命周期的质量责任。",
          "二、自接到投诉之日起7日内处理完毕。", "三、接受社会监督，如违背承诺，接受处罚。"};
}

std::vector<WordingPiece> compare(const std::vector<TextLine>& lines, const Fields& fields = {}) {
  return compare_wording({registered()}, lines, fields);
}

std::vector<WordingPiece> differences(const std::vector<WordingPiece>& pieces) {
  std::vector<WordingPiece> all;
  for (const WordingPiece& piece : pieces)
    if (piece.part != WordingPart::same && piece.part != WordingPart::filled) all.push_back(piece);
  return all;
}

/// The only difference of a letter in which one line was changed.
WordingPiece change(std::size_t line, const std::string& into, double confidence = 0.999) {
  auto lines = as_registered();
  lines[line] = into;
  const auto found = differences(compare(letter(lines, confidence)));
  EXPECT_THAT(found, SizeIs(1)) << into;
  return found.empty() ? WordingPiece{} : found.front();
}

TEST(Wording, ALetterAsItWasRegisteredDiffersNowhereAndItsSlotIsFilled) {
  const auto pieces = compare(letter(as_registered()));

  EXPECT_THAT(differences(pieces), IsEmpty());
  ASSERT_EQ(pieces.front().part, WordingPart::filled);
  EXPECT_EQ(pieces.front().approved, "{enterprise_name}");
  EXPECT_EQ(pieces.front().read, "江苏恒润机械制造有限公司");
  EXPECT_THAT(pieces, Each(Field(&WordingPiece::for_person, false)));
}

TEST(Wording, ThePiecesMakeUpBothTexts) {
  auto lines = as_registered();
  lines[1] = "一、不承担产品“全生命周期”的责任";
  lines.pop_back();
  std::string approved, read;
  for (const WordingPiece& piece : compare(letter(lines))) {
    approved += piece.approved;
    read += piece.read;
  }

  EXPECT_EQ(approved,
            "{enterprise_name}郑重承诺：\n一、承担产品全生命周期的质量责任。\n"
            "二、自接到投诉之日起7日内处理完毕。\n三、接受社会监督，如违背承诺，接受处罚。\n");
  EXPECT_EQ(read,
            "江苏恒润机械制造有限公司郑重承诺：\n一、不承担产品“全生命周期”的责任\n"
            "二、自接到投诉之日起7日内处理完毕。\n");
}

TEST(Wording, AnAddedNegationIsForAPersonAndHasItsPlace) {
  const WordingPiece added = change(1, "一、不承担产品全生命周期的质量责任。");

  EXPECT_EQ(added.part, WordingPart::added);
  EXPECT_EQ(added.read, "不");
  EXPECT_TRUE(added.for_person);
  EXPECT_THAT(added.reason.zh, HasSubstr("否定"));
  EXPECT_EQ(added.page, 1);
  EXPECT_GT(added.box.width, 0);
  EXPECT_EQ(added.box.y, 190);
}

TEST(Wording, AnAlteredNumberIsForAPerson) {
  const WordingPiece altered = change(2, "二、自接到投诉之日起30日内处理完毕。");

  EXPECT_EQ(altered.part, WordingPart::altered);
  EXPECT_EQ(altered.approved, "7");
  EXPECT_EQ(altered.read, "30");
  EXPECT_THAT(altered.reason.zh, HasSubstr("数字"));
}

TEST(Wording, AnAlteredResponsibilityIsForAPerson) {
  const WordingPiece altered = change(1, "一、关注产品全生命周期的质量责任。");

  EXPECT_EQ(altered.part, WordingPart::altered);
  EXPECT_TRUE(altered.for_person);
  EXPECT_THAT(altered.reason.zh, HasSubstr("承诺内容"));
}

TEST(Wording, ADeletedClauseIsForAPersonAndShownWhereItShouldBe) {
  const WordingPiece deleted = change(3, "三、接受社会监督。");

  EXPECT_EQ(deleted.part, WordingPart::deleted);
  EXPECT_THAT(deleted.approved, HasSubstr("如违背承诺，接受处罚"));
  EXPECT_EQ(deleted.read, "");
  EXPECT_TRUE(deleted.for_person);
  EXPECT_EQ(deleted.page, 1);
  EXPECT_EQ(deleted.box.y, 370);
}

TEST(Wording, ALookAlikeThatWasNotReadWithCertaintyIsAMisreading) {
  const WordingPiece misread = change(2, "二、自接到投诉之曰起7日内处理完毕。", 0.9);

  EXPECT_EQ(misread.part, WordingPart::misread);
  EXPECT_EQ(misread.approved, "日");
  EXPECT_FALSE(misread.for_person);
}

TEST(Wording, ALookAlikeThatWasReadWithCertaintyIsAnAlteration) {
  const WordingPiece altered = change(2, "二、自接到投诉之曰起7日内处理完毕。");

  EXPECT_EQ(altered.part, WordingPart::altered);
  EXPECT_TRUE(altered.for_person);
}

TEST(Wording, AnotherEnginesReadingMakesAMisreadingToo) {
  auto lines = letter(as_registered());
  lines[2].text = "二、自接到投拆之日起7日内处理完毕。";
  lines[2].confidence = 0.9;
  lines[2].readings = {{"tesseract", "二、自接到投诉之日起7日内处理完毕。", 0.9}};

  const auto found = differences(compare(lines));

  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found.front().part, WordingPart::misread);
}

TEST(Wording, EvenALikelyMisreadingOfANumberIsForAPerson) {
  const WordingPiece misread = change(2, "二、自接到投诉之日起T日内处理完毕。", 0.9);

  EXPECT_EQ(misread.part, WordingPart::misread);
  EXPECT_TRUE(misread.for_person);
}

TEST(Wording, AMissingCommaChangesNothing) {
  const WordingPiece misread = change(3, "三、接受社会监督如违背承诺，接受处罚。");

  EXPECT_EQ(misread.part, WordingPart::misread);
  EXPECT_FALSE(misread.for_person);
}

TEST(Wording, AnotherEnterprisesNameInTheSlotIsForAPerson) {
  Fields fields;
  fields["enterprise_name"].value = "江苏恒润机械制造有限公司";
  auto lines = as_registered();
  lines[0] = "江苏恒瑞机械制造有限公司郑重承诺：";

  const auto pieces = compare(letter(lines), fields);

  EXPECT_TRUE(pieces.front().for_person);
  EXPECT_THAT(pieces.front().reason.zh, HasSubstr("恒瑞"));
}

TEST(Wording, ASlotThatWasLeftBlankIsForAPerson) {
  auto lines = as_registered();
  lines[0] = "____郑重承诺：";

  const auto pieces = compare(letter(lines));

  EXPECT_EQ(pieces.front().part, WordingPart::filled);
  EXPECT_TRUE(pieces.front().for_person);
}

TEST(Wording, OfSeveralRegisteredTextsTheNearestCounts) {
  ApprovedText other = registered();
  other.paragraphs[1] = "一、对产品实行三包。";

  const auto pieces = compare_wording({other, registered()}, letter(as_registered()), {});

  EXPECT_THAT(differences(pieces), IsEmpty());
}

TEST(Wording, WithoutARegisteredTextThereIsNothingToCompare) {
  EXPECT_THAT(compare_wording({}, letter(as_registered()), {}), IsEmpty());
}

TEST(Wording, ALetterOfTwoHundredPagesIsLaidBesideIt) {
  auto lines = as_registered();
  for (int page = 0; page < 200; ++page)
    for (int i = 0; i < 25; ++i)
      lines.push_back("第" + std::to_string(page) + "页第" + std::to_string(i) +
                      "行另有约定若干。");

  const auto found = differences(compare(letter(lines)));

  ASSERT_THAT(found, testing::Not(IsEmpty()));
  EXPECT_TRUE(found.front().for_person);
}

/// A catalogue with a unit's letter that has an approved wording.
class RegisteredWording : public testing::Test {
 protected:
  RegisteredWording() {
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder / "dalian");
    const LetterPaper paper;
    std::ofstream out(folder / "dalian/letter.xml");
    out << "<template xmlns='urn:chengnuo:template' id='dalian-letter' kind='letter' version='3' "
           "activity='中国工业企业质量信誉承诺活动'>\n"
           "<titles><title>质量信誉承诺书</title></titles>\n<fields>"
           "<field id='enterprise_name' type='enterprise_name' need='required'>"
           "<label>承诺企业</label></field>"
           "<field id='legal_representative' type='person'><label>法定代表人</label></field>"
           "<field id='signed_on' type='date' "
           "need='required'><label>日期</label></field></fields>\n"
           "<requirements base='requirements.xml'/>\n<approved name='2022'>\n";
    for (const std::string& paragraph : paper.body)
      out << "  <paragraph>\n    " << paragraph << "\n  </paragraph>\n";
    out << "</approved>\n<seals><seal of='enterprise'/></seals>\n<signatures>"
           "<signature role='legal_representative'><label>法定代表人</label></signature>"
           "</signatures></template>\n";
  }
  ~RegisteredWording() override { std::filesystem::remove_all(folder); }

  pipeline::Document checked(const LetterPaper& paper) const {
    Catalogue catalogue(std::filesystem::path(CHENGNUO_SOURCE_DIR) / "templates/xml");
    catalogue.add(folder);
    const std::vector<pipeline::Page> pages{paper.draw()};
    return check_pages(catalogue, "dalian", pages).at(0);
  }

  std::filesystem::path folder =
      std::filesystem::path(testing::TempDir()) /
      (std::string("wording-") + testing::UnitTest::GetInstance()->current_test_info()->name());
};

TEST_F(RegisteredWording, ALetterThatKeepsItIsAccepted) {
  const auto document = checked({});

  EXPECT_EQ(document.template_id, "dalian-letter");
  EXPECT_THAT(document.wording, testing::Not(IsEmpty()));
  EXPECT_THAT(document.objections, IsEmpty());
}

TEST_F(RegisteredWording, AnAlteredPromiseThatStillMeetsEveryRequirementIsForAPerson) {
  LetterPaper paper;
  paper.body[6] = "四、持续改进产品质量和质量管理，坚持技术进步和产品创新，每年投入一百万元。";

  const auto document = checked(paper);

  ASSERT_THAT(document.objections, testing::Not(IsEmpty()));
  EXPECT_THAT(document.objections.front().reason.zh, HasSubstr("每年投入一百万元"));
  EXPECT_EQ(document.objections.front().page, 1);
}

TEST_F(RegisteredWording, APostscriptUnderTheSignatureIsAnAddition) {
  pipeline::Page page = LetterPaper{}.draw();
  pipeline::Line line = page.lines.back();
  line.text = "附注：以上各项以我公司另行确认为准。";
  line.box = {200, page.lines.back().box.y + 120, 700, 36};
  line.characters.clear();
  page.lines.push_back(line);
  page.height = std::max(page.height, line.box.y + 200);
  Catalogue catalogue(std::filesystem::path(CHENGNUO_SOURCE_DIR) / "templates/xml");
  catalogue.add(folder);

  const auto document = check_pages(catalogue, "dalian", std::vector{page}).at(0);

  EXPECT_THAT(document.wording,
              testing::Contains(testing::AllOf(Field(&WordingPiece::part, WordingPart::added),
                                               Field(&WordingPiece::for_person, true))));
}

}  // namespace
}  // namespace chengnuo::templates
