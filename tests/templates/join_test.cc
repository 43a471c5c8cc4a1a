#include "templates/join.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "templates/check.h"
#include "templates/separate.h"
#include "tests/templates/papers.h"

namespace chengnuo::templates {
namespace {

using pipeline::DocumentKind;
using pipeline::Page;
using pipeline::Submission;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

const Catalogue& catalogue() {
  static const Catalogue shipped(std::filesystem::path(CHENGNUO_SOURCE_DIR) / "templates/xml");
  return shipped;
}

/// A submission as it stands before "join".
Submission checked(const std::vector<Page>& pages, const std::string& drop = "d") {
  Submission submission;
  submission.unit = "any";
  submission.drops = {{.sha256 = drop, .name = drop, .folder = "", .size = 0, .received_at = {}}};
  for (const Page& page : pages) submission.pages.push_back({drop, page.number});
  submission.documents = check_pages(catalogue(), "any", pages);
  return submission;
}

bool share_a_key(const Submission& one, const Submission& other) {
  for (const std::string& key : partner_keys(one))
    for (const std::string& twin : partner_keys(other))
      if (key == twin) return true;
  return false;
}

/// As the register does it: by a shared key, then by what the waiting one accepts.
bool find_each_other(const Submission& one, const Submission& other) {
  return share_a_key(one, other) && are_partners(one, other) && are_partners(other, one);
}

TEST(Join, WaitsForTheLetterAndSaysSo) {
  Submission submission = checked({FormPaper{}.draw()});

  const auto outcome = join(submission);

  ASSERT_TRUE(outcome.awaiting);
  ASSERT_THAT(outcome.holds, SizeIs(1));
  EXPECT_EQ(outcome.holds[0].reason.zh, "缺承诺书（江苏恒润机械制造有限公司）。");
  EXPECT_EQ(submission.enterprise, "江苏恒润机械制造有限公司");
  EXPECT_EQ(submission.credit_code, "91440400192548256N");
}

TEST(Join, LetsFormAndLetterOfOneEnterpriseFindEachOther) {
  EXPECT_TRUE(find_each_other(checked({FormPaper{}.draw()}), checked({LetterPaper{}.draw()})));
}

TEST(Join, GoesOnWithBoth) {
  Submission submission = checked({FormPaper{}.draw(1), LetterPaper{}.draw(2)});

  const auto outcome = join(submission);

  EXPECT_TRUE(outcome.holds.empty());
  const Submission waiting = checked({LetterPaper{}.draw(1)});
  EXPECT_FALSE(outcome.awaiting->accepts(waiting)) << "nothing is missing";
}

TEST(Join, ForgivesAMisreadNameThatRepresentativeAndSealMakeGood) {
  LetterPaper letter;
  letter.name = "江苏恒涧机械制造有限公司";  // the seal still says 恒润

  EXPECT_TRUE(find_each_other(checked({FormPaper{}.draw()}), checked({letter.draw()})));
}

TEST(Join, KeepsTwoEnterprisesOfNearNamesApart) {
  LetterPaper letter;
  letter.name = letter.seal = "江苏恒泰机械制造有限公司";
  letter.representative = "李国强";

  EXPECT_FALSE(find_each_other(checked({FormPaper{}.draw()}), checked({letter.draw()})));
}

TEST(Join, KeepsPapersOfDifferentEnterprisesApart) {
  LetterPaper letter;
  letter.name = letter.seal = "山东鲁岳化工有限公司";

  EXPECT_FALSE(find_each_other(checked({FormPaper{}.draw()}), checked({letter.draw()})));
}

TEST(Join, NeverTakesTwoFormsOrTwoLettersTogether) {
  EXPECT_FALSE(are_partners(checked({FormPaper{}.draw()}), checked({FormPaper{}.draw()})));
  EXPECT_FALSE(are_partners(checked({LetterPaper{}.draw()}), checked({LetterPaper{}.draw()})));
  EXPECT_FALSE(are_partners(checked({FormPaper{}.draw(1), LetterPaper{}.draw(2)}),
                            checked({LetterPaper{}.draw()})));
}

TEST(Join, HoldsWhereThereAreTwoLettersThatDiffer) {
  LetterPaper other;
  other.date = "2022年4月5日";
  Submission submission = checked({FormPaper{}.draw(1), LetterPaper{}.draw(2), other.draw(3)});
  set_aside_copies(submission);

  const auto outcome = join(submission);

  ASSERT_THAT(outcome.holds, SizeIs(1));
  EXPECT_THAT(outcome.holds[0].reason.zh, HasSubstr("多份承诺书"));
}

TEST(Join, TakesInWhatWasReturnedToTheSameEnterprise) {
  Submission returned = checked({FormPaper{}.draw(1), LetterPaper{}.draw(2)}, "old");
  returned.state = pipeline::State::returned;
  returned.decisions = {{.who = "李",
                         .at = {},
                         .action = "return",
                         .target = "",
                         .before = "",
                         .after = "",
                         .reason = "未盖章"}};
  Submission anew = checked({LetterPaper{}.draw(1)}, "new");

  ASSERT_TRUE(are_partners(anew, returned));
  absorb(anew, returned);
  const auto outcome = join(anew);

  EXPECT_THAT(outcome.holds, testing::IsEmpty());
  const auto* letter = find_document(anew, DocumentKind::letter);
  ASSERT_NE(letter, nullptr);
  EXPECT_THAT(letter->pages, ElementsAre(1)) << "the new letter serves, the old one is kept";
  EXPECT_NE(find_document(anew, DocumentKind::form), nullptr);
  EXPECT_THAT(anew.documents, SizeIs(3));
}

TEST(Join, TakesInNothingThatWasReturnedToAnother) {
  FormPaper form;
  form["企业名称"] = "山东鲁岳化工有限公司";
  form["统一社会信用代码"] = "91110000101623741K";
  Submission returned = checked({form.draw(1)}, "old");
  returned.state = pipeline::State::returned;

  EXPECT_FALSE(are_partners(checked({FormPaper{}.draw(1), LetterPaper{}.draw(2)}), returned));
}

TEST(Join, KeepsALetterUnderAFormerNameWithItsFormForAPerson) {
  FormPaper paper;
  paper.cells.insert(paper.cells.begin() + 1, {"曾用名", "无锡恒润机床厂"});
  LetterPaper other;
  other.name = other.seal = "无锡恒润机床厂";
  Submission submission = checked({paper.draw(1), other.draw(2)});

  EXPECT_THAT(separate(submission), testing::IsEmpty());
  const auto name = find_document(submission, DocumentKind::letter)->fields.at("enterprise_name");
  EXPECT_EQ(name.state, pipeline::FieldState::inconsistent);
  EXPECT_THAT(name.advice.zh, HasSubstr("曾用名"));
  EXPECT_TRUE(find_each_other(checked({paper.draw(1)}), checked({other.draw(1)})));
}

TEST(Separate, LeavesCopiesThatDifferInAWordToAPerson) {
  LetterPaper other;
  other.body[6] = "四、持续改进产品质量和质量管理，坚持技术进步和产品创新，三年为期。";
  Submission submission = checked({LetterPaper{}.draw(1), other.draw(2)});
  set_aside_copies(submission);

  EXPECT_EQ(submission.documents[0].kind, DocumentKind::letter);
  EXPECT_EQ(submission.documents[1].kind, DocumentKind::letter);
}

TEST(Separate, SetsTheSecondCopyOfALetterAside) {
  Submission submission =
      checked({FormPaper{}.draw(1), LetterPaper{}.draw(2), LetterPaper{}.draw(3)});
  set_aside_copies(submission);

  ASSERT_THAT(submission.documents, SizeIs(3));
  EXPECT_NE(find_document(submission, DocumentKind::letter), nullptr);
  EXPECT_EQ(submission.documents[2].kind, DocumentKind::other);
  EXPECT_TRUE(submission.documents[2].objections.empty());
}

TEST(Separate, DoesNotSetACopyAsideThatLacksItsSeal) {
  LetterPaper unsealed;
  unsealed.seal = "";
  Submission submission = checked({LetterPaper{}.draw(1), unsealed.draw(2)});
  set_aside_copies(submission);

  EXPECT_EQ(submission.documents[1].kind, DocumentKind::letter);
}

TEST(Separate, GivesEachEnterpriseASubmissionWithItsPages) {
  FormPaper other_form;
  other_form["企业名称"] = other_form.seal = "山东鲁岳化工有限公司";
  other_form["法定代表人"] = "李国强";
  LetterPaper other_letter;
  other_letter.name = other_letter.seal = "山东鲁岳化工有限公司";
  other_letter.representative = "李国强";
  Submission submission = checked(
      {FormPaper{}.draw(1), LetterPaper{}.draw(2), other_form.draw(3), other_letter.draw(4)});

  const auto others = separate(submission);

  ASSERT_THAT(others, SizeIs(1));
  EXPECT_EQ(enterprise_of(submission), "江苏恒润机械制造有限公司");
  EXPECT_EQ(enterprise_of(others[0]), "山东鲁岳化工有限公司");
  ASSERT_THAT(others[0].pages, SizeIs(2));
  EXPECT_EQ(others[0].pages[0].number, 3);
  EXPECT_THAT(others[0].documents[0].pages, ElementsAre(1));
  EXPECT_EQ(others[0].documents[1].fields.at("enterprise_name").page, 2);
  EXPECT_THAT(submission.pages, SizeIs(2));
  EXPECT_EQ(others[0].drops.size(), 1u);
}

TEST(Separate, LeavesAPairWhoseNamesDifferTogetherForAPerson) {
  LetterPaper letter;
  letter.name = letter.seal = "山东鲁岳化工有限公司";  // the same representative
  Submission submission = checked({FormPaper{}.draw(1), letter.draw(2)});

  EXPECT_THAT(separate(submission), SizeIs(0));
  EXPECT_THAT(submission.documents, SizeIs(2));
}

}  // namespace
}  // namespace chengnuo::templates
