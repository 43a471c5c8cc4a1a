#include "watcher/end_check.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/file.h"

namespace chengnuo::watcher {
namespace {

End end_of(std::string_view bytes) {
  return check_end(bytes.size(), [bytes](std::uint64_t offset, std::size_t length) {
    return offset < bytes.size() ? std::string(bytes.substr(offset, length)) : std::string();
  });
}

std::string fixture(const std::string& name) {
  return pipeline::read_file(std::filesystem::path(CHENGNUO_TEST_FILES) / "watcher" / name);
}

const std::vector<std::string> kScans = {"letter.pdf",      "linearised.pdf", "letter.jpg",
                                         "progressive.jpg", "letter.png",     "letter.tif",
                                         "bilevel.tif",     "letter.zip"};

class EndOfScan : public testing::TestWithParam<std::string> {};
INSTANTIATE_TEST_SUITE_P(EndCheck, EndOfScan, testing::ValuesIn(kScans), [](const auto& scan) {
  std::string name = scan.param;
  std::ranges::replace(name, '.', '_');
  return name;
});

TEST_P(EndOfScan, IsWholeWhenAllBytesAreThere) {
  EXPECT_EQ(end_of(fixture(GetParam())), End::whole);
}

TEST_P(EndOfScan, IsIncompleteHoweverMuchIsMissing) {
  const std::string bytes = fixture(GetParam());

  // The last bytes are the line end of a PDF or the padding of a TIFF's last strip, which no reader
  // misses; four hold something in every format here.
  for (std::size_t size = 16; size + 4 <= bytes.size(); ++size) {
    ASSERT_EQ(end_of(std::string_view(bytes).substr(0, size)), End::incomplete) << size;
  }
}

TEST_P(EndOfScan, MayBePaddedByTheTransfer) {
  EXPECT_EQ(end_of(fixture(GetParam()) + std::string(512, '\0')), End::whole);
}

TEST_P(EndOfScan, NeverCrashesOnDamagedBytes) {
  const std::string seed = fixture(GetParam());
  std::mt19937 random(1);
  const auto any_of = [&](std::size_t count) {
    return std::uniform_int_distribution<std::size_t>(0, count - 1)(random);
  };

  for (int round = 0; round < 3000; ++round) {
    std::string bytes = seed.substr(0, any_of(seed.size()) + 1);
    for (std::size_t damage = any_of(12) + 1; damage > 0; --damage) {
      bytes[any_of(std::min<std::size_t>(bytes.size(), round % 2 == 0 ? 64 : bytes.size()))] =
          static_cast<char>(any_of(256));
    }
    const End end = end_of(bytes);
    ASSERT_TRUE(end == End::whole || end == End::incomplete || end == End::unknown);
  }
}

TEST(EndCheck, WaitsForFilesWhoseBytesHaveNotComeYet) {
  EXPECT_EQ(end_of(""), End::incomplete);
  EXPECT_EQ(end_of(std::string(100'000, '\0')), End::incomplete);
}

TEST(EndCheck, LeavesOtherFormatsToQuietTime) {
  EXPECT_EQ(end_of("BM some bitmap"), End::unknown);
  EXPECT_EQ(end_of("企业名称：甲公司"), End::unknown);
}

TEST(EndCheck, AcceptsWhatTelephonesPutBehindAnImage) {
  EXPECT_EQ(end_of(fixture("letter.jpg") + std::string(300'000, 'x')), End::whole);
  EXPECT_EQ(end_of(fixture("letter.png") + "trailer"), End::whole);
}

TEST(EndCheck, DoesNotTakeAThumbnailsEndForTheImages) {
  const std::string bytes = fixture("letter.jpg");
  const std::size_t thumbnail_end = bytes.find("\xFF\xD9");
  ASSERT_LT(thumbnail_end, bytes.size() - 100);

  EXPECT_EQ(end_of(bytes.substr(0, thumbnail_end + 2)), End::incomplete);
  EXPECT_EQ(end_of(bytes.substr(0, bytes.size() - 100)), End::incomplete);
}

TEST(EndCheck, ReadsLittleOfALargeFile) {
  const std::string pdf = fixture("letter.pdf");
  const std::uint64_t gigabyte = 1ULL << 30;
  std::uint64_t read = 0;

  const End end = check_end(gigabyte, [&](std::uint64_t offset, std::size_t length) {
    read += length;
    std::string bytes(length, 'x');
    if (offset == 0) bytes.replace(0, 8, "%PDF-1.4");
    const std::uint64_t tail_at = gigabyte - pdf.size();
    if (offset >= tail_at) bytes = pdf.substr(offset - tail_at, length);
    return bytes;
  });

  EXPECT_EQ(end, End::whole);
  EXPECT_LT(read, 64U * 1024U);
}

TEST(EndCheck, FollowsNoCircleOfDirectories) {
  // A TIFF whose only directory, at 16, names itself as the next one.
  std::string bytes("II*\0\x10\0\0\0\0\0\0\0\0\0\0\0\0\0\x10\0\0\0", 22);

  EXPECT_EQ(end_of(bytes), End::unknown);
}

}  // namespace
}  // namespace chengnuo::watcher
