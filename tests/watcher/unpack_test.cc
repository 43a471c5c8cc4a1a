#include "watcher/unpack.h"

#include <fcntl.h>
#include <gtest/gtest.h>

#include <set>

#include "pipeline/file.h"
#include "tests/pipeline/temporary_folder.h"
#include "tests/watcher/zip_writer.h"
#include "watcher/descriptor.h"
#include "watcher/unpack_apart.h"
#include "watcher/zip_names.h"

namespace chengnuo::watcher {
namespace {

using tests::zip_of;
using tests::ZipEntry;

class Unpack : public testing::Test {
 protected:
  Unpacking unpack_bytes(const std::string& bytes, const UnpackLimits& limits = {}) {
    pipeline::write_durably(zip_, bytes);
    return unpack_file(limits);
  }
  Unpacking unpack_file(const UnpackLimits& limits = {}) {
    std::filesystem::create_directories(out_);
    const Descriptor file(::open(zip_.c_str(), O_RDONLY | O_CLOEXEC));
    return unpack_apart(file.get(), out_, limits);
  }
  static std::string name_of(const UnpackedFile& file) { return name_in_utf8(file.path.back()); }
  std::string bytes_of(const UnpackedFile& file) const {
    return pipeline::read_file(out_ / std::to_string(file.number));
  }

