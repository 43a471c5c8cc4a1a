#include "signing/copy.h"

#include <gmock/gmock.h>

#include "pipeline/error.h"
#include "pipeline/file.h"
#include "signing/page_image.h"
#include "tests/signing/fixtures.h"

namespace chengnuo::signing::tests {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(Copy, GivesItsTextBackWhateverThePlane) {
  const TemporaryFolder folder;
  const auto copy = a_copy(folder.path());

  const Ran text = run("pdftotext " + copy.string() + " -");

  EXPECT_EQ(text.status, 0);
  EXPECT_THAT(text.output, HasSubstr("质量信誉承诺书"));
  EXPECT_THAT(text.output, HasSubstr("统一社会信用代码 91110000MA01ABCD2X"));
  EXPECT_THAT(text.output, HasSubstr("本企业自愿签署，2026年11月25日"));
  EXPECT_THAT(text.output, HasSubstr("法定代表人：𠮷田䶮 𪚥"));
  EXPECT_THAT(text.output, HasSubstr("第2页（共2页）"));
}

TEST(Copy, IsAWholePdf) {
  const TemporaryFolder folder;

  const Ran checked = run("qpdf --check " + a_copy(folder.path()).string());

  EXPECT_EQ(checked.status, 0) << checked.output;
  EXPECT_THAT(checked.output, HasSubstr("No syntax or stream encoding errors"));
}

TEST(Copy, CarriesTheScanByteForByte) {
  const TemporaryFolder folder;
  const auto copy = a_copy(folder.path());

  const Ran extracted = run("pdfimages -all " + copy.string() + " " + (folder / "image").string());

  ASSERT_EQ(extracted.status, 0) << extracted.output;
  EXPECT_EQ(pipeline::read_file(folder / "image-000.jpg"),
            pipeline::read_file(test_file("letter-grey.jpg")));
  // pdfimages packs a PNG anew; its compressed data must stand in the file as they were.
  const PageImage png = read_page_image(test_file("letter-bilevel.png"));
  const std::string data =
      pipeline::read_file(png.file).substr(png.data.front().offset, png.data.front().length);
  EXPECT_THAT(pipeline::read_file(copy), HasSubstr(data));
  EXPECT_EQ(read_page_image(folder / "image-001.png").width, png.width);
}

TEST(Copy, IsAsBigAsThePaper) {
  const TemporaryFolder folder;

  const Ran facts = run("pdfinfo -f 1 -l 2 " + a_copy(folder.path()).string());

  EXPECT_THAT(facts.output, HasSubstr("Page    1 size:  595.44 x 841.68 pts (A4)"));
  EXPECT_THAT(facts.output, HasSubstr("Page    2 size:  595.2 x 841.92 pts (A4)"));
}

TEST(Copy, TakesAPageOfUnknownResolutionForA4) {
  const TemporaryFolder folder;
  CopyContent content = a_letter();
  content.pages[0].dpi = 0;

  write_copy(content, folder / "copy.pdf");

  EXPECT_THAT(run("pdfinfo " + (folder / "copy.pdf").string()).output, HasSubstr("595.28 x"));
}

TEST(Copy, SaysTheSameInInformationAndXmp) {
  const TemporaryFolder folder;
  const auto copy = a_copy(folder.path()).string();

  const Ran facts = run("pdfinfo -isodates " + copy);
  const Ran xmp = run("pdfinfo -meta " + copy);

  EXPECT_THAT(facts.output, HasSubstr("Title:           质量信誉承诺书"));
  EXPECT_THAT(facts.output, HasSubstr("Author:          北京<某>机械&制造有限公司"));
  EXPECT_THAT(facts.output, HasSubstr("CreationDate:    2026-11-25T08:00:00Z"));
  EXPECT_THAT(xmp.output, HasSubstr("<rdf:li xml:lang=\"x-default\">质量信誉承诺书</rdf:li>"));
  EXPECT_THAT(xmp.output, HasSubstr("北京&lt;某&gt;机械&amp;制造有限公司"));
  EXPECT_THAT(xmp.output, HasSubstr("<xmp:CreateDate>2026-11-25T08:00:00Z</xmp:CreateDate>"));
  EXPECT_THAT(xmp.output, HasSubstr("组织单位存"));
}

TEST(Copy, IsTheSameFileForTheSameContent) {
  const TemporaryFolder folder;

  write_copy(a_letter(), folder / "1.pdf");
  write_copy(a_letter(), folder / "2.pdf");

  EXPECT_EQ(pipeline::read_file(folder / "1.pdf"), pipeline::read_file(folder / "2.pdf"));
}

TEST(Copy, DiffersByWhoKeepsIt) {
  const TemporaryFolder folder;
  CopyContent content = a_letter();
  write_copy(content, folder / "unit.pdf");
  content.metadata.holder = pipeline::Holder::enterprise;

  write_copy(content, folder / "enterprise.pdf");

  const std::string bytes = pipeline::read_file(folder / "enterprise.pdf");
  EXPECT_THAT(bytes, HasSubstr("企业存"));
  EXPECT_THAT(bytes, Not(HasSubstr("组织单位存")));
  EXPECT_THAT(bytes, HasSubstr(content.metadata.content_digest));
}

TEST(Copy, LeavesNothingBehindWhenAPageCannotBeCarried) {
  const TemporaryFolder folder;
  CopyContent content = a_letter();
  content.pages[1].image = test_file("transparent.png");

  EXPECT_THROW(write_copy(content, folder / "copy.pdf"), pipeline::Error);

  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(Copy, OfANameThatIsNoUtf8IsStillAWholePdf) {
  const TemporaryFolder folder;
  CopyContent content = a_letter();
  content.metadata.enterprise = "\xB1\xB1\xBE\xA9 company";
  content.pages[0].lines[0].text = "\xB1\xB1";

  write_copy(content, folder / "copy.pdf");

  EXPECT_EQ(run("qpdf --check " + (folder / "copy.pdf").string()).status, 0);
  EXPECT_THAT(run("pdfinfo " + (folder / "copy.pdf").string()).output, HasSubstr("company"));
}

TEST(Copy, WithoutPagesIsRefused) {
  const TemporaryFolder folder;
  CopyContent content = a_letter();
  content.pages.clear();

  EXPECT_THROW(write_copy(content, folder / "copy.pdf"), pipeline::Error);
}

TEST(ContentDigest, ChangesWithEachThingThatIsShown) {
  const auto pages = a_letter().pages;
  const std::string digest = content_digest(pages);

  auto other_text = pages;
  other_text[0].lines[0].text = "质量信誉承诺";
  auto other_place = pages;
  other_place[0].lines[0].box.x += 1;
  auto other_image = pages;
  other_image[0].image = test_file("letter-colour.jpg");
  auto fewer_pages = pages;
  fewer_pages.pop_back();

  for (const auto& other : {other_text, other_place, other_image, fewer_pages})
    EXPECT_NE(content_digest(other), digest);
  EXPECT_EQ(content_digest(pages), digest);
}

}  // namespace
}  // namespace chengnuo::signing::tests
