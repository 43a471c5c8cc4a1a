// What a clerk puts right is kept beside what was read, and the enterprise is told what to put
// right.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "home_with_papers.h"
#include "pipeline/file.h"

namespace chengnuo::console {
namespace {

namespace fs = std::filesystem;

/// Papers that a person must see, since the house takes nothing for certain.
class CorrectionLoop : public testing::Test {
 protected:
  CorrectionLoop() {
    papers.home().configure("checking", "least_confidence = 1.0");
    papers.run_once();
    id = papers.home().submissions().at(0).at("id");
  }
  nlohmann::json status() const { return papers.home().submissions().at(0); }

  HomeWithPapers papers;
  std::string id;
};

TEST_F(CorrectionLoop, ExportsWhatWasReadBesideWhatThePaperSays) {
  const auto& home = papers.home();
  const fs::path out = home.path() / "pairs.jsonl";
  ASSERT_EQ(home.command({"review", "correct", id, "form.contact=欧阳明"}).exit, 0);
  ASSERT_EQ(home.command({"review", "export", "-o", out.string()}).exit, 0);

  std::istringstream lines(pipeline::read_file(out));
  std::string line;
  ASSERT_TRUE(std::getline(lines, line));
  const auto pair = nlohmann::json::parse(line);
  EXPECT_EQ(pair.at("field"), "form.contact");
  EXPECT_EQ(pair.at("says"), "欧阳明");
  EXPECT_NE(pair.at("read"), "欧阳明");
  EXPECT_EQ(pair.at("template"), "form");
  EXPECT_EQ(pair.at("page"), 1);
  EXPECT_EQ(pair.at("drop").get<std::string>().size(), 64U);
  EXPECT_FALSE(std::getline(lines, line)) << "there was one correction";
}

TEST_F(CorrectionLoop, ExportsNothingThatWasChangedBack) {
  const auto& home = papers.home();
  const fs::path out = home.path() / "pairs.jsonl";
  home.command({"review", "correct", id, "form.contact=欧阳明"});
  papers.run_once();
  ASSERT_EQ(home.command({"review", "undo", id}).exit, 0);
  home.command({"review", "export", "-o", out.string()});

  EXPECT_EQ(pipeline::read_file(out), "");
}

TEST_F(CorrectionLoop, PrintsWhatTheEnterpriseMustPutRight) {
  const fs::path out = papers.home().path() / "补正.pdf";

  const Ended made = papers.home().command({"papers", "correction", id, "-o", out.string()});

  ASSERT_EQ(made.exit, 0) << made.err;
  EXPECT_EQ(pipeline::read_file(out).substr(0, 5), "%PDF-");
  const Ended text = run({"pdftotext", out.string(), "-"});
  EXPECT_THAT(text.out, testing::HasSubstr("缺项补正通知书"));
  EXPECT_THAT(text.out, testing::HasSubstr(id));
  EXPECT_THAT(text.out, testing::HasSubstr("红框"));
  const Ended images = run({"pdfimages", "-list", out.string()});
  EXPECT_THAT(images.out, testing::HasSubstr("image")) << "the page with its gaps";
}

}  // namespace
}  // namespace chengnuo::console