  tests::TemporaryFolder folder_;
  std::filesystem::path zip_ = folder_ / "a.zip";
  std::filesystem::path out_ = folder_ / "out";
};

TEST_F(Unpack, TakesOutEachFile) {
  const auto unpacking =
      unpack_bytes(zip_of({{"a.pdf", "one"}, {"folder/", ""}, {"folder/b.pdf", "two"}}));

  ASSERT_EQ(unpacking.files.size(), 2U);
  EXPECT_EQ(bytes_of(unpacking.files[0]), "one");
  EXPECT_EQ(name_of(unpacking.files[1]), "folder/b.pdf");
  EXPECT_EQ(bytes_of(unpacking.files[1]), "two");
}

TEST_F(Unpack, ReadsUnmarkedNamesOfChineseWindows) {
  const auto unpacking = unpack_bytes(zip_of({
      {"\xB3\xD0\xC5\xB5\xCA\xE9.pdf", "1"},  // 承诺书 in GBK
      {"\xC4\xA3.pdf", "2"},                  // 模 in GBK, by chance well-formed UTF-8
  }));

  EXPECT_EQ(name_of(unpacking.files[0]), "承诺书.pdf");
  EXPECT_EQ(name_of(unpacking.files[1]), "模.pdf");
}

TEST_F(Unpack, ReadsNamesThatAreUtf8WhetherMarkedOrNot) {
  const auto unpacking = unpack_bytes(zip_of({
      {"申请表.pdf", "1", 0x800},
      {"承诺书.pdf", "2"},
      {"r\u00E9sum\u00E9.pdf", "3", 0x800},
  }));

  EXPECT_EQ(name_of(unpacking.files[0]), "申请表.pdf");
  EXPECT_EQ(name_of(unpacking.files[1]), "承诺书.pdf");
  EXPECT_EQ(name_of(unpacking.files[2]), "r\u00E9sum\u00E9.pdf");
}

TEST_F(Unpack, LeavesOutWhatSystemsPutIntoZips) {
  const auto unpacking = unpack_bytes(zip_of(
      {{"__MACOSX/._a.pdf", "x"}, {"a/.DS_Store", "x"}, {"Thumbs.db", "x"}, {"a.pdf", "1"}}));

  ASSERT_EQ(unpacking.files.size(), 1U);
  EXPECT_EQ(name_of(unpacking.files[0]), "a.pdf");
}

TEST_F(Unpack, SaysWhichFileIsEncryptedALinkOrDamaged) {
  const auto unpacking = unpack_bytes(zip_of({
      {"locked.pdf", "x", 1},
      {"link.pdf", "/etc/passwd", 0, 0120777},
      {"spoiled.pdf", "x", 0, 0100644, 0, true},
      {"liar.pdf", "x", 0, 0100644, 5},
      {"good.pdf", "good"},
  }));

  ASSERT_EQ(unpacking.files.size(), 5U);
  EXPECT_EQ(unpacking.files[0].spoiled, Spoiled::encrypted);
  EXPECT_EQ(unpacking.files[1].spoiled, Spoiled::link);
  EXPECT_EQ(unpacking.files[2].spoiled, Spoiled::damaged);
  EXPECT_EQ(unpacking.files[3].spoiled, Spoiled::damaged);
  EXPECT_EQ(bytes_of(unpacking.files[4]), "good");
}

TEST_F(Unpack, OpensOneZipWithinAZipButNoMore) {
  const std::string inner = zip_of({{"deep.pdf", "1"}});
  const std::string middle = zip_of({{"inner.zip", inner}, {"b.pdf", "2"}});

  const auto unpacking = unpack_bytes(zip_of({{"middle.zip", middle}}));

  ASSERT_EQ(unpacking.files.size(), 2U);
  EXPECT_EQ(unpacking.files[0].spoiled, Spoiled::nested_too_deep);
  EXPECT_EQ(unpacking.files[1].path.size(), 2U);
  EXPECT_EQ(bytes_of(unpacking.files[1]), "2");
}

TEST_F(Unpack, LeavesOfficeDocumentsAsTheyAre) {
  EXPECT_TRUE(
      unpack_bytes(zip_of({{"[Content_Types].xml", "<x/>"}, {"word/a.xml", ""}})).is_document);
  const auto within = unpack_bytes(
      zip_of({{"汇总表.xlsx", zip_of({{"[Content_Types].xml", "<x/>"}, {"xl/a.xml", "x"}})}}));

  ASSERT_EQ(within.files.size(), 1U);
  EXPECT_EQ(within.files[0].spoiled, Spoiled::none);
}

TEST_F(Unpack, RefusesTooManyFilesAndTooMuchOfThem) {
  const std::string zip = zip_of({{"a", "12345"}, {"b", "12345"}, {"c", "12345"}});

  EXPECT_EQ(unpack_bytes(zip, {.entries = 2}).spoiled, Spoiled::too_many);
  EXPECT_EQ(unpack_bytes(zip, {.total_bytes = 14}).spoiled, Spoiled::too_large);
  EXPECT_EQ(unpack_bytes(zip, {.file_bytes = 4}).files.at(0).spoiled, Spoiled::too_large);
}

TEST_F(Unpack, RefusesABombByItsRatio) {
  tests::write_shrunken_zeros(zip_, "bomb.bmp", 8 << 20);

  const auto unpacking = unpack_file({.ratio_free_bytes = 1 << 20});

  EXPECT_EQ(unpacking.files.at(0).spoiled, Spoiled::bomb);
  EXPECT_TRUE(std::filesystem::is_empty(out_));
}

TEST_F(Unpack, CountsBytesOfABombThatLiesAboutItsSize) {
  tests::write_shrunken_zeros(zip_, "bomb.bmp", 8 << 20);
  std::string bytes = pipeline::read_file(zip_);
  const std::string true_size("\0\0\x80\0", 4);
  for (std::size_t at = 0; (at = bytes.find(true_size, at)) != std::string::npos; at += 4) {
    bytes.replace(at, 4, std::string("\x10\0\0\0", 4));
  }

  const auto unpacking = unpack_bytes(bytes, {.total_bytes = 1 << 20});

  ASSERT_EQ(unpacking.files.size(), 1U);
  EXPECT_NE(unpacking.files.at(0).spoiled, Spoiled::none);
  EXPECT_TRUE(std::filesystem::is_empty(out_));
}

TEST_F(Unpack, CallsGarbageDamaged) {
  EXPECT_EQ(unpack_bytes("PK\x03\x04 and then nothing that makes sense").spoiled, Spoiled::damaged);
  EXPECT_TRUE(unpack_bytes(zip_of({})).files.empty());
}

TEST_F(Unpack, GivesUpAZipThatTakesTooLong) {
  pipeline::write_durably(zip_, zip_of({{"a.pdf", "1"}}));
  std::filesystem::create_directories(out_);
  const Descriptor file(::open(zip_.c_str(), O_RDONLY | O_CLOEXEC));

  const auto unpacking = unpack_apart(file.get(), out_, {}, std::chrono::seconds(0));

  EXPECT_EQ(unpacking.spoiled, Spoiled::damaged);
}

TEST(ZipNames, TrustNoPathThatLeavesTheZip) {
  for (const char* name :
       {"../a.pdf", "a/../../b.pdf", "/etc/passwd", "C:/a.pdf", "..", "./", ""}) {
    EXPECT_FALSE(safe_inner_name(name)) << name;
  }
  EXPECT_EQ(safe_inner_name("./a//b.pdf"), "a/b.pdf");
  EXPECT_EQ(safe_inner_name("..a/b..pdf"), "..a/b..pdf");
}

TEST(ZipNames, TakeABackslashForAFolderOnlyOnceTheNameIsDecoded) {
  EXPECT_EQ(name_in_utf8(PackedName{"a\\b.pdf", false}), "a/b.pdf");
  EXPECT_EQ(name_in_utf8(PackedName{"\xD5\x5C.pdf", false}), "誠.pdf");  // its second half is "\"
}

}  // namespace
}  // namespace chengnuo::watcher
