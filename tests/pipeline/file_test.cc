#include "pipeline/file.h"

#include <gtest/gtest.h>

#include <functional>
#include <thread>
#include <vector>

#include "pipeline/error.h"
#include "tests/pipeline/temporary_folder.h"

namespace chengnuo::pipeline {
namespace {

namespace fs = std::filesystem;
using tests::TemporaryFolder;

std::vector<std::string> names_in(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) names.push_back(entry.path().filename());
  return names;
}

Remedy remedy_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& error) {
    EXPECT_FALSE(error.message().zh.empty());
    EXPECT_FALSE(error.advice().en.empty());
    return error.remedy();
  }
  ADD_FAILURE() << "nothing was thrown";
  return Remedy::report_bug;
}

TEST(File, WritesIntoFoldersThatAreNotThereYet) {
  const TemporaryFolder folder;
  const fs::path path = folder / "年/月/文件.txt";

  write_durably(path, "内容");

  EXPECT_EQ(read_file(path), "内容");
}

TEST(File, ReplacesAnOlderFileAsAWhole) {
  const TemporaryFolder folder;
  write_durably(folder / "a", std::string(100'000, 'x'));

  write_durably(folder / "a", "short");

  EXPECT_EQ(read_file(folder / "a"), "short");
  EXPECT_EQ(names_in(folder.path()), std::vector<std::string>{"a"});
}

TEST(File, LeavesTheOldContentAndNoPartialWhenTheSourceOfACopyIsMissing) {
  const TemporaryFolder folder;
  write_durably(folder / "to", "old");

  EXPECT_EQ(remedy_of([&] { copy_durably(folder / "missing", folder / "to"); }), Remedy::retry);

  EXPECT_EQ(read_file(folder / "to"), "old");
  EXPECT_EQ(names_in(folder.path()).size(), 1U);
}

TEST(File, CopiesMoreThanOnePiece) {
  const TemporaryFolder folder;
  std::string bytes(3'000'001, '\0');
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>(i * 7);
  write_durably(folder / "from", bytes);

  copy_durably(folder / "from", folder / "new/to");

  EXPECT_EQ(read_file(folder / "new/to"), bytes);
}

TEST(File, MovesIntoAFolderThatIsNotThereYet) {
  const TemporaryFolder folder;
  write_durably(folder / "from", "bytes");

  move_durably(folder / "from", folder / "已接收/from");

  EXPECT_FALSE(fs::exists(folder / "from"));
  EXPECT_EQ(read_file(folder / "已接收/from"), "bytes");
}

TEST(File, APathBelowAFileIsTheAdministratorsToMend) {
  const TemporaryFolder folder;
  write_durably(folder / "file", "");

  EXPECT_EQ(remedy_of([&] { write_durably(folder / "file/below", ""); }), Remedy::fix_setup);
}

TEST(File, WritersOfOnePathLeaveTheWholeContentOfOneOfThem) {
  const TemporaryFolder folder;
  std::vector<std::jthread> writers;
  for (char letter = 'a'; letter < 'e'; ++letter)
    writers.emplace_back([&, letter] {
      for (int i = 0; i < 10; ++i) write_durably(folder / "same", std::string(200'000, letter));
    });
  writers.clear();

  const std::string bytes = read_file(folder / "same");
  EXPECT_EQ(bytes, std::string(200'000, bytes.at(0)));
  EXPECT_EQ(names_in(folder.path()).size(), 1U);
}

TEST(File, TakesAwayOnlyOldPartials) {
  const TemporaryFolder folder;
  for (const char* name : {"old.1f.partial", "new.2e.partial", "kept.txt"})
    write_durably(folder / ("below/" + std::string(name)), "");
  const auto yesterday = fs::file_time_type::clock::now() - std::chrono::hours(24);
  for (const char* name : {"old.1f.partial", "kept.txt"})
    fs::last_write_time(folder / ("below/" + std::string(name)), yesterday);

  EXPECT_EQ(remove_partials(folder.path(), std::chrono::hours(1)), 1);

  EXPECT_FALSE(fs::exists(folder / "below/old.1f.partial"));
  EXPECT_TRUE(fs::exists(folder / "below/new.2e.partial"));
  EXPECT_TRUE(fs::exists(folder / "below/kept.txt"));
  EXPECT_EQ(remove_partials(folder / "nowhere", std::chrono::hours(1)), 0);
}

}  // namespace
}  // namespace chengnuo::pipeline
