#include "signing/stage.h"

#include <gmock/gmock.h>

#include <csignal>
#include <nlohmann/json.hpp>

#include "pipeline/digest.h"
#include "pipeline/error.h"
#include "pipeline/file.h"
#include "pipeline/json.h"
#include "signing/copy_mark.h"
#include "signing/pdfa_check.h"
#include "signing/verify.h"
#include "tests/signing/fixtures.h"

namespace chengnuo::signing::tests {
namespace {

using pipeline::Holder;
using ::testing::HasSubstr;

/// A work folder in which a form (page 1) and a letter (pages 2 and 3) were read.
class SignStage : public ::testing::Test {
 protected:
  SignStage() : work(folder.path()) {
    submission.id = "S20261125-0001";
    submission.unit = "unit";
    submission.enterprise = "北京某机械制造有限公司";
    add_page("drop-1", 1, "letter-colour.jpg", "申请表");
    add_page("drop-2", 1, "letter-grey.jpg", "质量信誉承诺书");
    add_page("drop-2", 2, "letter-bilevel.png", "企业名称：𠮷祥公司");
    pipeline::Document letter;
    letter.kind = pipeline::DocumentKind::letter;
    letter.pages = {2, 3};
    submission.documents = {letter};
  }

  void add_page(const std::string& drop, int number, const std::string& image,
                const std::string& text) {
    submission.pages.push_back({drop, number});
    pipeline::Page page;
    page.number = number;
    page.dpi = 100;
    page.colour =
        image.ends_with(".png") ? pipeline::ColourMode::bilevel : pipeline::ColourMode::grey;
    page.lines = {a_line(text, {100, 100, 300, 30})};
    pipeline::write_durably(work.page_facts(drop, number), nlohmann::json(page).dump());
    pipeline::copy_durably(test_file(image), work.page_image(drop, number, page.colour));
  }

  pipeline::Stage stage(std::chrono::seconds later = {}) {
    return sign_stage({{"unit", "北京市经济和信息化局", *key}}, work,
                      [later] { return kNow + later; });
  }
  std::filesystem::path copy(Holder holder) const { return work.copy(submission.id, holder); }
  std::string bytes(Holder holder) const { return pipeline::read_file(copy(holder)); }

  Validity verdict(Holder holder) const {
    return verify_file(copy(holder), {{key->chain().back()}}, kNow).verdict;
  }

