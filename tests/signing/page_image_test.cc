#include "signing/page_image.h"

#include <gmock/gmock.h>

#include "pipeline/error.h"
#include "pipeline/file.h"
#include "tests/signing/fixtures.h"

namespace chengnuo::signing::tests {
namespace {

void expect_refused(const std::filesystem::path& file, const std::string& why) {
  try {
    read_page_image(file);
    FAIL() << "not refused";
  } catch (const pipeline::Error& error) {
    EXPECT_EQ(error.remedy(), pipeline::Remedy::fix_document);
    EXPECT_THAT(error.message().en, ::testing::HasSubstr(why));
  }
}

TEST(PageImage, KnowsAColourJpeg) {
  const PageImage image = read_page_image(test_file("letter-colour.jpg"));

  EXPECT_EQ(image.coding, PageImage::Coding::jpeg);
  EXPECT_EQ(image.width, 827);
  EXPECT_EQ(image.height, 1169);
  EXPECT_EQ(image.components, 3);
}

TEST(PageImage, KnowsABilevelPng) {
  const PageImage image = read_page_image(test_file("letter-bilevel.png"));

  EXPECT_EQ(image.coding, PageImage::Coding::png);
  EXPECT_EQ(image.width, 1240);
  EXPECT_EQ(image.bits, 1);
  EXPECT_EQ(image.components, 1);
}

TEST(PageImage, RefusesTransparency) {
  expect_refused(test_file("transparent.png"), "alpha channel");
}

TEST(PageImage, RefusesAFileThatIsCutOff) {
  const TemporaryFolder folder;
  for (const std::string name : {"letter-colour.jpg", "letter-bilevel.png"}) {
    const std::string whole = pipeline::read_file(test_file(name));
    for (const std::size_t size :
         {std::size_t{3}, std::size_t{30}, whole.size() / 2, whole.size() - 9}) {
      pipeline::write_durably(folder / name, whole.substr(0, size));
      EXPECT_THROW(read_page_image(folder / name), pipeline::Error) << name << ' ' << size;
    }
  }
}

TEST(PageImage, RefusesOtherFormats) {
  const TemporaryFolder folder;
  pipeline::write_durably(folder / "page.gif", "GIF89a");

  expect_refused(folder / "page.gif", "neither JPEG nor PNG");
}

TEST(PageImage, RefusesACmykJpeg) {
  const TemporaryFolder folder;
  std::string bytes = pipeline::read_file(test_file("letter-colour.jpg"));
  bytes[bytes.find("\xFF\xC0") + 9] = 4;
  pipeline::write_durably(folder / "page.jpg", bytes);

  expect_refused(folder / "page.jpg", "not CMYK");
}

}  // namespace
}  // namespace chengnuo::signing::tests
