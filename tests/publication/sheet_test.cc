#include "publication/sheet.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>

#include "fixtures.h"
#include "pipeline/error.h"
#include "pipeline/file.h"
#include "publication/region.h"
#include "publication/statistics.h"

namespace chengnuo::publication {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const Sheet kSheet{"表",
                   {{"企业名称", Sheet::Kind::text, 20},
                    {"代码", Sheet::Kind::text, 20},
                    {"数", Sheet::Kind::number, 8}},
                   {{"=HYPERLINK(\"http://x\")", "911101066976941872", "3"},
                    {"引号\"和,逗号", "91440400192548256N", "4"}}};

TEST(Csv, IsUtf8WithAMarkAndNeitherFormulasNorLongNumbersChangeInExcel) {
  const TemporaryFolder folder;
  write_csv(folder.path() / "a.csv", kSheet);
  EXPECT_EQ(pipeline::read_file(folder.path() / "a.csv"),
            "\xEF\xBB\xBF\"企业名称\",\"代码\",\"数\"\r\n"
            "\"\t=HYPERLINK(\"\"http://x\"\")\",\"\t911101066976941872\",\"3\"\r\n"
            "\"引号\"\"和,逗号\",\"91440400192548256N\",\"4\"\r\n");
}

TEST(Csv, GuardsEverySignThatBeginsAFormula) {
  for (const char* text : {"=1", "+1", "-1", "@x", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠x"})
    EXPECT_THAT(csv_text({"", {{"头"}}, {{text}}}), HasSubstr("\"\t" + std::string(text) + "\""));
  EXPECT_THAT(csv_text({"", {{"头"}}, {{"江苏=恒润"}}}), HasSubstr("\"江苏=恒润\""));
}

TEST(Xlsx, KeepsTextAsTextAndNumbersAsNumbers) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "a.xlsx";
  write_xlsx(file, {kSheet});
  std::string inside;
  FILE* pipe = popen(("python3 -c \"import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); "
                      "[sys.stdout.buffer.write(z.read(n)) for n in z.namelist()]\" '" +
                      file.string() + "'")
                         .c_str(),
                     "r");
  char buffer[4096];
  for (std::size_t n = 0; (n = fread(buffer, 1, sizeof buffer, pipe)) > 0;)
    inside.append(buffer, n);
  pclose(pipe);
  EXPECT_THAT(inside, AllOf(HasSubstr("911101066976941872"), HasSubstr("=HYPERLINK"),
                            Not(HasSubstr("<f>")), HasSubstr("<v>4</v>"),
                            HasSubstr("state=\"frozen\""), HasSubstr("<autoFilter")));
}

TEST(Xlsx, ThatCannotBeWrittenSaysSo) {
  EXPECT_THROW(write_xlsx("/nowhere/a.xlsx", {kSheet}), pipeline::Error);
}

TEST(Statistics, CountByRegionIndustryAndMonthWithASum) {
  const std::vector<StatisticsCase> cases{
      {"江苏", "机械", 3, 0, false}, {"北京", "电器", 3, 2, true}, {"江苏", "", 12, 1, false}};
  const Sheet regions = statistics_sheet("按地区", "地区", by_region(cases));
  ASSERT_EQ(regions.rows.size(), 3U);
  EXPECT_EQ(regions.rows[0], (std::vector<std::string>{"北京", "1", "1", "2", "1"}));
  EXPECT_EQ(regions.rows[2], (std::vector<std::string>{"合计", "3", "2", "3", "1"}));
  EXPECT_EQ(by_month(cases).size(), 12U);
  EXPECT_EQ(by_month(cases)[2].second.committed, 2);
  EXPECT_EQ(by_industry(cases).back().second.committed, 1);
}

TEST(Statistics, ChartsAreSvgWithNamesEscaped) {
  const auto svg = bar_chart("图<1>", {{"a&b", {2, 0, 0, 0}}}, &StatisticsCount::committed);
  EXPECT_THAT(svg, AllOf(HasSubstr("图&lt;1&gt;"), HasSubstr("a&amp;b"), HasSubstr(">2</text>")));
}

TEST(Region, IsReadFromNewAndOldNumbers) {
  EXPECT_EQ(region_of("91440400192548256N"), "广东");
  EXPECT_EQ(region_of("110108000000016"), "北京");
  EXPECT_EQ(region_of("19254825-6"), "其他");
}

}  // namespace
}  // namespace chengnuo::publication
