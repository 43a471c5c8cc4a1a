// PP-OCR in the locked-up reader process: OpenVINO must not need what the sandbox forbids.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ocr/reader_pool.h"
#include "pipeline/text.h"
#include "sheet.h"
#include "temporary_folder.h"

namespace chengnuo::ocr {
namespace {

TEST(PpocrReader, ReadsAScannedPdfInTheSandbox) {
  const TemporaryFolder folder;
  ReaderSettings settings;
  settings.reader = CHENGNUO_BIN_DIR "/chengnuo-reader";
  settings.processes = 1;
  settings.engine = "ppocr";
  settings.models = CHENGNUO_TEST_MODELS;
  ReaderPool pool(settings);

  const auto pages = pool.read(scan_file("letter.pdf"), folder / "letter");

  ASSERT_EQ(pages.size(), 1U);
  std::string text;
  for (const auto& line : pages[0].lines) text += line.text;
  EXPECT_THAT(pipeline::without_blanks(text), testing::HasSubstr("接受社会各界监督"));
  for (const auto& line : pages[0].lines) {
    ASSERT_FALSE(line.readings.empty());
    EXPECT_EQ(line.readings.front().engine, "ppocr");
  }
}

}  // namespace
}  // namespace chengnuo::ocr
