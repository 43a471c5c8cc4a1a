#include "templates/stages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pipeline/file.h"
#include "pipeline/json.h"
#include "tests/templates/papers.h"

namespace chengnuo::templates {
namespace {

using pipeline::FieldState;
using pipeline::Hold;
using pipeline::HoldFor;
using pipeline::Outcome;
using pipeline::Page;
using pipeline::Submission;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

const Catalogue& catalogue() {
  static const Catalogue shipped(std::filesystem::path(CHENGNUO_SOURCE_DIR) / "templates/xml");
  return shipped;
}

/// Replaces a text wherever it stands in a page's lines.
Page with(Page page, const std::string& text, const std::string& instead, double confidence) {
  for (auto& line : page.lines) {
    const auto at = line.text.find(text);
    if (at == std::string::npos) continue;
    line.text.replace(at, text.size(), instead);
    line.confidence = confidence;
  }
  return page;
}

/// A work folder with the pages of one drop, and the stages over it.
class Stages : public testing::Test {
 protected:
  ~Stages() override { std::filesystem::remove_all(work.root()); }

  Submission received(const std::vector<Page>& pages) const {
    Submission submission;
    submission.unit = "any";
    submission.drops = {{.sha256 = "d", .name = "d", .folder = "", .size = 0, .received_at = {}}};
    for (const Page& page : pages) {
      pipeline::write_durably(work.page_facts("d", page.number),
                              pipeline::stored_text(nlohmann::json(page)));
      submission.pages.push_back({"d", page.number});
    }
    return submission;
  }

  /// All stages in order; the outcome of the last that ran, which is the first that holds.
  Outcome run(Submission& submission, const CheckSettings& settings = {}) const {
    Outcome outcome;
    for (const pipeline::Stage& stage :
         {sort_stage(catalogue(), work), check_stage(catalogue(), work, settings), join_stage(),
          decide_stage(catalogue(), work, settings)}) {
      outcome = stage.run(submission);
      if (!outcome.holds.empty()) break;
    }
    return outcome;
  }

  static std::vector<std::string> reasons(const Outcome& outcome) {
    std::vector<std::string> all;
    for (const Hold& hold : outcome.holds) all.push_back(hold.reason.zh);
    return all;
  }

