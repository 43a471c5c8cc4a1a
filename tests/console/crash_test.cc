// The power is cut at the worst moments of the main job; whoever starts the service again finds
// nothing lost and nothing done twice.

#include <gtest/gtest.h>

#include <csignal>

#include "home_with_papers.h"

namespace chengnuo::console {
namespace {

TEST(PowerCut, AtIntakeLosesNothingAndDoesNothingTwice) {
  for (const char* place : {"intake-stored", "intake-registered", "intake-moved"}) {
    SCOPED_TRACE(place);
    const HomeWithPapers home;
    EXPECT_EQ(home.run_once(place).signal, SIGKILL) << "the place was never reached";

    home.run_once();
    home.approve();
    home.run_once();

    home.expect_one_whole_submission();
  }
}

TEST(PowerCut, AtSigningArchivingAndSendingLosesNothingAndDoesNothingTwice) {
  for (const char* place : {"sign: copy written, not signed", "signing: before the signature",
                            "signing: before the file gets its name", "archive-objects",
                            "archive-record", "archive-named", "sent, no receipt stored"}) {
    SCOPED_TRACE(place);
    const HomeWithPapers home;
    if (home.run_once(place).signal == 0) {  // the machine was not certain
      home.approve();
      EXPECT_EQ(home.run_once(place).signal, SIGKILL) << "the place was never reached";
    }

    home.run_once();

    home.expect_one_whole_submission();
  }
}

}  // namespace
}  // namespace chengnuo::console
