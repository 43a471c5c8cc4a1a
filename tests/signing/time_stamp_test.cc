#include "signing/time_stamp.h"

#include <gmock/gmock.h>

#include "pipeline/error.h"
#include "pipeline/file.h"
#include "signing/openssl.h"
#include "signing/time_stamp_client.h"
#include "tests/signing/authorities.h"

namespace chengnuo::signing::tests {
namespace {

using ::testing::HasSubstr;

class TimeStamps : public ::testing::Test {
 protected:
  TimeStampClient client(const std::vector<std::string>& services) {
    TimeStampSettings settings;
    for (const std::string& service : services) settings.urls.push_back(authorities.url(service));
    settings.timeout = std::chrono::milliseconds(
        std::ranges::find(services, "tsa-hangs") != services.end() ? 300 : 10000);
    return {settings, authorities.anchors()};
  }
  std::string failure_of(const std::string& service) {
    try {
      client({service}).stamp(digest, kNow);
    } catch (const pipeline::Error& error) {
      EXPECT_EQ(error.remedy(), pipeline::Remedy::retry);
      EXPECT_THAT(error.message().zh, HasSubstr("[TSA_UNAVAILABLE]"));
      return error.message().en;
    }
    return "";
  }

  Authorities authorities;
  const std::string digest = digest_of("letter", EVP_sha256());
  const SignedDigest of_letter = [](const char* algorithm) {
    return digest_of("letter", EVP_get_digestbyname(algorithm));
  };
};

TEST_F(TimeStamps, SayWhenTheBytesExistedAndWhoSaysSo) {
  const std::string token = client({"tsa"}).stamp(digest, kNow);

  const TimeStampFacts facts = check_time_stamp(token, of_letter);

  EXPECT_FALSE(facts.problem) << facts.problem->what.en;
  EXPECT_LT(std::chrono::abs(facts.time - kNow), std::chrono::seconds(30));
  EXPECT_EQ(facts.authority, "Test tsa");
  EXPECT_EQ(facts.signer, authorities.certificate("tsa"));
  EXPECT_FALSE(facts.serial.empty());
}

TEST_F(TimeStamps, AreGoodForOpenssl) {
  pipeline::write_durably(authorities.folder() / "token", client({"tsa"}).stamp(digest, kNow));
  pipeline::write_durably(authorities.folder() / "data", "letter");
  const std::string folder = authorities.folder().string();

  const Ran ran = run("openssl ts -verify -token_in -in " + folder + "/token -data " + folder +
                      "/data -CAfile " + folder + "/root.pem -untrusted " + folder +
                      "/issuing.pem -attime 1795593660");

  EXPECT_THAT(ran.output, HasSubstr("Verification: OK"));
}

TEST_F(TimeStamps, OfOtherBytesAreNoProof) {
  const std::string token = client({"tsa"}).stamp(digest_of("other", EVP_sha256()), kNow);

  const TimeStampFacts facts = check_time_stamp(token, of_letter);

  ASSERT_TRUE(facts.problem);
  EXPECT_EQ(facts.problem->code, "HASH_FAILURE");
}

TEST_F(TimeStamps, AreForgedOnceAnyByteOfTheirContentIsChanged) {
  std::string token = client({"tsa"}).stamp(digest, kNow);
  const std::size_t at = token.find("20261125");
  ASSERT_NE(at, std::string::npos);
  token[at + 3] = '5';

  const TimeStampFacts facts = check_time_stamp(token, of_letter);

  ASSERT_TRUE(facts.problem);
  EXPECT_EQ(facts.problem->code, "SIG_CRYPTO_FAILURE");
}

TEST_F(TimeStamps, AreNotTakenFromAnAuthorityThatFails) {
  EXPECT_THAT(failure_of("tsa-500"), HasSubstr("HTTP 500"));
  EXPECT_THAT(failure_of("tsa-429"), HasSubstr("HTTP 429"));
  EXPECT_THAT(failure_of("tsa-hangs"), HasSubstr("no connection"));
  EXPECT_THAT(failure_of("tsa-garbage"), HasSubstr("no time stamp"));
  EXPECT_THAT(failure_of("tsa-refuses"), HasSubstr("refused"));
  EXPECT_THAT(failure_of("tsa-nonce"), HasSubstr("nonce"));
  EXPECT_THAT(failure_of("tsa-imprint"), HasSubstr("other bytes"));
  EXPECT_THAT(failure_of("tsa-stranger"), HasSubstr("does not lead to a trusted authority"));
  EXPECT_THAT(failure_of("tsa-clock"), HasSubstr("clock"));
}

TEST_F(TimeStamps, AreTakenFromTheNextAuthorityWhileTheFirstRests) {
  TimeStampClient both = client({"tsa-500", "tsa"});

  EXPECT_FALSE(both.stamp(digest, kNow).empty());
  EXPECT_FALSE(both.stamp(digest, kNow + std::chrono::seconds(30)).empty());
  EXPECT_EQ(authorities.asked("tsa-500"), 1);
  EXPECT_FALSE(both.stamp(digest, kNow + std::chrono::seconds(90)).empty());
  EXPECT_EQ(authorities.asked("tsa-500"), 2);
}

TEST_F(TimeStamps, ReliefForAnAuthorityThatWasAskedTooOftenIsLonger) {
  TimeStampClient both = client({"tsa-429", "tsa"});

  both.stamp(digest, kNow);
  both.stamp(digest, kNow + std::chrono::seconds(90));

  EXPECT_EQ(authorities.asked("tsa-429"), 1);
}

TEST_F(TimeStamps, WithoutAnAuthorityAreTheAdministratorsAffair) {
  try {
    client({}).stamp(digest, kNow);
    FAIL();
  } catch (const pipeline::Error& error) {
    EXPECT_EQ(error.remedy(), pipeline::Remedy::fix_setup);
    EXPECT_THAT(error.message().en, HasSubstr("[NO_TSA]"));
  }
}

}  // namespace
}  // namespace chengnuo::signing::tests
