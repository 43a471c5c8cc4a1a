#include "signing/sign.h"

#include <gmock/gmock.h>

#include <fstream>

#include "pipeline/error.h"
#include "pipeline/file.h"
#include "tests/signing/fixtures.h"

namespace chengnuo::signing::tests {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

SignRequest a_request() {
  SignRequest request;
  request.reason = "企业存";
  request.location = "北京";
  request.time = kNow;
  return request;
}

std::string error_of(const std::filesystem::path& in, const std::filesystem::path& out,
                     const SignRequest& request) {
  try {
    sign_pdf(in, out, request, *a_key());
  } catch (const pipeline::Error& error) {
    return error.message().en;
  }
  return "";
}

class SignedWith : public ::testing::TestWithParam<KeyKind> {};

TEST_P(SignedWith, IsAValidCmsForOpenssl) {
  const TemporaryFolder folder;
  const auto pdf = a_signed_copy(folder.path(), GetParam());
  const Extracted signature = extract_signature(pdf);
  pipeline::write_durably(folder / "cms", signature.cms);
  pipeline::write_durably(folder / "signed", signature.signed_bytes);
  const auto ca =
      development_ca_certificate(key_folder() / std::to_string(static_cast<int>(GetParam())));

  const Ran verified =
      run("openssl cms -verify -cades -binary -inform DER -in " + (folder / "cms").string() +
          " -content " + (folder / "signed").string() + " -CAfile " + ca.string() +
          " -purpose any -attime 1795593660 -out /dev/null");

  EXPECT_EQ(verified.status, 0) << verified.output;
}

TEST_P(SignedWith, IsValidForPoppler) {
  const TemporaryFolder folder;

  const Ran checked = run("pdfsig " + a_signed_copy(folder.path(), GetParam()).string());

  EXPECT_THAT(checked.output, HasSubstr("Signature is Valid"));
  EXPECT_THAT(checked.output, HasSubstr("ETSI.CAdES.detached"));
  EXPECT_THAT(checked.output, HasSubstr("Total document signed"));
}

INSTANTIATE_TEST_SUITE_P(EveryKey, SignedWith,
                         ::testing::Values(KeyKind::rsa_3072, KeyKind::p_256));

TEST(Sign, KeepsTheFileBeforeItByteForByte) {
  const TemporaryFolder folder;
  const auto signed_copy = pipeline::read_file(a_signed_copy(folder.path()));

  EXPECT_TRUE(signed_copy.starts_with(pipeline::read_file(folder / "copy.pdf")));
}

TEST(Sign, LeavesAWholePdfThatShowsTheSamePages) {
  const TemporaryFolder folder;
  const auto signed_copy = a_signed_copy(folder.path()).string();

  EXPECT_EQ(run("qpdf --check " + signed_copy).status, 0);
  const std::string render = "pdftoppm -r 50 -png ";
  EXPECT_EQ(run(render + signed_copy + " | sha256sum").output,
            run(render + (folder / "copy.pdf").string() + " | sha256sum").output);
}

TEST(Sign, PutsNoSigningTimeIntoTheSignedAttributes) {
  const TemporaryFolder folder;
  const Extracted signature = extract_signature(a_signed_copy(folder.path()));
  pipeline::write_durably(folder / "cms", signature.cms);

  const Ran parsed =
      run("openssl cms -cmsout -print -noout -inform DER -in " + (folder / "cms").string());

  EXPECT_THAT(parsed.output, HasSubstr("messageDigest"));
  EXPECT_THAT(parsed.output, HasSubstr("contentType"));
  EXPECT_THAT(parsed.output, HasSubstr("signingCertificateV2"));
  EXPECT_THAT(parsed.output, Not(HasSubstr("signingTime")));
}

TEST(Sign, AddsASecondSignatureOnlyWhenAsked) {
  const TemporaryFolder folder;
  const auto once = a_signed_copy(folder.path());
  SignRequest request = a_request();
  request.field_name = "Signature2";

  EXPECT_THAT(error_of(once, folder / "twice.pdf", request), HasSubstr("[ALREADY_SIGNED]"));
  EXPECT_FALSE(std::filesystem::exists(folder / "twice.pdf"));

  request.existing = ExistingSignatures::keep;
  EXPECT_EQ(error_of(once, folder / "twice.pdf", request), "");
  const Ran checked = run("pdfsig " + (folder / "twice.pdf").string());
  EXPECT_THAT(checked.output, HasSubstr("Signature #2"));
  EXPECT_THAT(checked.output, Not(HasSubstr("Mismatch")));
  EXPECT_EQ(run("qpdf --check " + (folder / "twice.pdf").string()).status, 0);
}

TEST(Sign, RefusesAFieldNameThatIsTaken) {
  const TemporaryFolder folder;
  SignRequest request = a_request();
  request.existing = ExistingSignatures::keep;

  EXPECT_THAT(error_of(a_signed_copy(folder.path()), folder / "out.pdf", request),
              HasSubstr("[FIELD_EXISTS]"));
  EXPECT_FALSE(std::filesystem::exists(folder / "out.pdf"));
}

TEST(Sign, RefusesKindsOfPdfThatAnUpdateWouldHarm) {
  const TemporaryFolder folder;
  const std::string copy = a_copy(folder.path()).string();
  const auto refused = [&](const std::string& qpdf_options, const std::string& code) {
    const std::string in = (folder / "in.pdf").string();
    ASSERT_EQ(run("qpdf " + qpdf_options + " " + copy + " " + in).status, 0);
    EXPECT_THAT(error_of(in, folder / "out.pdf", a_request()), HasSubstr("[" + code + "]"));
    EXPECT_FALSE(std::filesystem::exists(folder / "out.pdf"));
  };

  refused("--encrypt user owner 256 --", "ENCRYPTED");
  refused("--encrypt user owner 128 --use-aes=y --", "ENCRYPTED");
  refused("--object-streams=generate", "XREF_STREAM");
  refused("--linearize", "LINEARISED");
}

TEST(Sign, RefusesDamagedFilesAndStrangers) {
  const TemporaryFolder folder;
  const std::string copy = pipeline::read_file(a_copy(folder.path()));
  const auto refused = [&](const std::string& bytes, const std::string& code) {
    pipeline::write_durably(folder / "in.pdf", bytes);
    EXPECT_THAT(error_of(folder / "in.pdf", folder / "out.pdf", a_request()),
                HasSubstr("[" + code + "]"));
    EXPECT_FALSE(std::filesystem::exists(folder / "out.pdf"));
  };

  refused("", "NOT_A_PDF");
  refused("hello", "NOT_A_PDF");
  refused("junk" + copy, "NOT_A_PDF");
  refused(copy.substr(0, copy.size() / 2), "DAMAGED");
  refused(copy.substr(0, copy.size() - 3), "DAMAGED");
  refused(copy + std::string(3000, '\0') + "x", "DAMAGED");
}

TEST(Sign, RefusesToWriteOverItsInput) {
  const TemporaryFolder folder;
  const auto copy = a_copy(folder.path());
  const std::string before = pipeline::read_file(copy);

  EXPECT_THAT(error_of(copy, copy, a_request()), HasSubstr("[SAME_FILE]"));

  EXPECT_EQ(pipeline::read_file(copy), before);
}

TEST(Sign, WritesNothingWithAKeyThatHasExpired) {
  const TemporaryFolder folder;
  SignRequest request = a_request();
  request.time = kNow + std::chrono::days(800);

  EXPECT_THAT(error_of(a_copy(folder.path()), folder / "out.pdf", request),
              HasSubstr("[CERT_EXPIRED]"));

  EXPECT_FALSE(std::filesystem::exists(folder / "out.pdf"));
}

/// Kilobytes of this process's memory that were in use at most, since the last clear_peak.
long peak_kilobytes() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;)
    if (word == "VmHWM:") {
      long kilobytes = 0;
      status >> kilobytes;
      return kilobytes;
    }
  return 0;
}
void clear_peak() { std::ofstream("/proc/self/clear_refs") << 5; }

