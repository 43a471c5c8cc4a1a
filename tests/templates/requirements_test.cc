#include "templates/requirements.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "templates/catalogue.h"
#include "tests/templates/labelled_letters.h"

namespace chengnuo::templates {
namespace {

using pipeline::Box;
using pipeline::Requirement;
using pipeline::Verdict;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

/// The rules that come with the program, as the letter's template has them.
const RequirementRules& rules() {
  static const Catalogue catalogue(std::filesystem::path(CHENGNUO_SOURCE_DIR) / "templates/xml");
  return *catalogue.find("letter", "")->requirements;
}

TextLine plain(const std::string& text) {
  TextLine line;
  line.text = text;
  return line;
}

/// A line of a scan: characters of 50 pixels, from 300 pixels of the left edge.
TextLine scanned(const std::string& text, int x, int y, int characters, double confidence = 0.995) {
  TextLine line = plain(text);
  line.box = Box{x, y, 50 * characters, 60};
  line.confidence = confidence;
  return line;
}

std::map<std::string, Requirement> check(const std::vector<TextLine>& lines,
                                         const std::string& enterprise = {}) {
  return check_requirements(rules(), lines, enterprise);
}

Verdict verdict(const std::string& text, const std::string& requirement) {
  return check({plain(text)}).at(requirement).verdict;
}

Agreement agreement_on(const std::string& file) {
  Agreement agreement;
  for (const LabelledLetter& letter : labelled_letters(file))
    compare(letter, check_requirements(rules(), letter.lines, letter.enterprise), agreement);
  return agreement;
}

/// Labelled by hand. Each file was written before the rules were tried on it; docs/templates.md
/// says how right they were then.
class LabelledFiles : public testing::TestWithParam<const char*> {};

TEST_P(LabelledFiles, HaveNothingWronglyMetAndNearlyEverythingRight) {
  const Agreement agreement = agreement_on(GetParam());

  EXPECT_THAT(agreement.wrongly_met, IsEmpty());
  EXPECT_GE(agreement.share(), 0.98) << testing::PrintToString(agreement.wrongly_not_met);
  EXPECT_EQ(agreement.contradictions_named, agreement.contradictions);
}

INSTANTIATE_TEST_SUITE_P(Requirements, LabelledFiles,
                         testing::Values("sentences.json", "sentences_2.json", "sentences_3.json",
                                         "sentences_4.json", "sentences_5.json", "near_misses.json",
                                         "letters.json", "letters_2.json", "letters_3.json",
                                         "letters_4.json"));

/// Letters whose wordings the rules were not made for: some are not understood, which leaves them
/// to a person, but nothing may be taken for promised that is not.
class StrangeLetters : public testing::TestWithParam<const char*> {};

TEST_P(StrangeLetters, HaveNothingWronglyMetAndMostRight) {
  const Agreement agreement = agreement_on(GetParam());

  EXPECT_THAT(agreement.wrongly_met, IsEmpty());
  EXPECT_GE(agreement.share(), 0.8) << testing::PrintToString(agreement.wrongly_not_met);
}

INSTANTIATE_TEST_SUITE_P(Requirements, StrangeLetters,
                         testing::Values("letters_5.json", "letters_6.json", "letters_7.json"));

TEST(Requirements, ALetterOfOneParagraphMeetsThemAll) {
  const auto found = check({plain(
      "我公司深知质量信誉是企业的立身之本，承诺：诚实守信，珍视信誉；遵守法律法规，执行国家标准；"
      "承担产品全生命周期质量责任；持续改进产品质量和质量管理，坚持技术进步和产品创新；"
      "接受社会监督，如违背承诺，接受处罚。我公司了解以上条款，自愿签署。")});

  ASSERT_THAT(found, SizeIs(11));
  for (const auto& [id, requirement] : found) EXPECT_EQ(requirement.verdict, Verdict::met) << id;
}

TEST(Requirements, AnEmptyLetterMissesThemAllAndSaysWhatToWrite) {
  for (const auto& [id, requirement] : check({})) {
    EXPECT_EQ(requirement.verdict, Verdict::missing) << id;
    EXPECT_THAT(requirement.advice.zh, HasSubstr("请写明")) << id;
    EXPECT_FALSE(requirement.advice.en.empty()) << id;
  }
}

TEST(Requirements, ANegationAtTheEndOfAWrappedLineStillTurnsTheNext) {
  const auto found = check({scanned("三、对于已经售出的各类产品，本公司概不", 300, 100, 20),
                            scanned("承担产品全生命周期的质量责任。", 300, 190, 15)});

  EXPECT_EQ(found.at("lifecycle").verdict, Verdict::contradicted);
}

TEST(Requirements, AWordBrokenByTheEndOfALineIsFound) {
  const auto found = check({scanned("四、我公司承担所生产的全部产品的全生", 300, 100, 20),
                            scanned("命周期质量责任。", 300, 190, 8)});

  EXPECT_EQ(found.at("lifecycle").verdict, Verdict::met);
}

TEST(Requirements, TheEnterprisesNameAndTheTitleSayNothing) {
  const auto found =
      check({plain("质量信誉承诺书"),
             plain("上海诚实守信质量信誉电器有限公司参加中国工业企业质量信誉承诺活动。")},
            "上海诚实守信质量信誉电器有限公司");

  EXPECT_EQ(found.at("integrity").verdict, Verdict::missing);
  EXPECT_EQ(found.at("meaning").verdict, Verdict::missing);
}

TEST(Requirements, ADenialBehindManyHarmlessNegationsIsStillSeen) {
  std::vector<TextLine> letter(300, plain("我公司绝不弄虚作假，不断提高质量。"));
  letter.push_back(plain("我公司不承担产品全生命周期质量责任。"));

  EXPECT_EQ(check(letter).at("lifecycle").verdict, Verdict::contradicted);
}

TEST(Requirements, ALetterOfTwoHundredPagesThatDefersEverySentenceIsRead) {
  std::vector<TextLine> letter(4000, plain("以上承诺仅供参考，我公司承担全生命周期质量责任。"));

  EXPECT_EQ(check(letter).at("lifecycle").verdict, Verdict::contradicted);
}

TEST(Requirements, ALaterSentenceThatTakesThePromisesBackContradictsThem) {
  const auto found = check({plain("一、诚实守信。"), plain("二、遵守法律法规。"),
                            plain("以上承诺仅供参考，不具有约束力。")});

  EXPECT_EQ(found.at("integrity").verdict, Verdict::contradicted);
  EXPECT_EQ(found.at("law").verdict, Verdict::contradicted);
}

TEST(Requirements, ItemsUnderARecitedRuleAreNoPromises) {
  const auto found = check({plain("活动通知要求企业承诺："), plain("一、诚实守信，珍视信誉。"),
                            plain("二、遵守法律法规。"), plain("我公司了解承诺条款。")});

  EXPECT_EQ(found.at("integrity").verdict, Verdict::missing);
  EXPECT_EQ(found.at("law").verdict, Verdict::missing);
  EXPECT_EQ(found.at("informed").verdict, Verdict::met);
}

TEST(Requirements, AMisreadCharacterIsTakenForItsLookAlikeOnlyInADoubtfulLine) {
  EXPECT_EQ(check({scanned("自愿接爱社会监督。", 300, 100, 9, 0.9)}).at("supervision").verdict,
            Verdict::met);
  EXPECT_NE(check({scanned("自愿接爱社会监督。", 300, 100, 9, 0.995)}).at("supervision").verdict,
            Verdict::met);
}

TEST(Requirements, ACharacterThatMayBeANegationMakesADoubtfulLineUnsure) {
  const auto found = check({scanned("本公司下承担产品全生命周期质量责任。", 300, 100, 17, 0.9)});

  EXPECT_EQ(found.at("lifecycle").verdict, Verdict::unsure);
}

TEST(Requirements, ANegationThatOnlyTheOtherEngineReadMakesTheLineUnsure) {
  TextLine line = scanned("本公司承担产品全生命周期质量责任。", 300, 100, 17, 0.97);
  line.readings = {{"ppocr", line.text, 0.97},
                   {"tesseract", "本公司不承担产品全生命周期质量责任。", 0.6}};

  EXPECT_EQ(check({line}).at("lifecycle").verdict, Verdict::unsure);
}

TEST(Requirements, WhatAnotherEngineMisreadTakesNoPromiseBack) {
  TextLine line =
      scanned("三、承担产品全生命周期质量责任。四、另行研究新技术。", 300, 100, 25, 0.95);
  line.readings = {
      {"ppocr", line.text, 0.95},
      {"tesseract", "三、承担产品全生命周期质量责任。四、另行研究是否作出上述承诺。", 0.3}};

  EXPECT_NE(check({line}).at("lifecycle").verdict, Verdict::contradicted);
}

TEST(Requirements, ADoubtElsewhereInALineLeavesThePromiseCertain) {
  TextLine line = scanned("五、承担产品全生命周期质量责任；凡属我公司产品", 300, 100, 23, 0.5);
  line.doubts = {{.at = 15, .before = false, .instead = "，", .confidence = 0.5}};

  EXPECT_EQ(check({line}).at("lifecycle").verdict, Verdict::met);
}

TEST(Requirements, AnotherEnginesReadingMendsAMisreadCharacter) {
  TextLine line = scanned("承担产品全牛命固期质量责任。", 300, 100, 14, 0.9);
  line.readings = {{"ppocr", line.text, 0.9}, {"tesseract", "承担产品全生命周期质量责任。", 0.8}};

  EXPECT_NE(check({line}).at("lifecycle").verdict, Verdict::missing);
}

TEST(Requirements, AnUnreadableLineIsNeverMet) {
  EXPECT_EQ(
      check({scanned("承担产品全生命周期质量责任。", 300, 100, 14, 0.4)}).at("lifecycle").verdict,
      Verdict::unsure);
}

TEST(Requirements, EvidenceIsTheSentenceWithItsPlaceOnEachPage) {
  auto first = scanned("一、诚实守信。二、承担产品全生命", 300, 3200, 16);
  auto second = scanned("周期质量责任。三、接受社会监督。", 300, 200, 16);
  second.page = 2;

  const auto evidence = check({first, second}).at("lifecycle").evidence;

  ASSERT_THAT(evidence, SizeIs(2));
  EXPECT_EQ(evidence[0].text, "承担产品全生命");
  EXPECT_EQ(evidence[0].page, 1);
  EXPECT_EQ(evidence[0].box, (Box{300 + 9 * 50, 3200, 7 * 50, 60}));
  EXPECT_EQ(evidence[1].text, "周期质量责任。");
  EXPECT_EQ(evidence[1].page, 2);
  EXPECT_EQ(evidence[1].box, (Box{300, 200, 7 * 50, 60}));
}

TEST(Requirements, TheAdviceNamesWhyASentenceDoesNotCount) {
  const auto found = check({plain("供应商应承担产品全生命周期质量责任。")});

  EXPECT_THAT(found.at("lifecycle").advice.zh, HasSubstr("他人"));
  EXPECT_THAT(found.at("lifecycle").evidence, SizeIs(1));
}

TEST(Requirements, VoluntaryPunishmentIsNoVoluntarySigning) {
  EXPECT_EQ(verdict("如违背承诺，自愿接受处罚。", "penalty"), Verdict::met);
  EXPECT_NE(verdict("如违背承诺，自愿接受处罚。", "voluntary"), Verdict::met);
}

// A letter without the improvement aspect passed by its preamble.
TEST(Requirements, APurposeToldInPassingIsNoPromise) {
  const char* preamble =
      "为推动我国工业产品质量进步，弘扬“中国制造”的信誉形象，我们参与中国工业企业“全球质量信誉承诺"
      "活动”。";
  EXPECT_NE(verdict(preamble, "improvement"), Verdict::met);
  EXPECT_NE(verdict(preamble, "innovation"), Verdict::met);
}

}  // namespace
}  // namespace chengnuo::templates
