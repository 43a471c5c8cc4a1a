#include "ocr/scratch.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "temporary_folder.h"

namespace chengnuo::ocr {
namespace {

/// The folder for temporary files is the test's own.
class ScratchFolders : public testing::Test {
 protected:
  ScratchFolders() {
    const char* before = std::getenv("TMPDIR");
    if (before != nullptr) before_ = before;
    ::setenv("TMPDIR", temporary_.path().c_str(), 1);
  }
  ~ScratchFolders() override {
    if (before_.empty())
      ::unsetenv("TMPDIR");
    else
      ::setenv("TMPDIR", before_.c_str(), 1);
  }

  std::filesystem::path made(const std::string& name) {
    std::filesystem::create_directory(temporary_ / name);
    std::ofstream(temporary_ / name / "page-001.ppm") << "somebody's paper";
    return temporary_ / name;
  }

 private:
  TemporaryFolder temporary_;
  std::string before_;
};

TEST_F(ScratchFolders, AreGoneWithTheirReader) {
  std::filesystem::path path;
  {
    const Scratch scratch;
    path = scratch.path();
    ASSERT_TRUE(std::filesystem::is_directory(path));
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST_F(ScratchFolders, OfAServiceThatWasKilledGoAtTheNextStart) {
  const auto left = made("chengnuo-reader-Ab12Cd");

  remove_abandoned_scratch();

  EXPECT_FALSE(std::filesystem::exists(left));
}

TEST_F(ScratchFolders, InUseStayWhenAnotherServiceStarts) {
  const Scratch scratch;

  remove_abandoned_scratch();

  EXPECT_TRUE(std::filesystem::is_directory(scratch.path()));
}

TEST_F(ScratchFolders, AreAllThatIsRemoved) {
  const auto other = made("somebody-else");
  const auto link = other.parent_path() / "chengnuo-reader-Link00";
  std::filesystem::create_directory_symlink(other, link);

  remove_abandoned_scratch();

  EXPECT_TRUE(std::filesystem::exists(other / "page-001.ppm"));
}

}  // namespace
}  // namespace chengnuo::ocr
