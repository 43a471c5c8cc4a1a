#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

#include "program.h"

namespace chengnuo::console {
namespace {

TEST(Manual, IsAManPageWithoutAFaultThatNamesEveryCommand) {
  const Ended manual = chengnuo({"manual"});
  ASSERT_EQ(manual.exit, 0) << manual.err;
  std::istringstream help(chengnuo({"--help"}).out);
  std::string line;
  while (std::getline(help, line) && line != "Subcommands:") {
  }
  int commands = 0;
  while (std::getline(help, line) && line.starts_with("  ")) {
    const std::string name = line.substr(2, line.find(' ', 2) - 2);
    EXPECT_THAT(manual.out, testing::HasSubstr(".SS chengnuo " + name + "\n"));
    ++commands;
  }
  EXPECT_GT(commands, 15);
  // man(1)'s own formatter, all warnings on.
  const Ended formatted =
      run({"sh", "-c", program() + " manual | groff -man -Tutf8 -K utf8 -ww -z"});
  EXPECT_EQ(formatted.exit, 0);
  EXPECT_EQ(formatted.err, "");
}

}  // namespace
}  // namespace chengnuo::console
