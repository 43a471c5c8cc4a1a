#include "templates/sort.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/templates/papers.h"

namespace chengnuo::templates {
namespace {

using pipeline::Page;
using testing::ElementsAre;

const Catalogue& catalogue() {
  static const Catalogue shipped(std::filesystem::path(CHENGNUO_SOURCE_DIR) / "templates/xml");
  return shipped;
}

/// "form:1 letter:2,3", with "?" for a paper known without its title and "other" for none.
std::string sorted(const std::vector<Page>& pages) {
  std::string text;
  for (const SortedDocument& document : sort_pages(catalogue(), "any", pages)) {
    if (!text.empty()) text += " ";
    text += document.of == nullptr ? "other" : document.of->id;
    if (document.of != nullptr && !document.titled) text += "?";
    std::string pages_of = ":";
    for (const int page : document.pages)
      pages_of += (pages_of == ":" ? "" : ",") + std::to_string(page);
    text += pages_of;
  }
  return text;
}

Page blank() {
  Page page;
  page.blank = true;
  return page;
}

/// The page after `count` lines of body, as of a letter that goes on overleaf.
std::vector<Page> broken_letter(std::size_t lines_on_first) {
  LetterPaper first;
  LetterPaper second;
  second.title = "";
  second.body.assign(first.body.begin() + static_cast<long>(lines_on_first), first.body.end());
  first.body.resize(lines_on_first);
  first.name_label = first.name = first.representative_label = first.representative = "";
  first.date_label = first.date = first.seal = "";
  first.signature = false;
  return {first.draw(1), second.draw(2)};
}

std::string form_titled(const std::string& title) {
  FormPaper paper;
  paper.title = title;
  return sorted({paper.draw()});
}

std::string letter_titled(const std::string& title) {
  LetterPaper paper;
  paper.title = title;
  return sorted({paper.draw()});
}

TEST(Sort, KnowsTheFormByAllItsNames) {
  EXPECT_EQ(form_titled("质量信誉承诺企业申请表"), "form:1");
  EXPECT_EQ(form_titled("质量承诺活动申请表"), "form:1");
  EXPECT_EQ(form_titled("《质量承诺申请表》"), "form:1");
  EXPECT_EQ(form_titled("附件2 质量信誉承诺企业申请表"), "form:1");
}

TEST(Sort, KnowsMisreadTitles) {
  EXPECT_EQ(form_titled("质量信誉承诺企业申清表"), "form:1");
  EXPECT_EQ(letter_titled("质量信普承诺书"), "letter:1");
  EXPECT_EQ(letter_titled("质 量 信 誉 承 诺 书"), "letter:1");
}

TEST(Sort, KnowsTheTitleOfTheNoticesOwnLetter) {
  EXPECT_EQ(letter_titled("首批“中国工业企业质量信誉承诺”企业的质量信誉承诺书"), "letter:1");
}

TEST(Sort, KnowsPapersByWhatStandsOnThem) {
  EXPECT_EQ(form_titled("＃＃＃"), "form?:1");
  EXPECT_EQ(letter_titled("＃＃＃"), "letter?:1");
}

TEST(Sort, FindsFormAndLetterInOneFile) {
  EXPECT_EQ(sorted({FormPaper{}.draw(1), LetterPaper{}.draw(2)}), "form:1 letter:2");
  EXPECT_EQ(sorted({LetterPaper{}.draw(1), FormPaper{}.draw(2)}), "letter:1 form:2");
}

TEST(Sort, LeavesBlankBacksOut) {
  EXPECT_EQ(sorted({FormPaper{}.draw(1), blank(), LetterPaper{}.draw(3), blank()}),
            "form:1 letter:3");
}

TEST(Sort, GoesOnWithALetterOverleaf) { EXPECT_EQ(sorted(broken_letter(5)), "letter:1,2"); }

TEST(Sort, FindsTwoCopiesOfOneLetter) {
  EXPECT_EQ(sorted({LetterPaper{}.draw(1), LetterPaper{}.draw(2)}), "letter:1 letter:2");
}

TEST(Sort, DoesNotTakeAnEnclosureForAPartOfTheLetter) {
  Page licence;
  licence.width = 1654;
  licence.height = 2339;
  pipeline::Line line;
  line.text = "营业执照";
  line.box = {600, 200, 400, 60};
  licence.lines.push_back(line);

  EXPECT_EQ(sorted({LetterPaper{}.draw(1), licence}), "letter:1 other:2");
}

TEST(Sort, DoesNotTakeASentenceForATitle) {
  Page page;
  page.width = 1654;
  page.height = 2339;
  pipeline::Line line;
  line.text = "各企业：现将质量信誉承诺书发给你们，请签署。";
  line.box = {200, 200, 900, 40};
  page.lines.push_back(line);

  EXPECT_EQ(sorted({page}), "other:1");
}

TEST(Sort, DoesNotTakeALongLineForALongTitle) {
  Page page = LetterPaper{}.draw();
  page.lines[0].text = "＃＃＃";
  page.lines[2].text = "我公司参加中国工业企业质量信誉承诺活动。";

  EXPECT_EQ(sorted({page}), "letter?:1");
}

TEST(Sort, GivesNothingForNoPages) { EXPECT_EQ(sorted({}), ""); }

}  // namespace
}  // namespace chengnuo::templates
