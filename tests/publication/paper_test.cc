#include "publication/paper.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>

#include "fixtures.h"
#include "pipeline/error.h"
#include "pipeline/file.h"
#include "pipeline/json.h"
#include "publication/official_papers.h"

/// Fontconfig and Cairo keep what they know about fonts until the process ends.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
  return "leak:libfontconfig\nleak:libcairo\nleak:libpango\n";
}

namespace chengnuo::publication {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// What a program prints.
std::string output_of(const std::string& command) {
  std::string out;
  FILE* pipe = popen(command.c_str(), "r");
  char buffer[4096];
  for (std::size_t n = 0; (n = fread(buffer, 1, sizeof buffer, pipe)) > 0;) out.append(buffer, n);
  pclose(pipe);
  return out;
}

class PaperTest : public testing::Test {
 protected:
  std::string text_of(const Paper& paper) {
    write_pdf(file_, paper);
    std::string text = output_of("pdftotext -raw '" + file_.string() + "' -");
    std::erase(text, '\n');
    return text;
  }
  static Letterhead head() {
    return {"某省工业协会", "某工协〔2025〕3号", "中国工业企业质量信誉承诺活动", "025-12345678",
            pipeline::from_rfc3339("2025-12-01T02:00:00Z")};
  }
  static Complaint grave_case() {
    Complaint complaint;
    complaint.id = "T2025-0001";
    complaint.content = "张三丰反映水泵爆裂。";
    complaint.complainant = {"张三丰", "13912345678"};
    complaint.forwarded_to = Investigator::organiser;
    complaint.statement = "承认部分事实。";
    complaint.finding = Finding{true, Nature::vile, Influence::grave, "造成人身伤害。"};
    complaint.opinion = "以次充好，造成用户受伤。";
    return complaint;
  }

  TemporaryFolder folder_;
  std::filesystem::path file_ = folder_.path() / "paper.pdf";
};

TEST_F(PaperTest, ADelistingNoticeSaysAllThatItMustAndNotWhoComplained) {
  const std::string text = text_of(delisting_notice(
      head(),
      {"江苏恒润机械制造有限公司", "91440400192548256N", "J001-0001", "2025-11-03", "P100001"},
      grave_case()));
  for (const char* part :
       {"某省工业协会文件", "某工协〔2025〕3号", "江苏恒润机械制造有限公司：",
        "以次充好，造成用户受伤", "承认部分事实", "性质恶劣，影响严重", "造成人身伤害",
        "工信部科[2011]366号", "除名", "申诉", "2025年12月1日", "— 1 —"})
    EXPECT_THAT(text, HasSubstr(part));
  EXPECT_THAT(text, AllOf(Not(HasSubstr("张三丰")), Not(HasSubstr("13912345678"))));
}

TEST_F(PaperTest, IsA4WithEmbeddedFontsAndTheSameBytesEachTime) {
  const Paper paper = hearing_letter(
      head(), {"T2025-0001", "江苏恒润", "水泵爆裂。", std::chrono::year(2025) / 12 / 8});
  write_pdf(file_, paper);
  const std::string once = pipeline::read_file(file_);
  write_pdf(file_, paper);
  EXPECT_EQ(pipeline::read_file(file_), once);
  EXPECT_THAT(output_of("pdfinfo '" + file_.string() + "'"), HasSubstr("(A4)"));
  EXPECT_THAT(output_of("pdffonts '" + file_.string() + "' | tail -n +3"), Not(HasSubstr(" no ")));
}

TEST_F(PaperTest, ALongTableRepeatsItsHeadOnEachPageAndLosesNoRow) {
  std::vector<std::vector<std::string>> rows;
  for (int i = 0; i < 60; ++i)
    rows.push_back({"第" + std::to_string(i) + "家机械制造有限公司", "91440400192548256N", "周立民",
                    "江苏省无锡市滨湖区人民路1号", "水泵", "2025-11-03"});
  const std::string text = text_of(enterprise_table(head(), rows));
  std::size_t heads = 0;
  for (auto at = text.find("统一社会信用代码"); at != std::string::npos;
       at = text.find("统一社会信用代码", at + 1))
    ++heads;
  EXPECT_GT(heads, 2U);
  for (int i = 0; i < 60; ++i)
    EXPECT_THAT(text, HasSubstr("第" + std::to_string(i) + "家机械制造有限公司"));
}

TEST_F(PaperTest, KeepsRareCharacters) {
  Paper paper;
  paper.blocks = {{PaperBlock::Kind::text, "䶮𬭎𠮷"}};
  EXPECT_THAT(text_of(paper), HasSubstr("䶮𬭎𠮷"));
}

TEST_F(PaperTest, ThatCannotBeWrittenSaysSo) {
  EXPECT_THROW(write_pdf("/nowhere/a.pdf", {}), pipeline::Error);
}

}  // namespace
}  // namespace chengnuo::publication
