#include <gmock/gmock.h>

#include <map>

#include "pipeline/error.h"
#include "pipeline/file.h"
#include "signing/key.h"
#include "signing/pkcs11_session.h"
#include "signing/sign.h"
#include "signing/verify.h"
#include "tests/signing/fixtures.h"

namespace chengnuo::signing::tests {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kModule = "/usr/lib/softhsm/libsofthsm2.so";

/// Tokens of SoftHSM, in a folder of this process's own: the library reads its configuration once.
const std::filesystem::path& token_folder() {
  static const TemporaryFolder folder;
  static const bool configured = [] {
    std::filesystem::create_directory(folder / "tokens");
    pipeline::write_durably(
        folder / "softhsm2.conf",
        "directories.tokendir = " + (folder / "tokens").string() + "\nlog.level = ERROR\n");
    ::setenv("SOFTHSM2_CONF", (folder / "softhsm2.conf").c_str(), 1);
    return true;
  }();
  static_cast<void>(configured);
  return folder.path();
}

/// A token with a key in it, its PIN in a file, its certificate in another.
class Token {
 public:
  explicit Token(const std::string& label, const std::string& key_options = "rsa:2048")
      : label_(label), base_((token_folder() / label).string()) {
    pipeline::write_durably(pin_file(), "1234\n");
    must_run("softhsm2-util --init-token --free --label " + label + " --pin 1234 --so-pin 5678");
    must_run("openssl req -x509 -newkey " + key_options + " -nodes -keyout " + base_ +
             ".key -out " + base_ + ".pem -days 3650 -subj /CN=" + label +
             " -addext keyUsage=critical,digitalSignature,nonRepudiation");
    must_run("openssl pkcs8 -topk8 -nocrypt -in " + base_ + ".key -out " + base_ + ".p8");
    must_run("softhsm2-util --import " + base_ + ".p8 --token " + label +
             " --label signing --id A1 --pin 1234");
  }

  std::filesystem::path pin_file() const { return base_ + ".pin"; }
  std::filesystem::path certificate() const { return base_ + ".pem"; }
  KeySettings settings() const {
    return {"pkcs11:token=" + label_ + ";object=signing?module-path=" + kModule, certificate(),
            pin_file()};
  }

 private:
  static void must_run(const std::string& command) {
    const Ran ran = run(command);
    if (ran.status != 0) throw std::runtime_error(command + ": " + ran.output);
  }
  std::string label_;
  std::string base_;
};

/// All tokens are there before the library is loaded: it looks for them once.
const Token& token_named(const std::string& label) {
  static const std::map<std::string, Token> tokens = [] {
    std::map<std::string, Token> made;
    made.emplace("ecdsa", Token("ecdsa", "ec -pkeyopt ec_paramgen_curve:P-256"));
    for (const char* const each : {"rsa", "pin", "other"}) made.emplace(each, Token(each));
    return made;
  }();
  return tokens.at(label);
}

std::string refusal(const KeySettings& settings) {
  try {
    open_key(settings);
  } catch (const pipeline::Error& error) {
    EXPECT_EQ(error.remedy(), pipeline::Remedy::fix_setup);
    EXPECT_THAT(error.message().zh + error.advice().zh, Not(HasSubstr("1234")));
    return error.message().en;
  }
  return "";
}

TEST(TokenKey, SignsPdfsThatVerify) {
  const TemporaryFolder folder;
  for (const std::string label : {"rsa", "ecdsa"}) {
    const Token& token = token_named(label);
    const auto key = open_key(token.settings());
    SignRequest request;
    request.time = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    const auto out = folder / (label + ".pdf");

    sign_pdf(a_copy(folder.path()), out, request, *key);

    EXPECT_EQ(verify_file(out, {{key->chain().front()}}, request.time).verdict, Validity::valid);
    EXPECT_THAT(run("pdfsig " + out.string()).output, HasSubstr("Signature is Valid"));
  }
}

TEST(TokenKey, SignsAWholeBatchInOneSession) {
  const Token& token = token_named("rsa");
  const auto key = open_key(token.settings());
  std::filesystem::rename(token.pin_file(), token.pin_file().string() + ".away");

  for (int i = 0; i < 500; ++i) EXPECT_FALSE(key->sign("letter " + std::to_string(i)).empty());

  std::filesystem::rename(token.pin_file().string() + ".away", token.pin_file());
}

TEST(TokenKey, IsNotAskedTwiceWithAPinThatItRefused) {
  const Token& token = token_named("pin");
  pipeline::write_durably(token.pin_file(), "9999\n");
  EXPECT_THAT(refusal(token.settings()), HasSubstr("[PIN_INCORRECT]"));

  // Were it tried each time, such a token would be locked by now. It is not: after the file was put
  // right it opens.
  for (int i = 0; i < 200; ++i)
    EXPECT_THAT(refusal(token.settings()), HasSubstr("[PIN_INCORRECT]"));
  pipeline::write_durably(token.pin_file(), "1234\n");
  EXPECT_EQ(refusal(token.settings()), "");
}

TEST(TokenKey, TellsWhatIsMissing) {
  const Token& token = token_named("rsa");
  KeySettings settings = token.settings();

  settings.key_file = std::string("pkcs11:token=nobody?module-path=") + kModule;
  EXPECT_THAT(refusal(settings), HasSubstr("[TOKEN_REMOVED]"));
  settings.key_file = std::string("pkcs11:token=rsa;object=no?module-path=") + kModule;
  EXPECT_THAT(refusal(settings), HasSubstr("[TOKEN_KEY]"));
  settings.key_file = "pkcs11:token=rsa?module-path=/no/module.so";
  EXPECT_THAT(refusal(settings), HasSubstr("[TOKEN_MODULE]"));
  settings.key_file = "pkcs11:token=rsa";
  EXPECT_THAT(refusal(settings), HasSubstr("[KEY_URI]"));
  settings.key_file = std::string("pkcs11:token=rsa?module-path=") + kModule + "&pin-value=1234";
  EXPECT_THAT(refusal(settings), HasSubstr("[KEY_URI]"));
}

TEST(TokenKey, RefusesACertificateOfAnotherKey) {
  KeySettings settings = token_named("rsa").settings();
  settings.certificate_file = token_named("other").certificate();

  EXPECT_THAT(refusal(settings), HasSubstr("[KEY_MISMATCH]"));
}

/// What no software token does: each answer of a token, told apart.
TEST(TokenErrors, HaveEachTheirOwnCode) {
  const auto code_of = [](CK_RV answer) -> std::string {
    try {
      require(answer);
    } catch (const pipeline::Error& error) {
      EXPECT_EQ(error.remedy(), pipeline::Remedy::fix_setup);
      return error.message().en;
    }
    return "";
  };

  EXPECT_EQ(code_of(CKR_OK), "");
  EXPECT_THAT(code_of(CKR_PIN_INCORRECT), HasSubstr("[PIN_INCORRECT]"));
  EXPECT_THAT(code_of(CKR_PIN_LOCKED), HasSubstr("[PIN_LOCKED]"));
  EXPECT_THAT(code_of(CKR_PIN_EXPIRED), HasSubstr("[PIN_EXPIRED]"));
  EXPECT_THAT(code_of(CKR_DEVICE_REMOVED), HasSubstr("[TOKEN_REMOVED]"));
  EXPECT_THAT(code_of(CKR_SESSION_CLOSED), HasSubstr("[SESSION_LOST]"));
  EXPECT_THAT(code_of(CKR_DEVICE_ERROR), HasSubstr("[TOKEN_ERROR]"));
}

}  // namespace
}  // namespace chengnuo::signing::tests