  TemporaryFolder folder;
  pipeline::WorkFolder work;
  pipeline::Submission submission;
  std::unique_ptr<Key> key = a_key();
};

TEST_F(SignStage, MakesTwoCopiesThatSayWhoseTheyAre) {
  EXPECT_TRUE(stage().run(submission).holds.empty());

  ASSERT_EQ(submission.copies.size(), 2u);
  for (const Holder holder : {Holder::unit, Holder::enterprise}) {
    const pipeline::Copy& made = submission.copies[holder == Holder::unit ? 0 : 1];
    EXPECT_EQ(made.holder, holder);
    EXPECT_EQ(work.root() / made.path, copy(holder));
    EXPECT_EQ(made.sha256, pipeline::sha256_of_file(copy(holder)));
    EXPECT_EQ(made.level, "B-B");
    const auto mark = read_copy_mark(copy(holder));
    ASSERT_TRUE(mark);
    EXPECT_EQ(mark->holder, holder);
    EXPECT_EQ(mark->content_digest, made.other_sha256);
    const auto report = verify_file(copy(holder), {{key->chain().back()}}, kNow);
    EXPECT_EQ(report.verdict, Validity::valid) << report.reason.en;
    EXPECT_EQ(report.signatures.at(0).field,
              holder == Holder::unit ? "UnitCopy" : "EnterpriseCopy");
    EXPECT_TRUE(pdfa_problems(copy(holder)).empty());
  }
  EXPECT_EQ(submission.copies[0].other_sha256, submission.copies[1].other_sha256);
}

TEST_F(SignStage, TakesTheLettersPagesAlone) {
  stage().run(submission);

  const Ran text = run("pdftotext " + copy(Holder::enterprise).string() + " -");
  EXPECT_THAT(text.output, HasSubstr("质量信誉承诺书"));
  EXPECT_THAT(text.output, HasSubstr("𠮷祥公司"));
  EXPECT_THAT(text.output, ::testing::Not(HasSubstr("申请表")));
}

TEST_F(SignStage, LeavesTheSameFilesWhenItRunsAgain) {
  stage().run(submission);
  const std::string unit = bytes(Holder::unit);
  const std::string enterprise = bytes(Holder::enterprise);
  const auto copies = submission.copies[1].sha256;

  stage(std::chrono::hours(5)).run(submission);

  EXPECT_EQ(bytes(Holder::unit), unit);
  EXPECT_EQ(bytes(Holder::enterprise), enterprise);
  EXPECT_EQ(submission.copies[1].sha256, copies);
}

TEST_F(SignStage, MakesNewCopiesWhenAPersonCorrectedTheEnterprisesName) {
  stage().run(submission);
  const std::string before = bytes(Holder::unit);
  submission.enterprise = "北京某某机械制造有限公司";

  stage().run(submission);

  EXPECT_NE(bytes(Holder::unit), before);
}

TEST_F(SignStage, ReplacesACopyThatIsDamaged) {
  stage().run(submission);
  std::string damaged = bytes(Holder::unit);
  damaged[5000] = static_cast<char>(damaged[5000] ^ 1);
  pipeline::write_durably(copy(Holder::unit), damaged);

  stage().run(submission);

  EXPECT_EQ(verdict(Holder::unit), Validity::valid);
}

TEST_F(SignStage, WithoutAKeyForTheUnitIsTheAdministratorsAffair) {
  submission.unit = "other";

  try {
    stage().run(submission);
    FAIL();
  } catch (const pipeline::Error& error) {
    EXPECT_EQ(error.remedy(), pipeline::Remedy::fix_setup);
  }
}

TEST_F(SignStage, WithoutALetterIsRefused) {
  submission.documents.clear();

  EXPECT_THROW(stage().run(submission), pipeline::Error);
  EXPECT_FALSE(std::filesystem::exists(copy(Holder::unit)));
}

TEST_F(SignStage, WithAnExpiredKeyMakesNoCopy) {
  EXPECT_THROW(stage(std::chrono::hours(24 * 800)).run(submission), pipeline::Error);

  EXPECT_FALSE(std::filesystem::exists(copy(Holder::unit)));
}

#ifdef CHENGNUO_CRASH_POINTS

class SignStageCrash : public SignStage, public ::testing::WithParamInterface<const char*> {};

TEST_P(SignStageCrash, IsMadeGoodByTheNextRun) {
  EXPECT_EXIT(
      {
        ::setenv("CHENGNUO_CRASH_AT", GetParam(), 1);
        stage().run(submission);
      },
      ::testing::KilledBySignal(SIGKILL), "");
  for (const Holder holder : {Holder::unit, Holder::enterprise}) {
    if (!std::filesystem::exists(copy(holder))) continue;
    EXPECT_EQ(verdict(holder), Validity::valid);
  }

  stage().run(submission);

  for (const Holder holder : {Holder::unit, Holder::enterprise})
    EXPECT_EQ(verdict(holder), Validity::valid);
  const auto files = std::distance(std::filesystem::directory_iterator(work.made(submission.id)),
                                   std::filesystem::directory_iterator());
  EXPECT_EQ(files, 2);
}

INSTANTIATE_TEST_SUITE_P(At, SignStageCrash,
                         ::testing::Values("sign: copy written, not signed",
                                           "signing: before the signature",
                                           "signing: before the file gets its name",
                                           "sign: unit's copy signed", "sign: both copies signed"));

#endif

}  // namespace
}  // namespace chengnuo::signing::tests