  pipeline::WorkFolder work{
      std::filesystem::path(testing::TempDir()) /
      (std::string("stages-") + testing::UnitTest::GetInstance()->current_test_info()->name())};
};

TEST_F(Stages, AcceptAFormAndALetterThatAreAsTheyShouldBe) {
  Submission submission = received({FormPaper{}.draw(1), LetterPaper{}.draw(2)});

  EXPECT_THAT(reasons(run(submission)), testing::IsEmpty());
  for (const auto& document : submission.documents)
    EXPECT_EQ(document.verdict, pipeline::DocumentVerdict::accepted);
}

TEST_F(Stages, HoldWhatTheHouseAsksForBeyondTheRule) {
  FormPaper form;
  form["电子邮箱"] = "";
  Submission submission = received({form.draw(1), LetterPaper{}.draw(2)});
  Submission same = submission;

  EXPECT_THAT(reasons(run(submission)), testing::IsEmpty());
  EXPECT_THAT(reasons(run(same, {.also_required = {"email"}})),
              testing::ElementsAre(HasSubstr("电子邮箱")));
}

TEST_F(Stages, LeaveASampleOfWhatTheyCouldAcceptToAPerson) {
  Submission submission = received({FormPaper{}.draw(1), LetterPaper{}.draw(2)});

  EXPECT_THAT(reasons(run(submission, {.sample = 1})), testing::ElementsAre(HasSubstr("抽查")));
}

TEST_F(Stages, GiveTheSameWhenTheyRunTwice) {
  Submission once = received({FormPaper{}.draw(1), LetterPaper{}.draw(2)});
  run(once);
  Submission twice = received({FormPaper{}.draw(1), LetterPaper{}.draw(2)});
  run(twice);
  run(twice);

  EXPECT_EQ(nlohmann::json(once), nlohmann::json(twice));
}

TEST_F(Stages, HoldWithPlaceAndRemedy) {
  FormPaper form;
  form["注册地址"] = "";
  Submission submission = received({LetterPaper{}.draw(1), form.draw(2)});

  const Outcome outcome = run(submission);

  const auto hold = std::ranges::find_if(outcome.holds, [](const Hold& each) {
    return each.reason.zh.find("注册地址") != std::string::npos;
  });
  ASSERT_NE(hold, outcome.holds.end());
  EXPECT_EQ(hold->for_whom, HoldFor::enterprise);
  EXPECT_EQ(hold->page, 2);
  EXPECT_GT(hold->box.width, 0);
  EXPECT_FALSE(hold->advice.zh.empty());
  EXPECT_FALSE(hold->advice.en.empty());
}

TEST_F(Stages, HoldWherePapersNameDifferentRepresentatives) {
  LetterPaper letter;
  letter.representative = "王建国";
  Submission submission = received({FormPaper{}.draw(1), letter.draw(2)});

  const Outcome outcome = run(submission);

  EXPECT_THAT(reasons(outcome), Contains(HasSubstr("“法定代表人”与另一处不一致")));
  EXPECT_EQ(submission.documents[0].fields.at("legal_representative").state,
            FieldState::inconsistent);
}

TEST_F(Stages, LetAnUncertainRepresentativeGiveWayToACertainOne) {
  Submission submission =
      received({FormPaper{}.draw(1), with(LetterPaper{}.draw(2), "王建军", "王健军", 0.8)});

  EXPECT_THAT(reasons(run(submission)), Not(Contains(HasSubstr("法定代表人"))));
  EXPECT_EQ(submission.documents[1].fields.at("legal_representative").value, "王建军");
}

TEST_F(Stages, TakeStrokesBehindThePrintedNameForTheSignatures) {
  const Page letter = with(LetterPaper{}.draw(2), "王建军", "王建军人", 0.6);
  Submission submission = received({FormPaper{}.draw(1), letter});

  EXPECT_THAT(reasons(run(submission)), testing::IsEmpty());
}

TEST_F(Stages, ReadTheNameThatTheSignatureBeginsToCover) {
  Page letter = LetterPaper{}.draw(2);
  for (auto& line : letter.lines) {
    if (!line.text.starts_with("法定代表人")) continue;
    line.confidence = 0.8;
    const int end = line.box.x + line.box.width;
    letter.marks = {{.box = {end - 30, line.box.y - 10, 200, 50}, .colour = "blue", .strokes = 3}};
  }
  Submission submission = received({FormPaper{}.draw(1), letter});

  EXPECT_THAT(reasons(run(submission)), testing::IsEmpty());
}

TEST_F(Stages, BelieveADoubtfulRingThatTheOtherPapersSealSaysRight) {
  Page letter = LetterPaper{}.draw(2);
  letter.seals[0].text = "江苏恒润杌械制造有限公司";
  letter.seals[0].confidence = 0.6;
  Submission submission = received({FormPaper{}.draw(1), letter});
  EXPECT_THAT(reasons(run(submission)), testing::IsEmpty());

  letter.seals[0].confidence = 0.98;
  Submission certain = received({FormPaper{}.draw(1), letter});
  EXPECT_THAT(reasons(run(certain)), testing::ElementsAre(HasSubstr("相差一两个字")));

  FormPaper unread;
  unread.seal = "江苏恒润机戒制造有限公司";
  letter.seals[0].confidence = 0.6;
  Submission nowhere = received({unread.draw(1), letter});
  EXPECT_THAT(reasons(run(nowhere)), Contains(HasSubstr("相差一两个字")));
}

TEST_F(Stages, BelieveTheOtherEngineWhereItReadWhatTheFormSays) {
  Page page = with(LetterPaper{}.draw(2), "王建军", "壬律车", 0.8);
  for (auto& line : page.lines)
    if (line.text.find("壬律车") != std::string::npos)
      line.readings = {
          {.engine = "ppocr", .text = line.text, .confidence = 0.8},
          {.engine = "tesseract", .text = "法定代表人(签字):王建军", .confidence = 0.7}};
  Submission submission = received({FormPaper{}.draw(1), page});

  EXPECT_THAT(reasons(run(submission)), Not(Contains(HasSubstr("法定代表人"))));
}

TEST_F(Stages, TakeAPersonsCorrection) {
  LetterPaper letter;
  letter.representative = "王建国";
  Submission submission = received({FormPaper{}.draw(1), letter.draw(2)});
  run(submission);

  auto& field = submission.documents[1].fields.at("legal_representative");
  field.value = field.raw = "王建军";
  field.state = FieldState::ok;
  field.confidence = 1;
  const Outcome outcome = decide_stage(catalogue(), work).run(submission);

  EXPECT_THAT(reasons(outcome), Not(Contains(HasSubstr("法定代表人”"))));
}

TEST_F(Stages, AreCertainOfANameThatTwoPapersSayAlike) {
  FormPaper form;
  Page form_page = form.draw(1);
  Page letter_page = LetterPaper{}.draw(2);
  for (Page* page : {&form_page, &letter_page})
    for (auto& line : page->lines)
      if (line.text.find("江苏恒润") != std::string::npos) line.confidence = 0.7;
  Submission submission = received({form_page, letter_page});

  const Outcome outcome = run(submission);

  EXPECT_THAT(reasons(outcome), Not(Contains(HasSubstr("企业名称"))));
}

TEST_F(Stages, LetAnUncertainNameGiveWayToTwoThatAgree) {
  Submission submission =
      received({FormPaper{}.draw(1), with(LetterPaper{}.draw(2), "恒润", "恒涧", 0.7)});

  const Outcome outcome = run(submission);

  EXPECT_THAT(reasons(outcome), Not(Contains(HasSubstr("企业"))));
  EXPECT_EQ(submission.documents[1].fields.at("enterprise_name").value, "江苏恒润机械制造有限公司");
  EXPECT_THAT(submission.documents[1].fields.at("enterprise_name").raw, HasSubstr("恒涧"));
}

TEST_F(Stages, LeaveACertainNameThatDiffersToAPerson) {
  Submission submission =
      received({FormPaper{}.draw(1), with(LetterPaper{}.draw(2), "恒润", "恒涧", 0.99)});

  EXPECT_THAT(reasons(run(submission)), Contains(HasSubstr("“承诺企业”与另一处不一致")));
}

TEST_F(Stages, DoNotTakeAnotherLegalFormForAMisreading) {
  Submission submission =
      received({FormPaper{}.draw(1), with(LetterPaper{}.draw(2), "有限公司", "有限责任公司", 0.7)});

  EXPECT_THAT(reasons(run(submission)), Contains(HasSubstr("“承诺企业”与另一处不一致")));
}

TEST_F(Stages, TellANameSealFromASignature) {
  LetterPaper letter;
  letter.signature = false;
  Page page = letter.draw(2);
  const auto line = std::ranges::find_if(
      page.lines, [](const auto& each) { return each.text.starts_with("法定代表人"); });
  pipeline::Seal seal;
  seal.shape = pipeline::SealShape::square;
  seal.colour = "red";
  seal.box = {line->box.x + line->box.width + 20, line->box.y - 30, 90, 90};
  page.seals.push_back(seal);
  Submission submission = received({FormPaper{}.draw(1), page});

  EXPECT_THAT(reasons(run(submission)), Contains(HasSubstr("人名章")));
}

TEST_F(Stages, LeaveANoticeOfTheReaderToAPerson) {
  Page page = FormPaper{}.draw(1);
  page.notices.push_back({"PDF 含有脚本", "The PDF contains JavaScript"});
  Submission submission = received({page, LetterPaper{}.draw(2)});

  EXPECT_THAT(reasons(run(submission)), Contains("PDF 含有脚本"));
}

TEST_F(Stages, SayWhatToDoWithAPageThatIsNeither) {
  Page page;
  page.width = 1654;
  page.height = 2339;
  pipeline::Line line;
  line.text = "会议通知";
  line.box = {600, 200, 400, 60};
  page.lines.push_back(line);
  Submission submission = received({page});

  const Outcome outcome = run(submission);

  EXPECT_FALSE(outcome.holds.empty());
}

}  // namespace
}  // namespace chengnuo::templates
