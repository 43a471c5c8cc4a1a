#include <gmock/gmock.h>

#include "pipeline/file.h"
#include "signing/sign.h"
#include "signing/verify.h"
#include "tests/signing/fixtures.h"
#include "tests/signing/tampering.h"

namespace chengnuo::signing::tests {
namespace {

using ::testing::HasSubstr;

const std::filesystem::path kHere = std::filesystem::path(CHENGNUO_SOURCE_DIR) / "tests/interop";
const std::filesystem::path kJudges = CHENGNUO_INTEROP;

class PyHanko : public ::testing::TestWithParam<KeyKind> {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(kJudges / "pyhanko/ready"))
      GTEST_SKIP() << "run tests/interop/setup";
  }
  static Ran judge(const std::filesystem::path& pdf, KeyKind kind) {
    const auto ca =
        development_ca_certificate(key_folder() / std::to_string(static_cast<int>(kind)));
    return run((kJudges / "pyhanko/bin/python").string() + " " +
               (kHere / "pyhanko_check.py").string() + " " + pdf.string() + " " + ca.string() +
               " 2026-11-25T09:00:00+00:00");
  }
};

TEST_P(PyHanko, FindsOurSignatureValid) {
  const TemporaryFolder folder;

  const Ran judged = judge(a_signed_copy(folder.path(), GetParam()), GetParam());

  EXPECT_EQ(judged.status, 0) << judged.output;
  EXPECT_THAT(judged.output, HasSubstr("Signature1 valid INTACT:TRUSTED,UNTOUCHED ENTIRE_FILE"));
}

INSTANTIATE_TEST_SUITE_P(Keys, PyHanko, ::testing::Values(KeyKind::rsa_3072, KeyKind::p_256));

TEST_F(PyHanko, FindsBothOfTwoSignaturesValid) {
  const TemporaryFolder folder;
  SignRequest request;
  request.time = kNow;
  request.field_name = "第二签名";
  request.existing = ExistingSignatures::keep;
  sign_pdf(a_signed_copy(folder.path()), folder / "twice.pdf", request, *a_key());

  const Ran judged = judge(folder / "twice.pdf", KeyKind::p_256);

  EXPECT_EQ(judged.status, 0) << judged.output;
  EXPECT_THAT(judged.output, HasSubstr("Signature1 valid"));
  EXPECT_THAT(judged.output, HasSubstr("第二签名 valid"));
}

TEST_F(PyHanko, AgreesThatAChangedByteIsInvalid) {
  const TemporaryFolder folder;
  std::string bytes = pipeline::read_file(a_signed_copy(folder.path()));
  bytes[5000] = static_cast<char>(bytes[5000] ^ 1);
  pipeline::write_durably(folder / "changed.pdf", bytes);

  EXPECT_EQ(judge(folder / "changed.pdf", KeyKind::p_256).status, 1);
}

TEST_F(PyHanko, SignsFilesOfAnyLayoutThatWeFindValid) {
  const TemporaryFolder folder;
  const std::string copy = a_copy(folder.path()).string();
  const auto keys = key_folder() / std::to_string(static_cast<int>(KeyKind::p_256));
  a_key(KeyKind::p_256);
  const TrustAnchors anchors = read_trust_anchors({development_ca_certificate(keys)});
  for (const std::string layout :
       {"--object-streams=disable", "--object-streams=generate", "--linearize"}) {
    const std::string in = (folder / "in.pdf").string();
    const std::string out = (folder / "out.pdf").string();
    ASSERT_EQ(run("qpdf " + layout + " " + copy + " " + in).status, 0);
    const Ran made = run((kJudges / "pyhanko/bin/python").string() + " " +
                         (kHere / "pyhanko_sign.py").string() + " " + in + " " + out + " " +
                         (keys / "unit.p12").string() + " " + (keys / "unit.password").string());
    ASSERT_EQ(made.status, 0) << made.output;

    const VerificationReport report = verify_file(out, anchors, kNow);

    EXPECT_EQ(report.verdict, Validity::valid) << layout << ": " << report.reason.en;
    ASSERT_EQ(report.signatures.size(), 2u);
    EXPECT_EQ(report.signatures[0].changes_after, Changes::permitted);
  }
}

class VeraPdf : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(kJudges / "verapdf/ready"))
      GTEST_SKIP() << "run tests/interop/setup";
    if (run("javac -version").status != 0) GTEST_SKIP() << "no JDK (default-jdk-headless)";
  }
  static Ran judge(const std::string& files) {
    return run("java -cp '" + (kJudges / "verapdf").string() + "/*' " +
               (kHere / "PdfaCheck.java").string() + " " + files);
  }
};

TEST_F(VeraPdf, FindsOurCopiesToBePdfABeforeAndAfterSigning) {
  const TemporaryFolder folder;
  CopyContent colour = a_letter();
  colour.pages[0].image = test_file("letter-colour.jpg");
  write_copy(colour, folder / "colour.pdf");
  const auto once = a_signed_copy(folder.path());
  SignRequest request;
  request.time = kNow;
  request.field_name = "Signature2";
  request.existing = ExistingSignatures::keep;
  sign_pdf(once, folder / "twice.pdf", request, *a_key());
  // A judge that passes everything would prove nothing.
  const std::string bytes = pipeline::read_file(folder / "copy.pdf");
  pipeline::write_durably(folder / "broken.pdf", replaced(bytes, "/GTS_PDFA1", "/GTS_PDFX "));

  std::string files;
  for (const char* const name : {"copy.pdf", "colour.pdf", "signed.pdf", "twice.pdf", "broken.pdf"})
    files += (folder / name).string() + " ";
  const Ran judged = judge(files);

  for (const char* const name : {"copy.pdf", "colour.pdf", "signed.pdf", "twice.pdf"})
    EXPECT_THAT(judged.output, HasSubstr((folder / name).string() + ": pass"));
  EXPECT_THAT(judged.output, HasSubstr("broken.pdf: fail"));
}

}  // namespace
}  // namespace chengnuo::signing::tests
