#pragma once

#include <gmock/gmock.h>

#include "tests/signing/workshop.h"

namespace chengnuo::signing::tests {

/// A way to alter a file, and the code that the verifier must give it.
struct Attack {
  std::string name;
  std::string bytes;
  std::string code = "MODIFIED_AFTER_SIGNING";
};

inline void expect_all_invalid(const std::vector<Attack>& attacks) {
  for (const Attack& attack : attacks) {
    SCOPED_TRACE(attack.name);
    const VerificationReport report = verified(attack.bytes);
    EXPECT_EQ(report.verdict, Validity::invalid) << report.reason.en;
    EXPECT_EQ(report.code, attack.code) << report.reason.en;
    if (attack.code != "MODIFIED_AFTER_SIGNING") continue;
    EXPECT_EQ(report.signatures.at(0).changes_after, Changes::suspicious);
    EXPECT_THAT(report.reason.zh, ::testing::StartsWith("签名后文件被改动"));
  }
}

inline void expect_valid(const std::string& name, const std::string& bytes, Changes changes) {
  SCOPED_TRACE(name);
  const VerificationReport report = verified(bytes);
  EXPECT_EQ(report.verdict, Validity::valid) << report.code << ' ' << report.reason.en;
  ASSERT_FALSE(report.signatures.empty());
  EXPECT_EQ(report.signatures[0].changes_after, changes) << report.signatures[0].reason.en;
}

}  // namespace chengnuo::signing::tests
