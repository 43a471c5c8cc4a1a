#include "publication/circuit.h"

#include <gtest/gtest.h>

namespace chengnuo::publication {
namespace {

using namespace std::chrono_literals;

constexpr pipeline::Time kStart{1'000'000s};

Circuit failed_times(int times) {
  Circuit circuit;
  for (int i = 0; i < times; ++i) circuit.failed(kStart);
  return circuit;
}

TEST(Circuit, LetsSingleFailuresPass) { EXPECT_TRUE(failed_times(4).lets_through(kStart)); }

TEST(Circuit, OpensAfterFiveFailuresAndLetsOneTryAfterAPause) {
  EXPECT_FALSE(failed_times(5).lets_through(kStart + 9s));
  EXPECT_TRUE(failed_times(5).lets_through(kStart + 10s));
}

TEST(Circuit, WaitsLongerEachTimeUpToTenMinutes) {
  EXPECT_FALSE(failed_times(6).lets_through(kStart + 19s));
  EXPECT_TRUE(failed_times(6).lets_through(kStart + 20s));
  EXPECT_FALSE(failed_times(100).lets_through(kStart + 599s));
  EXPECT_TRUE(failed_times(100).lets_through(kStart + 600s));
}

TEST(Circuit, ClosesWithASuccess) {
  Circuit circuit = failed_times(50);
  circuit.succeeded();
  EXPECT_TRUE(circuit.lets_through(kStart));
}

}  // namespace
}  // namespace chengnuo::publication
