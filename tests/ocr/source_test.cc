#include "ocr/source.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pipeline/error.h"
#include "sheet.h"
#include "temporary_folder.h"

namespace chengnuo::ocr {
namespace {

using pipeline::ColourMode;
using testing::HasSubstr;

class Source : public testing::Test {
 protected:
  SourceFacts open(const std::string& name) { return open_source(file(name).get(), tools_); }
  Scan scan(const std::string& name, int page = 1) {
    return scan_of(file(name).get(), page, tools_);
  }

  /// What is said of a file that cannot be opened, or of its first page; empty if all is well.
  std::string refusal(const std::string& name) {
    try {
      open(name);
      scan(name);
      return {};
    } catch (const pipeline::Error& error) {
      EXPECT_EQ(error.remedy(), pipeline::Remedy::fix_document) << error.what();
      EXPECT_FALSE(error.advice().zh.empty());
      return error.message().en;
    }
  }

 private:
  static Descriptor file(const std::string& name) {
    return Descriptor(::open(scan_file(name).c_str(), O_RDONLY));
  }

  TemporaryFolder scratch_;
  PdfTools tools_{scratch_.path(), {.memory_mb = 1000, .cpu_seconds = 20, .file_mb = 100}, 20};
};

std::string notices(const std::vector<pipeline::Message>& messages) {
  std::string all;
  for (const auto& message : messages) all += message.en + "\n";
  return all;
}

TEST_F(Source, TakesTheScanOutOfAPdfAsItIs) {
  const Scan taken = scan("scan.pdf");

  EXPECT_EQ(taken.image.pixels.size(), cv::Size(248, 351));
  EXPECT_EQ(seen_on(taken.image.pixels), "red black blue white");
}

TEST_F(Source, TurnsAScanAsItsPageShowsIt) {
  const cv::Mat rotated = scan("scan-rotated.pdf").image.pixels;  // /Rotate 90: clockwise
  EXPECT_EQ(rotated.size(), cv::Size(351, 248));
  EXPECT_EQ(colour_at(rotated, 1 - 32 / 351.0, 52 / 248.0), "red");

  const cv::Mat laid_down =
      scan("scan-laid-down.pdf").image.pixels;  // by its content, the other way
  EXPECT_EQ(laid_down.size(), cv::Size(351, 248));
  EXPECT_EQ(colour_at(laid_down, 32 / 351.0, 1 - 52 / 248.0), "red");

  const cv::Mat upside_down = scan("two-pages.pdf", 2).image.pixels;
  EXPECT_EQ(colour_at(upside_down, 1 - 52 / 248.0, 1 - 32 / 351.0), "red");
}

TEST_F(Source, ReadsTheCompressionsOfScanners) {
  EXPECT_EQ(seen_on(scan("jpeg2000.pdf").image.pixels), "red black blue white");
  EXPECT_EQ(seen_on(scan("ccitt.pdf").image.pixels), "black black black white");
  EXPECT_EQ(seen_on(scan("jbig2.pdf").image.pixels), "black black black white");
  EXPECT_EQ(scan("ccitt.pdf").image.colour, ColourMode::bilevel);
  EXPECT_EQ(scan("jbig2.pdf").image.colour, ColourMode::bilevel);
}

TEST_F(Source, RendersAPageThatIsMoreThanAScan) {
  for (const char* name : {"typed-over.pdf", "half-a-page.pdf", "typed.pdf"}) {
    const Scan rendered = scan(name);

    EXPECT_EQ(rendered.image.dpi, 300) << name;
    EXPECT_NEAR(rendered.image.pixels.rows, 3510, 2) << name;
  }
}

TEST_F(Source, RendersAPageWithoutColourInGrey) {
  EXPECT_EQ(scan("typed.pdf").image.colour, ColourMode::grey);
  EXPECT_EQ(scan("typed-over.pdf").image.colour, ColourMode::colour);
}

TEST_F(Source, CountsPages) {
  EXPECT_EQ(open("two-pages.pdf").pages, 2);
  EXPECT_EQ(open("5000-pages.pdf").pages, 5000);
  EXPECT_EQ(open("three-pages.tif").pages, 3);
  EXPECT_EQ(open("colour.jpg").pages, 1);
}

TEST_F(Source, TellsOfContentThatActs) {
  EXPECT_THAT(notices(open("javascript.pdf").notices), HasSubstr("JavaScript"));
  EXPECT_THAT(notices(open("attachment.pdf").notices), HasSubstr("embedded files (1)"));
  EXPECT_EQ(notices(open("scan.pdf").notices), "");
}

TEST_F(Source, ReadsAPdfThatMayBeSeenButNotCopied) {
  EXPECT_EQ(seen_on(scan("no-copying.pdf").image.pixels), "red black blue white");
}

TEST_F(Source, RefusesWithAReasonWhatCannotBeRead) {
  EXPECT_THAT(refusal("password.pdf"), HasSubstr("without a password"));
  EXPECT_THAT(refusal("cut-off.pdf"), HasSubstr("its end is missing"));
  EXPECT_THAT(refusal("cut-off.tif"), HasSubstr("cut off or damaged"));
  EXPECT_THAT(refusal("cut-off.jpg"), HasSubstr("cut off or damaged"));
  EXPECT_THAT(refusal("damaged-image.pdf"), HasSubstr("cut off or damaged"));
  EXPECT_THAT(refusal("bomb.png"), HasSubstr("too large"));
  EXPECT_THAT(refusal("one-pixel.jpg"), HasSubstr("too small"));
}

TEST_F(Source, NotesAResolutionAtWhichNothingCanBeRead) {
  const Scan coarse = scan("10-dpi.pdf");

  EXPECT_THAT(notices(coarse.notices), HasSubstr("too low (83×117 pixels)"));
  EXPECT_EQ(notices(scan("blank.pdf").notices), "");
}

TEST_F(Source, ShowsAPageOfOnePixel) {
  EXPECT_EQ(colour_at(scan("one-pixel.pdf").image.pixels, 0.5, 0.5), "black");
}

std::string told_about(std::string_view bytes) {
  try {
    kind_of(bytes);
    return {};
  } catch (const pipeline::Error& error) {
    EXPECT_EQ(error.remedy(), pipeline::Remedy::fix_document);
    EXPECT_FALSE(error.advice().zh.empty());
    return error.message().zh;
  }
}

TEST(KindOf, GoesByTheBytes) {
  EXPECT_EQ(kind_of("%PDF-1.4\n"), FileKind::pdf);
  EXPECT_EQ(kind_of("junk before it\n%PDF-1.4\n"), FileKind::pdf);
  EXPECT_EQ(kind_of("\xff\xd8\xff\xe0"), FileKind::jpeg);
  EXPECT_EQ(kind_of("\x89PNG\r\n\x1a\n"), FileKind::png);
  EXPECT_EQ(kind_of(std::string_view("MM\0*", 4)), FileKind::tiff);
}

TEST(KindOf, TellsTheClerkWhatWasHandedInInstead) {
  const std::string zip("PK\x03\x04", 4);
  EXPECT_THAT(told_about(""), HasSubstr("空的"));
  EXPECT_THAT(told_about("质量信誉承诺书\n本企业承诺……\n"), HasSubstr("文本"));
  EXPECT_THAT(told_about("\xd6\xca\xc1\xbf\xd0\xc5\xd3\xfe\n"), HasSubstr("文本"));  // GB 18030
  EXPECT_THAT(told_about("<html>\n"), HasSubstr("网页"));
  EXPECT_THAT(told_about(zip + "....[Content_Types].xml"), HasSubstr("Office"));
  EXPECT_THAT(told_about(zip + "....OFD.xml"), HasSubstr("OFD"));
  EXPECT_THAT(told_about(zip + "....a.jpg"), HasSubstr("压缩包"));
  EXPECT_THAT(told_about(std::string("\0\0\0\x18", 4) + "ftypheic"), HasSubstr("HEIC"));
  EXPECT_THAT(told_about(std::string("GIF89a\0\0", 8)), HasSubstr("GIF"));
  EXPECT_THAT(told_about(std::string("\0\1\2\3", 4)), HasSubstr("无法识别文件类型"));
}

}  // namespace
}  // namespace chengnuo::ocr
