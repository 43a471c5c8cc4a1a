#include "console/earlier.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "pipeline/database.h"

namespace chengnuo::console {
namespace {

using pipeline::Box;
using pipeline::Document;
using pipeline::DocumentKind;
using pipeline::State;
using pipeline::Submission;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

Submission with_letter(const std::string& text, const Box& seal, const Box& signature) {
  Document letter;
  letter.kind = DocumentKind::letter;
  letter.text = text;
  letter.seals.push_back({1, {}});
  letter.seals.back().seal.box = seal;
  letter.signatures.push_back({"legal_representative", 1, signature, true});
  Submission submission;
  submission.documents.push_back(letter);
  return submission;
}

TEST(Earlier, KnowsTheSameSheetThoughItLayElsewhereOnTheGlass) {
  const auto first = with_letter("我们承诺", {900, 1700, 400, 400}, {700, 1800, 200, 60});
  const auto again = with_letter("我们 承诺", {912, 1688, 402, 401}, {712, 1788, 201, 60});
  const auto finer = with_letter("我们承诺", {1350, 2550, 600, 600}, {1050, 2700, 300, 90});
  const auto copy = with_letter("我们承诺", {860, 1740, 400, 400}, {705, 1795, 210, 60});
  const auto other = with_letter("我们不承诺", {900, 1700, 400, 400}, {700, 1800, 200, 60});

  EXPECT_EQ(compare_letters(again, first), Again::same_paper);
  EXPECT_EQ(compare_letters(finer, first), Again::same_paper);
  EXPECT_EQ(compare_letters(copy, first), Again::same_words);
  EXPECT_EQ(compare_letters(other, first), Again::other);
}

/// A register in which one submission of an enterprise lies.
class EarlierStage : public testing::Test {
 protected:
  EarlierStage() : database(fresh()), reg(database) {}
  ~EarlierStage() override { std::filesystem::remove_all(folder); }

  static std::string fresh() {
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    return "sqlite:" + (folder / "register.db").string();
  }
  std::string entered(const std::string& enterprise, const std::string& code, State state) {
    const std::string sha(64, static_cast<char>('a' + drops++));
    const auto received =
        reg.receive({.sha256 = sha, .name = "x", .folder = "", .size = 1, .received_at = {}},
                    "unit", "", "decide");
    reg.decide(received.submission, {"t", {}, "enter", {}, {}, {}, {}}, [&](Submission& changed) {
      changed.enterprise = enterprise;
      changed.credit_code = code;
      changed.state = state;
    });
    return received.submission;
  }
  std::vector<pipeline::Hold> holds(const std::string& enterprise, const std::string& code) {
    Submission submission;
    submission.id = "S-new";
    submission.unit = "unit";
    submission.enterprise = enterprise;
    submission.credit_code = code;
    const pipeline::Stage decide{"decide", State::approved,
                                 [](Submission&) { return pipeline::Outcome{}; }};
    return with_earlier(decide, reg).run(submission).holds;
  }

  static inline const std::filesystem::path folder =
      std::filesystem::path(testing::TempDir()) / "earlier";
  int drops = 0;
  pipeline::Database database;
  pipeline::Register reg;
};

TEST_F(EarlierStage, HoldsASecondSubmissionOfOneEnterpriseAndNamesTheFirst) {
  const std::string first = entered("某某有限公司", "91A", State::published);

  const auto held = holds("某某有限公司", "91A");

  ASSERT_THAT(held, SizeIs(1));
  EXPECT_THAT(held[0].reason.zh, HasSubstr(first));
  EXPECT_THAT(holds("某某有限公司", ""), SizeIs(1)) << "a form without a code";
}

TEST_F(EarlierStage, LetsAnotherEnterpriseOfThatNamePass) {
  entered("某某有限公司", "91A", State::published);

  EXPECT_THAT(holds("某某有限公司", "91B"), IsEmpty());
  EXPECT_THAT(holds("别的有限公司", "91C"), IsEmpty());
}

TEST_F(EarlierStage, LetsWhatWasReturnedOrDelistedBeHandedInAgain) {
  entered("某某有限公司", "91A", State::returned);
  entered("某某有限公司", "91A", State::delisted);

  EXPECT_THAT(holds("某某有限公司", "91A"), IsEmpty());
}

}  // namespace
}  // namespace chengnuo::console
