#include "signing/verify.h"

#include <gmock/gmock.h>

#include <fstream>
#include <random>

#include "pipeline/error.h"
#include "pipeline/file.h"
#include "signing/report_json.h"
#include "signing/sign.h"
#include "tests/signing/fixtures.h"

namespace chengnuo::signing::tests {
namespace {

using ::testing::HasSubstr;

TrustAnchors anchors_of(KeyKind kind) {
  a_key(kind);  // makes it where it is missing
  return read_trust_anchors(
      {development_ca_certificate(key_folder() / std::to_string(static_cast<int>(kind)))});
}

class VerifyEveryKey : public ::testing::TestWithParam<KeyKind> {};

TEST_P(VerifyEveryKey, AcceptsWhatWeSigned) {
  const TemporaryFolder folder;
  const auto pdf = a_signed_copy(folder.path(), GetParam());

  const VerificationReport report = verify_file(pdf, anchors_of(GetParam()), kNow);

  EXPECT_EQ(report.verdict, Validity::valid) << report.reason.en;
  ASSERT_EQ(report.signatures.size(), 1u);
  const SignatureReport& signature = report.signatures[0];
  EXPECT_EQ(signature.verdict, Validity::valid);
  EXPECT_EQ(signature.field, "Signature1");
  EXPECT_EQ(signature.level, "B-B");
  EXPECT_EQ(signature.signer, "北京市经济和信息化局 (开发测试 DEVELOPMENT ONLY)");
  EXPECT_EQ(signature.signed_at, kNow);
  EXPECT_TRUE(signature.covers_whole_file);
  EXPECT_EQ(signature.changes_after, Changes::none);
}

INSTANTIATE_TEST_SUITE_P(Keys, VerifyEveryKey,
                         ::testing::Values(KeyKind::rsa_3072, KeyKind::p_256, KeyKind::sm2));

class Verify : public ::testing::Test {
 protected:
  VerificationReport verify(const std::filesystem::path& pdf) {
    return verify_file(pdf, anchors_of(KeyKind::p_256), kNow);
  }
  VerificationReport verify_bytes(const std::string& bytes) {
    std::ofstream(folder / "some.pdf", std::ios::binary) << bytes;
    return verify(folder / "some.pdf");
  }
  TemporaryFolder folder;
};

TEST_F(Verify, ReportsTwoSignaturesOfWhichTheFirstIsFollowedByPermittedChanges) {
  SignRequest request;
  request.time = kNow;
  request.field_name = "第二签名";
  request.existing = ExistingSignatures::keep;
  sign_pdf(a_signed_copy(folder.path()), folder / "twice.pdf", request, *a_key());

  const VerificationReport report = verify(folder / "twice.pdf");

  EXPECT_EQ(report.verdict, Validity::valid) << report.reason.en;
  ASSERT_EQ(report.signatures.size(), 2u);
  EXPECT_EQ(report.signatures[0].changes_after, Changes::permitted);
  EXPECT_FALSE(report.signatures[0].covers_whole_file);
  EXPECT_EQ(report.signatures[1].field, "第二签名");
  EXPECT_EQ(report.signatures[1].changes_after, Changes::none);
}

TEST_F(Verify, SaysThatAFileIsNotSigned) {
  const VerificationReport report = verify(a_copy(folder.path()));

  EXPECT_EQ(report.verdict, Validity::unsigned_);
  EXPECT_EQ(report.code, "NOT_SIGNED");
  EXPECT_TRUE(report.signatures.empty());
}

TEST_F(Verify, KnowsNobodyWithoutAnchors) {
  const auto report = verify_file(a_signed_copy(folder.path()), {}, kNow);

  EXPECT_EQ(report.verdict, Validity::indeterminate);
  EXPECT_EQ(report.code, "NO_CERTIFICATE_CHAIN_FOUND");
}

TEST_F(Verify, DoesNotTrustAStrangersCertificate) {
  const auto report =
      verify_file(a_signed_copy(folder.path()), anchors_of(KeyKind::rsa_3072), kNow);

  EXPECT_EQ(report.verdict, Validity::indeterminate);
}

TEST_F(Verify, IsNotSureOfACertificateThatHasExpiredSince) {
  const auto later = kNow + std::chrono::days(800);
  const auto report = verify_file(a_signed_copy(folder.path()), anchors_of(KeyKind::p_256), later);

  EXPECT_EQ(report.verdict, Validity::indeterminate);
  EXPECT_EQ(report.code, "OUT_OF_BOUNDS_NO_POE");
}

TEST_F(Verify, CannotSayWhatIsInAnEncryptedFile) {
  const std::string out = (folder / "encrypted.pdf").string();
  ASSERT_EQ(
      run("qpdf --encrypt '' owner 256 -- " + a_copy(folder.path()).string() + " " + out).status,
      0);

  const VerificationReport report = verify(out);

  EXPECT_EQ(report.verdict, Validity::indeterminate);
  EXPECT_EQ(report.code, "UNSUPPORTED_ENCRYPTED");
}

TEST_F(Verify, ReadsFilesWithObjectStreams) {
  const std::string out = (folder / "packed.pdf").string();
  ASSERT_EQ(
      run("qpdf --object-streams=generate " + a_copy(folder.path()).string() + " " + out).status,
      0);

  EXPECT_EQ(verify(out).code, "NOT_SIGNED");
}

TEST_F(Verify, CallsAFileThatIsNoPdfInvalidInsteadOfFailing) {
  for (const std::string bytes : {"", "x", "%PDF-", "%PDF-1.7\nstartxref\n0\n%%EOF",
                                  "%PDF-1.7\nstartxref\n99999999999999999999\n%%EOF"}) {
    const VerificationReport report = verify_bytes(bytes);

    EXPECT_EQ(report.verdict, Validity::invalid) << bytes;
    EXPECT_EQ(report.code, "FORMAT_FAILURE") << bytes;
  }
}

/// Bytes are overwritten, cut out, doubled and cut off, in ways that are the same in each run.
std::string mutated(std::string bytes, std::mt19937& random) {
  const auto below = [&](std::size_t size) { return random() % size; };
  for (std::size_t changes = 1 + below(4); changes > 0; --changes) {
    const std::size_t at = below(bytes.size());
    const std::size_t length = 1 + below(40);
    switch (below(5)) {
      case 0:
        bytes[at] = static_cast<char>(random());
        break;
      case 1:
        bytes.erase(at, length);
        break;
      case 2:
        bytes.insert(at, bytes.substr(below(bytes.size()), length));
        break;
      case 3:
        bytes.resize(at + 1);
        break;
      default:
        bytes[at] = "0123456789<>[]()/% R"[below(20)];
    }
  }
  return bytes;
}

TEST_F(Verify, NeitherFailsNorBelievesWhateverIsDoneToAFile) {
  std::mt19937 random(20261125);
  for (const char* const name : {"signed.pdf", "twice.pdf", "packed.pdf"}) {
    const std::string whole = pipeline::read_file(test_file("pdf") / name);
    for (int i = 0; i < 60; ++i)
      EXPECT_NE(verify_bytes(mutated(whole, random)).verdict, Validity::valid);
  }
}

TEST_F(Verify, ThrowsForAFileThatIsNotThere) {
  EXPECT_THROW(verify(folder / "none.pdf"), pipeline::Error);
}

TEST_F(Verify, SpeaksTheJsonOfTheCommandLine) {
  const auto pdf = a_signed_copy(folder.path());

  const nlohmann::json json = to_json(verify(pdf), pipeline::Language::chinese);

  EXPECT_EQ(json["verdict"], "valid");
  EXPECT_EQ(json["file"], pdf.string());
  const nlohmann::json& signature = json["signatures"][0];
  EXPECT_EQ(signature["verdict"], "valid");
  EXPECT_EQ(signature["level"], "B-B");
  EXPECT_EQ(signature["signed_at"], "2026-11-25T08:00:00Z");
  EXPECT_EQ(signature["covers_whole_file"], true);
  EXPECT_EQ(signature["changes_after"], "none");
  EXPECT_THAT(signature["reason"].get<std::string>(), HasSubstr("签名有效"));
}

}  // namespace
}  // namespace chengnuo::signing::tests