TEST(Sign, NeedsLittleMemoryForABigScan) {
  const TemporaryFolder folder;
  // A page of 2 MB: what stands behind the picture's end mark is carried along unread.
  std::string jpeg = pipeline::read_file(test_file("letter-grey.jpg"));
  jpeg = jpeg.substr(0, jpeg.size() - 2) + std::string(std::size_t{2} << 20, 'x') + "\xFF\xD9";
  pipeline::write_durably(folder / "page.jpg", jpeg);
  CopyContent content = a_letter();
  content.pages.assign(50, {folder / "page.jpg", 100, content.pages[0].lines});
  const auto key = a_key();
  clear_peak();
  const long before = peak_kilobytes();

  write_copy(content, folder / "copy.pdf");
  sign_pdf(folder / "copy.pdf", folder / "signed.pdf", a_request(), *key);

  ASSERT_GT(std::filesystem::file_size(folder / "signed.pdf"), std::size_t{100} << 20);
#ifndef __SANITIZE_ADDRESS__
  EXPECT_LT(peak_kilobytes() - before, 60 << 10);
#endif
}

/// A token that was pulled out while it was asked.
class KeyThatFails : public Key {
 public:
  explicit KeyThatFails(const Key& whole) : chain_(whole.chain()), algorithm_(whole.algorithm()) {}
  const std::vector<std::string>& chain() const override { return chain_; }
  Algorithm algorithm() const override { return algorithm_; }
  std::string sign(std::string_view) override {
    throw pipeline::Error(pipeline::Remedy::fix_setup, {"密钥盘已拔出", "the token is gone"}, {});
  }

 private:
  std::vector<std::string> chain_;
  Algorithm algorithm_;
};

TEST(Sign, LeavesNothingBehindWhenTheKeyFails) {
  const TemporaryFolder folder;
  const auto copy = a_copy(folder.path());
  KeyThatFails key(*a_key());
  std::filesystem::create_directory(folder / "out");

  EXPECT_THROW(sign_pdf(copy, folder / "out/signed.pdf", a_request(), key), pipeline::Error);

  EXPECT_TRUE(std::filesystem::is_empty(folder / "out"));
}

}  // namespace
}  // namespace chengnuo::signing::tests
