#include "pipeline/digest.h"

#include <gtest/gtest.h>

#include <set>

#include "pipeline/error.h"
#include "pipeline/file.h"
#include "tests/pipeline/temporary_folder.h"

namespace chengnuo::pipeline {
namespace {

TEST(Digest, IsSha256OfTheStandardsExample) {
  // FIPS 180-4's example "abc".
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Digest, IsSm3OfTheStandardsExample) {
  // GB/T 32905-2016, A.1: "abc".
  Digest digest(Digest::Algorithm::sm3);
  digest.add("a");
  digest.add("bc");
  EXPECT_EQ(digest.hex(), "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
}

TEST(Digest, OfAFileIsThatOfItsBytes) {
  const tests::TemporaryFolder folder;
  for (const std::size_t size : {0UL, 1UL, 1UL << 20U, (1UL << 20U) + 1, 3'000'000UL}) {
    const std::string bytes(size, 'q');
    write_durably(folder / "file", bytes);
    EXPECT_EQ(sha256_of_file(folder / "file"), sha256_hex(bytes)) << size;
  }
}

TEST(Digest, SaysThatAFileCannotBeRead) {
  const tests::TemporaryFolder folder;
  EXPECT_THROW(sha256_of_file(folder / "missing"), Error);
  EXPECT_THROW(sha256_of_file(folder.path()), Error);
}

TEST(RandomHex, GivesDifferentTextsOfTheWantedLength) {
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) seen.insert(random_hex(16));
  EXPECT_EQ(seen.size(), 100U);
  EXPECT_EQ(seen.begin()->size(), 32U);
}

}  // namespace
}  // namespace chengnuo::pipeline
