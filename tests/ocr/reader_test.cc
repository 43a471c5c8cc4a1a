// chengnuo-reader itself, with Tesseract, through the pool.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ocr/reader_pool.h"
#include "pipeline/error.h"
#include "pipeline/file.h"
#include "pipeline/text.h"
#include "pipeline/work_folder.h"
#include "sheet.h"
#include "temporary_folder.h"

namespace chengnuo::ocr {
namespace {

using testing::HasSubstr;

class Reader : public testing::Test {
 protected:
  std::vector<pipeline::Page> read(const std::string& name, ReaderSettings settings = {}) {
    settings.reader = CHENGNUO_BIN_DIR "/chengnuo-reader";
    settings.processes = 1;
    settings.page_limit = std::chrono::minutes(4);  // sanitizers on a busy machine
    if (settings.engine == "auto") settings.engine = "tesseract";
    ReaderPool pool(settings);
    return pool.read(scan_file(name), folder_ / name);
  }
  pipeline::ReadingFolder folder(const std::string& name) {
    return pipeline::ReadingFolder(folder_ / name);
  }

 private:
  TemporaryFolder folder_;
};

std::string text_of(const pipeline::Page& page) {
  std::string text;
  for (const auto& line : page.lines) text += line.text;
  return pipeline::without_blanks(text);
}

TEST_F(Reader, ReadsAScannedPdf) {
  const auto pages = read("letter.pdf");

  ASSERT_EQ(pages.size(), 1U);
  EXPECT_THAT(text_of(pages[0]), HasSubstr("接受社会各界监督"));
  EXPECT_EQ(pages[0].dpi, 150);
  EXPECT_TRUE(std::filesystem::exists(folder("letter.pdf").page_image(1)));
}

TEST_F(Reader, FindsABlankPageBlank) {
  const auto pages = read("blank.pdf");

  EXPECT_EQ(text_of(pages.at(0)), "");
  EXPECT_FALSE(pages.at(0).unreadable);
}

TEST_F(Reader, KeepsAColourPageInColour) {
  const auto pages = read("typed-over.pdf");

  EXPECT_EQ(pages.at(0).colour, pipeline::ColourMode::colour);
  EXPECT_TRUE(pipeline::read_file(folder("typed-over.pdf").page_image(1)).starts_with("\xff\xd8"));
}

TEST_F(Reader, KeepsABilevelPageBilevel) {
  const auto pages = read("bilevel.png");

  EXPECT_EQ(pages.at(0).colour, pipeline::ColourMode::bilevel);
  EXPECT_TRUE(pipeline::read_file(folder("bilevel.png").page_image(1)).starts_with("\x89PNG"));
}

TEST_F(Reader, ReadsAPdfWithAScriptAndLeavesItToAPerson) {
  const auto pages = read("javascript.pdf");

  EXPECT_FALSE(pages.at(0).unreadable);
  EXPECT_THAT(pages.at(0).notices.at(0).zh, HasSubstr("JavaScript"));
}

TEST_F(Reader, SurvivesAPageOfOnePixelThatFillsThePage) {
  EXPECT_FALSE(read("one-pixel.pdf").at(0).unreadable);
}

TEST_F(Reader, RefusesAFileOf5000Pages) {
  try {
    read("5000-pages.pdf");
    FAIL();
  } catch (const pipeline::Error& error) {
    EXPECT_EQ(error.remedy(), pipeline::Remedy::fix_document);
    EXPECT_THAT(error.message().zh, HasSubstr("5000 页"));
    EXPECT_EQ(error.file(), scan_file("5000-pages.pdf"));
  }
}

TEST_F(Reader, RefusesAPdfWithAPassword) {
  try {
    read("password.pdf");
    FAIL();
  } catch (const pipeline::Error& error) {
    EXPECT_EQ(error.remedy(), pipeline::Remedy::fix_document);
    EXPECT_THAT(error.message().zh, HasSubstr("密码"));
  }
}

TEST_F(Reader, TellsTheAdministratorThatLanguageDataIsMissing) {
  ReaderSettings settings;
  settings.tessdata = "/nonexistent";
  try {
    read("letter.pdf", settings);
    FAIL();
  } catch (const pipeline::Error& error) {
    EXPECT_EQ(error.remedy(), pipeline::Remedy::fix_setup);
    EXPECT_THAT(error.message().zh, HasSubstr("chi_sim"));
  }
}

}  // namespace
}  // namespace chengnuo::ocr
