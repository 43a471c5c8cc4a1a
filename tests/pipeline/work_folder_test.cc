#include "pipeline/work_folder.h"

#include <gtest/gtest.h>

#include "pipeline/file.h"
#include "tests/pipeline/temporary_folder.h"

namespace chengnuo::pipeline {
namespace {

TEST(WorkFolder, NamesPagesInTheOrderOfAListing) {
  const WorkFolder work("/w");
  EXPECT_EQ(work.page_facts("ab", 7), "/w/read/ab/p0007.json");
  EXPECT_EQ(work.page_facts("ab", 12345), "/w/read/ab/p12345.json");
  EXPECT_EQ(work.marked_page("S1", 3), "/w/made/S1/marked-p0003.png");
}

TEST(WorkFolder, FindsTheImageThatWasWritten) {
  const tests::TemporaryFolder folder;
  const WorkFolder work(folder.path());
  write_durably(work.page_image("ab", 1, ColourMode::bilevel), "");
  write_durably(work.page_image("ab", 2, ColourMode::grey), "");

  EXPECT_EQ(work.page_image("ab", 1).extension(), ".png");
  EXPECT_EQ(work.page_image("ab", 2).extension(), ".jpg");
  EXPECT_TRUE(std::filesystem::exists(work.page_image("ab", 2)));
}

}  // namespace
}  // namespace chengnuo::pipeline
