#include "archive/object_store.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <optional>

#include "pipeline/digest.h"
#include "pipeline/error.h"
#include "pipeline/file.h"
#include "tests/pipeline/temporary_folder.h"
#include "tests/watcher/as_nobody.h"

namespace chengnuo::archive {
namespace {

using pipeline::Error;
using pipeline::Remedy;

class ObjectStoreTest : public testing::Test {
 protected:
  void flip_a_byte(const std::string& sha256) {
    std::string bytes = pipeline::read_file(store_.path_of(sha256));
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
    std::filesystem::permissions(store_.path_of(sha256), std::filesystem::perms(0640));
    pipeline::write_durably(store_.path_of(sha256), bytes);
  }

  tests::TemporaryFolder folder_;
  ObjectStore store_{folder_ / "archive"};
};

TEST_F(ObjectStoreTest, KeepsAFileUnderItsDigestReadOnly) {
  pipeline::write_durably(folder_ / "scan.pdf", "abc");

  const StoredObject object = store_.put(folder_ / "scan.pdf");

  // FIPS 180-4 and GB/T 32905 both give the digest of "abc" as their example.
  EXPECT_EQ(object.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(object.sm3, "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
  EXPECT_EQ(object.size, 3);
  EXPECT_EQ(pipeline::read_file(folder_ / "archive/objects/ba" / object.sha256.substr(2)), "abc");
  struct stat facts {};
  ASSERT_EQ(::stat(store_.path_of(object.sha256).c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0222, 0U);
}

TEST_F(ObjectStoreTest, KeepsEqualBytesOnce) {
  pipeline::write_durably(folder_ / "scan.pdf", "equal");

  EXPECT_EQ(store_.put(folder_ / "scan.pdf").sha256, store_.put_bytes("equal").sha256);

  int files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(store_.root())) {
    files += entry.is_regular_file() ? 1 : 0;
  }
  EXPECT_EQ(files, 1);
}

TEST_F(ObjectStoreTest, FindsAFlippedByte) {
  const std::string sha256 = store_.put_bytes("a letter").sha256;
  EXPECT_EQ(store_.verify(sha256), Fixity::whole);

  flip_a_byte(sha256);

  EXPECT_EQ(store_.verify(sha256), Fixity::damaged);
  EXPECT_THROW(store_.read(sha256), Error);
  EXPECT_THROW(store_.copy_out(sha256, folder_ / "out"), Error);
  EXPECT_FALSE(std::filesystem::exists(folder_ / "out"));
}

TEST_F(ObjectStoreTest, HealsADamagedObjectWhenItsBytesComeAgain) {
  const std::string sha256 = store_.put_bytes("a letter").sha256;
  flip_a_byte(sha256);

  store_.put_bytes("a letter");

  EXPECT_EQ(store_.verify(sha256), Fixity::whole);
}

TEST_F(ObjectStoreTest, SaysThatAnObjectIsMissing) {
  const std::string sha256 = pipeline::sha256_hex("never put");

  EXPECT_EQ(store_.verify(sha256), Fixity::missing);
  try {
    store_.read(sha256);
    ADD_FAILURE() << "it was read";
  } catch (const Error& error) {
    EXPECT_EQ(error.remedy(), Remedy::fix_setup);
    EXPECT_FALSE(error.advice().zh.empty());
  }
}

TEST_F(ObjectStoreTest, AsksTheAdministratorWhereTheArchiveIsReadOnly) {
  std::filesystem::create_directories(store_.root());
  std::filesystem::permissions(store_.root(), std::filesystem::perms(0555));
  const tests::AsNobody nobody(folder_.path());

  std::optional<Remedy> remedy;
  try {
    store_.put_bytes("a letter");
  } catch (const Error& error) {
    remedy = error.remedy();
  }

  EXPECT_EQ(remedy, Remedy::fix_setup);
}

TEST_F(ObjectStoreTest, KeepsEverythingInBothLocationsAndRepairsOneFromTheOther) {
  ObjectStore store(folder_ / "first", {folder_ / "second"});
  const std::string sha256 = store.put_bytes("both").sha256;
  store.put_named("records/A-1/0001", sha256 + "\n");
  std::filesystem::remove(store.path_of(sha256));
  std::filesystem::remove(folder_ / "first" / "records/A-1/0001");

  EXPECT_EQ(store.read(sha256), "both");
  EXPECT_EQ(store.read_named("records/A-1/0001"), sha256 + "\n");
  const auto faults = store.repair(sha256);
  const auto named = store.repair_named("records/A-1/0001");

  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults[0].fixity, Fixity::missing);
  EXPECT_TRUE(faults[0].repaired);
  ASSERT_EQ(named.size(), 1U);
  EXPECT_EQ(store.verify(sha256), Fixity::whole);
  EXPECT_TRUE(store.repair(sha256).empty());
  EXPECT_THROW(store.put_named("records/A-1/0001", "something else\n"), pipeline::Error);
}

TEST_F(ObjectStoreTest, SaysWhereADiskIsNotMounted) {
  ObjectStore store(folder_ / "first", {folder_ / "second"});
  store.put_named("records/A-1/0001", "x\n");
  store.require_mounted();
  std::filesystem::remove_all(folder_ / "second");

  EXPECT_THROW(store.require_mounted(), pipeline::Error);
}

}  // namespace
}  // namespace chengnuo::archive
