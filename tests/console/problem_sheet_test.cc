// A clerk who never opens the page finds what is wrong beside the scans, and it goes once it is
// put right.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "home_with_papers.h"
#include "pipeline/file.h"

namespace chengnuo::console {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> pending(const HomeWithPapers& papers) {
  std::vector<fs::path> files;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(papers.home().inbox() / "待处理", none))
    files.push_back(entry.path());
  return files;
}

TEST(ProblemSheet, LiesInThePendingFolderWhileAPersonIsNeededAndGoesWithTheApproval) {
  HomeWithPapers papers;
  papers.home().configure("checking", "least_confidence = 1.0");
  papers.run_once();
  std::string text;
  bool marked = false;
  for (const fs::path& file : pending(papers)) {
    if (file.extension() == ".txt") text += pipeline::read_file(file);
    marked = marked || file.extension() == ".png";
  }
  EXPECT_THAT(text, testing::HasSubstr("广西长城精密仪器有限公司"));
  EXPECT_THAT(text, testing::HasSubstr("处理："));
  EXPECT_TRUE(marked);

  papers.approve();
  papers.run_once();
  EXPECT_TRUE(pending(papers).empty());
}

}  // namespace
}  // namespace chengnuo::console
