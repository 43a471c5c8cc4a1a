#include "ocr/decode.h"

#include <fcntl.h>
#include <gtest/gtest.h>

#include "pipeline/descriptor.h"
#include "pipeline/error.h"
#include "pipeline/file.h"
#include "sheet.h"

namespace chengnuo::ocr {
namespace {

using pipeline::Descriptor;

using pipeline::ColourMode;

Descriptor open_file(const std::string& name) {
  return Descriptor(::open(scan_file(name).c_str(), O_RDONLY));
}

/// The page of a file, by its name's ending.
Image decode(const std::string& name) {
  const std::string bytes = pipeline::read_file(scan_file(name));
  if (name.ends_with(".jpg")) return decode_jpeg(bytes).image;
  if (name.ends_with(".png")) return decode_png(bytes);
  return decode_tiff(open_file(name).get(), 1);
}

/// What is said of a file that cannot be decoded; empty if it can.
std::string refusal(const std::string& name) {
  try {
    decode(name);
    return {};
  } catch (const pipeline::Error& error) {
    EXPECT_EQ(error.remedy(), pipeline::Remedy::fix_document);
    return error.message().en;
  }
}

TEST(Decode, KeepsColoursAndResolution) {
  for (const char* name : {"colour.jpg", "colour.png", "three-pages.tif"}) {
    const Image image = decode(name);

    EXPECT_EQ(seen_on(image.pixels), "red black blue white") << name;
    EXPECT_EQ(image.dpi, 300) << name;
    EXPECT_EQ(image.colour, ColourMode::colour) << name;
    EXPECT_EQ(image.pixels.size(), cv::Size(248, 351)) << name;
  }
}

TEST(Decode, TurnsInksIntoColours) {
  EXPECT_EQ(seen_on(decode("cmyk.jpg").pixels), "red black blue white");
  EXPECT_EQ(seen_on(decode("cmyk.tif").pixels), "red black blue white");
}

TEST(Decode, BringsSixteenBitsToEight) {
  for (const char* name : {"16-bit.png", "16-bit.tif"}) {
    const Image image = decode(name);

    EXPECT_EQ(image.pixels.type(), CV_8UC1) << name;
    EXPECT_EQ(image.colour, ColourMode::grey) << name;
    EXPECT_EQ(seen_on(image.pixels), "dark black black white") << name;
    EXPECT_EQ(image.pixels.at<unsigned char>(30, 50), 81) << name;  // the red, seen in grey
  }
}

TEST(Decode, ResolvesPalettes) {
  EXPECT_EQ(seen_on(decode("palette.png").pixels), "red black blue white");
}

TEST(Decode, LaysWhatIsTransparentOnWhitePaper) {
  EXPECT_EQ(seen_on(decode("transparent.png").pixels), "red black blue white");
}

TEST(Decode, KnowsABilevelScan) {
  for (const char* name : {"bilevel.png", "fax.tif"}) {
    const Image image = decode(name);

    EXPECT_EQ(image.colour, ColourMode::bilevel) << name;
    EXPECT_EQ(seen_on(image.pixels), "black black black white") << name;
  }
}

TEST(Decode, MakesTheOblongPixelsOfAFaxSquare) {
  const Image image = decode("fax.tif");

  EXPECT_EQ(image.pixels.size(), cv::Size(248, 351 * 204 / 98 + 1));
  EXPECT_EQ(image.dpi, 204);
}

TEST(Decode, TurnsAsTheOrientationTagDemands) {
  EXPECT_EQ(seen_on(decode("turned-by-exif.jpg").pixels), "red black blue white");
  EXPECT_EQ(decode("turned-by-exif.jpg").pixels.size(), cv::Size(248, 351));
  EXPECT_EQ(colour_at(decode("turned-by-tag.tif").pixels, 1 - 52 / 248.0, 1 - 32 / 351.0), "red");
}

TEST(Decode, CountsThePagesOfATiff) {
  const Descriptor file = open_file("three-pages.tif");

  EXPECT_EQ(count_tiff_pages(file.get(), 100), 3);
  EXPECT_EQ(count_tiff_pages(file.get(), 2), 2);
  EXPECT_EQ(colour_at(decode_tiff(file.get(), 2).pixels, 1 - 52 / 248.0, 1 - 32 / 351.0), "red");
  EXPECT_EQ(decode_tiff(file.get(), 3).colour, ColourMode::bilevel);
}

TEST(Decode, RefusesWhatIsCutOff) {
  for (const char* name : {"cut-off.jpg", "cut-off.png"})
    EXPECT_EQ(refusal(name), "The image is cut off or damaged and cannot be read as a whole")
        << name;
  EXPECT_THROW(count_tiff_pages(open_file("cut-off.tif").get(), 100), pipeline::Error);
}

TEST(Decode, RefusesAnImageThatWouldFillTheMemoryBeforeTakingAny) {
  EXPECT_EQ(refusal("bomb.png"), "The image is too large (30000×30000 pixels) and was not opened");
}

TEST(Decode, RefusesAJpegThatLostBytesOnTheWay) {
  std::string bytes = pipeline::read_file(scan_file("colour.jpg"));
  bytes.erase(bytes.size() / 2, 200);

  EXPECT_THROW(decode_jpeg(bytes), pipeline::Error);
}

TEST(Decode, NotesBytesBehindThePixelsOfAJpeg) {
  std::string bytes = pipeline::read_file(scan_file("colour.jpg"));
  bytes.insert(bytes.size() - 2, "what the decoder did not use");

  EXPECT_EQ(decode_jpeg(bytes).notices.size(), 1U);
}

TEST(Decode, PutsUpWithStrayBytesBetweenTheMarkersOfAJpeg) {
  std::string bytes = pipeline::read_file(scan_file("colour.jpg"));
  bytes.insert(2, "stray");

  EXPECT_EQ(seen_on(decode_jpeg(bytes).image.pixels), "red black blue white");
  EXPECT_TRUE(decode_jpeg(bytes).notices.empty());
}

TEST(Decode, ReadsWhatARendererWrites) {
  const std::string bytes =
      std::string("P6\n# made by hand\n2 1\n255\n") + "\xff\x01\x02\x03\x04\xff";

  const Image image = decode_pnm(bytes);

  EXPECT_EQ(image.pixels.at<cv::Vec3b>(0, 0), cv::Vec3b(2, 1, 255));
  EXPECT_EQ(image.pixels.at<cv::Vec3b>(0, 1), cv::Vec3b(255, 4, 3));
  EXPECT_THROW(decode_pnm(bytes.substr(0, bytes.size() - 1)), pipeline::Error);
  EXPECT_THROW(decode_pnm("P6 99999 99999 255 "), pipeline::Error);
  EXPECT_THROW(decode_pnm("P6"), pipeline::Error);
}

TEST(Encode, KeepsWhatAPersonSees) {
  const cv::Mat pixels = decode("colour.png").pixels;

  const Image again = decode_jpeg(encode_jpeg(pixels, 200)).image;

  EXPECT_EQ(seen_on(again.pixels), "red black blue white");
  EXPECT_EQ(again.dpi, 200);
  EXPECT_LT(cv::norm(pixels, again.pixels, cv::NORM_L1) / static_cast<double>(pixels.total()), 6);
}

TEST(Encode, KeepsEveryPixelOfABilevelPage) {
  const cv::Mat pixels = decode("bilevel.png").pixels;

  const std::string bytes = encode_bilevel_png(pixels);
  const Image again = decode_png(bytes);

  EXPECT_EQ(cv::norm(pixels, again.pixels, cv::NORM_INF), 0);
  EXPECT_EQ(again.colour, ColourMode::bilevel);
  EXPECT_LT(bytes.size(), 2000U);
}

TEST(ExifOrientation, IsUprightInABlockThatLies) {
  const std::string head("Exif\0\0", 6);
  for (const std::string& rest :
       {std::string(), std::string("II*\0", 4), std::string("MM\0*\xff\xff\xff\xff", 8),
        std::string("II*\0\x08\0\0\0\xff\xff", 10)})
    EXPECT_EQ(exif_orientation(head + rest), 1);
}

}  // namespace
}  // namespace chengnuo::ocr
