#include "signing/key.h"

#include <gmock/gmock.h>

#include "pipeline/error.h"
#include "pipeline/file.h"
#include "signing/key_check.h"
#include "tests/signing/fixtures.h"

namespace chengnuo::signing::tests {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

void expect_refused(const KeySettings& settings, const std::string& code) {
  try {
    open_key(settings);
    FAIL() << "opened, instead of " << code;
  } catch (const pipeline::Error& error) {
    EXPECT_EQ(error.remedy(), pipeline::Remedy::fix_setup);
    EXPECT_THAT(error.message().zh, HasSubstr("[" + code + "]"));
    EXPECT_THAT(error.message().en, HasSubstr("[" + code + "]"));
    EXPECT_FALSE(error.advice().zh.empty());
  }
}

std::vector<std::string> codes_of(const std::vector<KeyProblem>& problems) {
  std::vector<std::string> codes;
  for (const KeyProblem& problem : problems) codes.push_back(problem.code);
  return codes;
}

KeySettings development(const TemporaryFolder& folder) {
  return make_development_key(folder.path(), {"unit", "某单位"}, kNow, KeyKind::p_256);
}

/// A PEM key and a certificate for it by the openssl command, with options for `openssl req`.
KeySettings by_openssl(const TemporaryFolder& folder, const std::string& key_options,
                       const std::string& options) {
  const std::string key = (folder / "key.pem").string();
  const std::string certificate = (folder / "certificate.pem").string();
  const Ran made = run("openssl req -x509 -newkey " + key_options + " -keyout " + key + " -out " +
                       certificate + " -days 30 -subj /CN=test " + options);
  EXPECT_EQ(made.status, 0) << made.output;
  return {key, certificate, {}};
}

TEST(DevelopmentKey, OpensAndMaySign) {
  for (const KeyKind kind : {KeyKind::p_256, KeyKind::rsa_3072, KeyKind::sm2}) {
    const auto key = a_key(kind);

    EXPECT_EQ(key->chain().size(), 2u);
    EXPECT_EQ(codes_of(problems_of(*key, kNow)), std::vector<std::string>());
    EXPECT_TRUE(is_development_certificate(key->chain().front()));
  }
}

TEST(DevelopmentKey, IsKeptWhenAskedForAgain) {
  const TemporaryFolder folder;
  const auto first = open_key(development(folder))->chain();

  EXPECT_EQ(open_key(development(folder))->chain(), first);
}

TEST(DevelopmentKey, OfTwoUnitsComesFromOneAuthority) {
  const TemporaryFolder folder;
  const auto one = open_key(development(folder));
  const auto two =
      open_key(make_development_key(folder.path(), {"other", "另一单位"}, kNow, KeyKind::p_256));

  EXPECT_NE(one->chain()[0], two->chain()[0]);
  EXPECT_EQ(one->chain()[1], two->chain()[1]);
}

TEST(DevelopmentKey, IsForItsOwnerAlone) {
  const TemporaryFolder folder;
  const KeySettings settings = development(folder);

  for (const auto& secret :
       {settings.key_file, settings.password_file, folder / "development-ca.p12"}) {
    const auto permissions = std::filesystem::status(secret).permissions();
    EXPECT_EQ(permissions,
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  }
}

TEST(DevelopmentKey, IsGoodForOpenssl) {
  const TemporaryFolder folder;
  const KeySettings settings = development(folder);
  const std::string certificate = (folder / "unit.pem").string();

  const Ran extracted = run("openssl pkcs12 -in " + settings.key_file.string() +
                            " -passin file:" + settings.password_file.string() +
                            " -nokeys -clcerts -out " + certificate);
  const Ran verified = run(
      "openssl verify -x509_strict -attime " +
      std::to_string(
          std::chrono::duration_cast<std::chrono::seconds>(kNow.time_since_epoch()).count() + 60) +
      " -CAfile " + development_ca_certificate(folder.path()).string() + " " + certificate);

  EXPECT_EQ(extracted.status, 0) << extracted.output;
  EXPECT_EQ(verified.status, 0) << verified.output;
}

TEST(Key, WithAWrongPasswordIsRefusedWithoutShowingIt) {
  const TemporaryFolder folder;
  const KeySettings settings = development(folder);
  pipeline::write_durably(settings.password_file, "geheim\n");

  expect_refused(settings, "WRONG_PASSWORD");

  try {
    open_key(settings);
  } catch (const pipeline::Error& error) {
    EXPECT_THAT(std::string(error.what()), Not(HasSubstr("geheim")));
  }
}

TEST(Key, InPemOpensWithItsPassword) {
  const TemporaryFolder folder;
  KeySettings settings = by_openssl(folder, "rsa:2048", "-passout pass:secret");
  settings.password_file = folder / "password";
  pipeline::write_durably(settings.password_file, "secret\r\n");

  EXPECT_EQ(open_key(settings)->algorithm(), Algorithm::rsa_sha256);

  pipeline::write_durably(settings.password_file, "other\n");
  expect_refused(settings, "WRONG_PASSWORD");
  settings.password_file.clear();
  expect_refused(settings, "WRONG_PASSWORD");
}

TEST(Key, InAnOldPkcs12Opens) {
  const TemporaryFolder folder;
  const KeySettings pem = by_openssl(folder, "rsa:2048", "-nodes");
  const auto old_file = folder / "old.p12";
  pipeline::write_durably(folder / "password", "secret\n");
  const Ran made =
      run("openssl pkcs12 -export -legacy -inkey " + pem.key_file.string() + " -in " +
          pem.certificate_file.string() + " -passout pass:secret -out " + old_file.string());
  ASSERT_EQ(made.status, 0) << made.output;

  EXPECT_EQ(open_key({old_file, {}, folder / "password"})->algorithm(), Algorithm::rsa_sha256);
}

TEST(Key, ThatIsMissingOrNoKeyIsRefused) {
  const TemporaryFolder folder;
  pipeline::write_durably(folder / "text", "no key");

  expect_refused({folder / "none.p12", {}, {}}, "KEY_FILE");
  expect_refused({folder / "text", {}, {}}, "KEY_FILE");
}

TEST(Key, WithAnothersCertificateIsRefused) {
  const TemporaryFolder folder;
  const TemporaryFolder other;
  KeySettings settings = by_openssl(folder, "rsa:2048", "-nodes");
  settings.certificate_file = by_openssl(other, "rsa:2048", "-nodes").certificate_file;

  expect_refused(settings, "KEY_MISMATCH");
}

TEST(Key, OfAnUnsuitableKindIsRefused) {
  const TemporaryFolder folder;

  expect_refused(by_openssl(folder, "ed25519", "-nodes"), "KEY_KIND");
}

TEST(KeyCheck, NamesAnExpiredCertificate) {
  const auto key = a_key();

  EXPECT_EQ(codes_of(problems_of(*key, kNow + std::chrono::days(800))),
            std::vector<std::string>{"CERT_EXPIRED"});
}

TEST(KeyCheck, NamesACertificateOfTheFuture) {
  EXPECT_THAT(codes_of(problems_of(*a_key(), kNow - std::chrono::days(2))),
              ::testing::Each("CERT_NOT_YET_VALID"));
}

TEST(KeyCheck, NamesAWeakKey) {
  const TemporaryFolder folder;
  const auto key = open_key(by_openssl(folder, "rsa:1024", "-nodes"));

  EXPECT_THAT(codes_of(problems_of(*key, kNow)), ::testing::Contains("WEAK_KEY"));
}

TEST(KeyCheck, NamesAKeyForAnotherPurpose) {
  const TemporaryFolder folder;
  const auto server =
      open_key(by_openssl(folder, "rsa:2048", "-nodes -addext extendedKeyUsage=serverAuth"));
  const TemporaryFolder folder2;
  const auto encryption =
      open_key(by_openssl(folder2, "rsa:2048", "-nodes -addext keyUsage=keyEncipherment"));

  EXPECT_THAT(codes_of(problems_of(*server, kNow)), ::testing::Contains("KEY_USAGE"));
  EXPECT_THAT(codes_of(problems_of(*encryption, kNow)), ::testing::Contains("KEY_USAGE"));
}

}  // namespace
}  // namespace chengnuo::signing::tests
