#include "archive/words.h"

#include <gtest/gtest.h>

#include "archive/page_text.h"
#include "pipeline/text.h"

namespace chengnuo::archive {
namespace {

std::string indexed(const std::string& text) {
  return index_line(words_of(pipeline::code_points(text)));
}

PageText page(std::vector<std::string> lines) {
  PageText page{3, {}};
  for (std::string& line : lines) {
    page.lines.push_back({std::move(line), {10, 20 * static_cast<int>(page.lines.size()), 5, 5}});
  }
  return page;
}

TEST(Words, AreHanCharactersAndRunsOfLettersAndDigits) {
  EXPECT_EQ(indexed("质量，信誉 ISO9001！"), "u8d28 u91cf u4fe1 u8a89 iso9001");
}

TEST(Words, AreTheSameWhateverTheirWidth) {
  EXPECT_EQ(indexed("ＧＢ／Ｔ　１９００１"), indexed("gb/t 19001"));
  EXPECT_EQ(indexed("（甲）公司"), indexed("(甲)公司"));
}

TEST(Words, KnowRareCharacters) { EXPECT_EQ(indexed("\U0002CB4E䶮"), "u2cb4e u4dae"); }

TEST(FindOnPage, ShowsTheTextAroundAndTheLine) {
  const auto hit =
      find_on_page(page({"质量信誉承诺书", "我们郑重承诺：质量是企业的生命。"}), "质量是企业");

  ASSERT_TRUE(hit);
  EXPECT_EQ(hit->page, 3);
  EXPECT_EQ(hit->snippet, "质量信誉承诺书我们郑重承诺：【质量是企业】的生命。");
  EXPECT_EQ(hit->box.y, 20);
}

TEST(FindOnPage, ReadsOnFromOneLineToTheNext) {
  const auto hit = find_on_page(page({"严格遵守法律、", "法规和标准"}), "法律法规");

  ASSERT_TRUE(hit);
  EXPECT_EQ(hit->snippet, "严格遵守【法律、法规】和标准");
  EXPECT_EQ(hit->box.y, 0);
}

TEST(FindOnPage, FindsNothingThatIsNotThere) {
  EXPECT_FALSE(find_on_page(page({"质量"}), "信誉"));
  EXPECT_FALSE(find_on_page(page({}), "信"));
}

}  // namespace
}  // namespace chengnuo::archive
