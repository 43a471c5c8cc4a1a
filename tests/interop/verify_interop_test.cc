// Files that other programs signed, and verdicts that other programs give of ours.
#include <gmock/gmock.h>

#include "pipeline/file.h"
#include "signing/verify.h"
#include "tests/signing/authorities.h"
#include "tests/signing/tampering.h"

namespace chengnuo::signing::tests {
namespace {

using ::testing::HasSubstr;

const std::filesystem::path kHere = std::filesystem::path(CHENGNUO_SOURCE_DIR) / "tests/interop";
const std::filesystem::path kJudges = CHENGNUO_INTEROP;

/// pyHanko's clock cannot be set: the services live in its present.
pipeline::Time present() {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

TEST(PyHankoSigned, FilesOfEveryLevelAreValidAndOfThatLevel) {
  if (!std::filesystem::exists(kJudges / "pyhanko/ready"))
    GTEST_SKIP() << "run tests/interop/setup";
  const TemporaryFolder folder;
  const Authorities authorities(present());
  const std::string copy = a_copy(folder.path()).string();
  for (const std::string level : {"B-B", "B-T", "B-LT", "B-LTA"}) {
    SCOPED_TRACE(level);
    const std::string out = (folder / (level + ".pdf")).string();
    const auto at = [&](const char* name) { return (authorities.folder() / name).string() + " "; };
    const Ran made = run((kJudges / "pyhanko/bin/python").string() + " " +
                         (kHere / "pyhanko_sign_level.py").string() + " " + copy + " " + out + " " +
                         level + " " + at("signer.key") + at("signer-chain.pem") + at("root.pem") +
                         authorities.url("tsa"));
    ASSERT_EQ(made.status, 0) << made.output;

    const bool has_revocation = level.starts_with("B-L");
    const VerificationReport report =
        verify_file(out, authorities.anchors(), present() + std::chrono::minutes(1),
                    {has_revocation ? RevocationRule::demanded : RevocationRule::as_embedded});

    EXPECT_EQ(report.verdict, Validity::valid) << report.code << ' ' << report.reason.en;
    ASSERT_FALSE(report.signatures.empty());
    EXPECT_EQ(report.signatures[0].level, level);
    EXPECT_EQ(report.signatures.size(), level == "B-LTA" ? 2u : 1u);
  }
}

/// One flipped byte, and what others say of it.
struct Case {
  std::string name;
  std::size_t flipped = 0;  ///< 0: none
};

class Oracles : public ::testing::TestWithParam<KeyKind> {};

TEST_P(Oracles, AgreeOnTheDigestAndTheSignature) {
  const TemporaryFolder folder;
  const auto ca =
      development_ca_certificate(key_folder() / std::to_string(static_cast<int>(GetParam())));
  const std::string bytes = pipeline::read_file(a_signed_copy(folder.path(), GetParam()));
  for (const Case& one : {Case{"as signed", 0}, Case{"changed", 5000}}) {
    SCOPED_TRACE(one.name);
    std::string judged = bytes;
    if (one.flipped != 0) judged[one.flipped] = static_cast<char>(judged[one.flipped] ^ 1);
    const auto pdf = folder / "judged.pdf";
    pipeline::write_durably(pdf, judged);
    const Extracted parts = extract_signature(pdf);
    pipeline::write_durably(folder / "signature", parts.cms);
    pipeline::write_durably(folder / "content", parts.signed_bytes);

    const bool ours = verify_file(pdf, read_trust_anchors({ca}), kNow).verdict == Validity::valid;
    const Ran openssl =
        run("faketime -f '@2026-11-25 08:00:00' openssl cms -verify -cades -binary "
            "-purpose any -inform DER -in " +
            (folder / "signature").string() + " -content " + (folder / "content").string() +
            " -CAfile " + ca.string() + " -out /dev/null");
    const Ran pdfsig = run("pdfsig -nocert " + pdf.string());

    EXPECT_EQ(ours, one.flipped == 0);
    EXPECT_EQ(openssl.status == 0, ours) << openssl.output;
    EXPECT_EQ(pdfsig.output.find("Signature is Valid") != std::string::npos, ours) << pdfsig.output;
  }
}

INSTANTIATE_TEST_SUITE_P(Keys, Oracles, ::testing::Values(KeyKind::rsa_3072, KeyKind::p_256));

}  // namespace
}  // namespace chengnuo::signing::tests
