#include "ocr/read_stage.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pipeline/error.h"
#include "pipeline/file.h"
#include "temporary_folder.h"

namespace chengnuo::ocr {
namespace {

using testing::HasSubstr;

class ReadStage : public testing::Test {
 protected:
  pipeline::Outcome run(pipeline::Submission& submission) {
    return read_stage(pool_, work_).run(submission);
  }

  /// A submission with one drop for each script (failing_reader.cc); the drops are "a", "b", …
  pipeline::Submission submission(const std::vector<std::string>& scripts) {
    pipeline::Submission result;
    for (const std::string& script : scripts) {
      pipeline::Drop drop;
      drop.sha256 = std::string(1, static_cast<char>('a' + result.drops.size()));
      drop.name = "扫描" + drop.sha256 + ".pdf";
      pipeline::write_durably(work_.drop(drop.sha256), script);
      result.drops.push_back(drop);
    }
    return result;
  }

 private:
  TemporaryFolder folder_;
  pipeline::WorkFolder work_{folder_.path()};
  ReaderPool pool_{{.reader = CHENGNUO_BIN_DIR "/ocr_failing_reader", .processes = 1}};
};

std::string pages_of(const pipeline::Submission& submission) {
  std::string text;
  for (const auto& page : submission.pages) text += page.drop + std::to_string(page.number) + " ";
  return text;
}

TEST_F(ReadStage, ListsThePagesOfAllDropsInOrder) {
  auto papers = submission({"good\ngood\n", "good\n"});

  const auto outcome = run(papers);

  EXPECT_EQ(pages_of(papers), "a1 a2 b1 ");
  EXPECT_TRUE(outcome.holds.empty());
}

TEST_F(ReadStage, ComesToTheSameWhenItIsRunTwice) {
  auto papers = submission({"good\ncrash\n"});

  run(papers);
  run(papers);

  EXPECT_EQ(pages_of(papers), "a1 a2 ");
}

TEST_F(ReadStage, GoesOnWhenAPageIsSetAside) {
  auto papers = submission({"good\ncrash\n"});

  EXPECT_TRUE(run(papers).holds.empty());
}

TEST_F(ReadStage, HoldsForAClerkWhatHasNoReadablePage) {
  auto papers = submission({"crash\n"});

  const auto outcome = run(papers);

  ASSERT_EQ(outcome.holds.size(), 1U);
  EXPECT_EQ(outcome.holds[0].for_whom, pipeline::HoldFor::clerk);
  EXPECT_THAT(outcome.holds[0].reason.zh, HasSubstr("两次中断"));
}

TEST_F(ReadStage, NamesTheFileThatIsAtFault) {
  auto papers = submission({"good\n", "damaged\n"});

  try {
    run(papers);
    FAIL();
  } catch (const pipeline::Error& error) {
    EXPECT_EQ(error.remedy(), pipeline::Remedy::fix_document);
    EXPECT_THAT(error.message().zh, HasSubstr("扫描b.pdf"));
  }
}

}  // namespace
}  // namespace chengnuo::ocr
