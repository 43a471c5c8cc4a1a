// What a signature is worth as time passes (ETSI EN 319 102-1): its certificate ends, is revoked,
// the time stamps' own certificates end. The services run on 127.0.0.1, at the test's clock.
#include <gmock/gmock.h>

#include "tests/signing/aged_file.h"

namespace chengnuo::signing::tests {
namespace {

using std::chrono::days;

class TimeLogic : public ::testing::Test {
 protected:
  void expect(Validity verdict, const std::string& code, const std::string& level) {
    const VerificationReport report = file.verified();
    EXPECT_EQ(report.verdict, verdict) << report.reason.en;
    EXPECT_EQ(report.code, code) << report.reason.en;
    ASSERT_FALSE(report.signatures.empty());
    EXPECT_EQ(report.signatures[0].level, level);
  }
  AgedFile file;
};

TEST_F(TimeLogic, EachLevelIsReachedByWhatIsInTheFile) {
  file.sign_stamped();
  const auto at_once = file.verified({}, RevocationRule::as_embedded);
  EXPECT_EQ(at_once.verdict, Validity::valid) << at_once.reason.en;
  EXPECT_EQ(at_once.signatures.at(0).level, "B-T");
  EXPECT_EQ(at_once.signatures.at(0).proven_at, kNow);

  file.add_store();
  expect(Validity::valid, "", "B-LT");
  file.add_stamp();
  expect(Validity::valid, "", "B-LTA");
  const auto report = file.verified();
  EXPECT_EQ(report.signatures.at(1).kind, SignatureKind::time_stamp);
  EXPECT_EQ(report.signatures.at(1).verdict, Validity::valid) << report.signatures[1].reason.en;
  EXPECT_EQ(report.signatures.at(0).changes_after, Changes::permitted);
}

TEST_F(TimeLogic, WithoutRevocationInformationNothingIsCertainOffline) {
  file.sign();
  expect(Validity::indeterminate, "TRY_LATER", "B-B");
  EXPECT_EQ(file.verified({}, RevocationRule::as_embedded).verdict, Validity::valid);
}

TEST_F(TimeLogic, RevocationInformationThatIsTooOldDoesNotCount) {
  file.add_store();
  file.pass(days(60));
  file.sign();
  expect(Validity::indeterminate, "TRY_LATER", "B-B");
}

TEST_F(TimeLogic, AnExpiredCertificateIsGoodIfATimeStampProvesTheSignatureOlder) {
  file.sign_stamped();
  file.add_store();
  for (int renewal = 0; renewal < 2; ++renewal) {
    file.pass(days(300));
    file.add_store();  // the authority's certificate so far was good until now
    file.authorities.make_tsa_certificate();
    file.add_stamp();
  }
  file.pass(days(200));  // the signer's certificate and the first two authorities' have ended
  file.add_store();
  expect(Validity::valid, "", "B-LTA");
}

TEST_F(TimeLogic, AnExpiredCertificateWithoutAProofIsNot) {
  file.sign();
  file.add_store();
  file.pass(days(800));
  expect(Validity::indeterminate, "OUT_OF_BOUNDS_NO_POE", "B-B");
}

TEST_F(TimeLogic, ATimeStampWhoseOwnCertificateHasEndedProvesNothing) {
  file.sign_stamped();
  file.add_store();
  file.pass(days(400));
  const auto report = file.verified();
  EXPECT_EQ(report.verdict, Validity::indeterminate);
  EXPECT_EQ(report.code, "OUT_OF_BOUNDS_NO_POE");
  EXPECT_THAT(report.reason.zh, ::testing::HasSubstr("时间戳"));
}

TEST_F(TimeLogic, ACertificateThatIsNotValidYetIsNot) {
  file.sign();
  EXPECT_EQ(file.verified(kNow - days(30)).code, "OUT_OF_BOUNDS_NO_POE");
}

TEST_F(TimeLogic, RevokedAfterTheProofIsValid) {
  file.sign_stamped();
  file.pass(days(2));
  file.authorities.revoke("signer", file.now - days(1));
  file.add_store();
  expect(Validity::valid, "", "B-LT");
}

TEST_F(TimeLogic, RevokedBeforeTheProofIsInvalid) {
  file.authorities.revoke("signer", kNow - days(1));
  file.sign_stamped();
  file.add_store();
  expect(Validity::invalid, "REVOKED", "B-LT");
}

TEST_F(TimeLogic, RevokedWithoutAProofIsNotValid) {
  file.sign();
  file.pass(days(2));
  file.authorities.revoke("signer", file.now - days(1));
  file.add_store();
  expect(Validity::indeterminate, "REVOKED_NO_POE", "B-B");
}

TEST_F(TimeLogic, AnAuthorityThatNobodyTrustsProvesNothing) {
  file.sign_stamped();
  file.add_store();
  const Authorities others;
  const VerificationReport report = verified(file.bytes, kNow, nullptr);
  EXPECT_EQ(report.verdict, Validity::indeterminate);
  EXPECT_EQ(report.code, "NO_CERTIFICATE_CHAIN_FOUND");
}

TEST_F(TimeLogic, AStampThatWasMadeForOtherBytesIsInvalid) {
  file.sign_stamped();
  file.add_stamp();
  // The later stamp's contents are put in the place of another file's.
  AgedFile other;
  other.sign();
  other.add_stamp();
  const auto contents = [](const std::string& bytes) {
    const std::size_t begin = bytes.rfind("/Contents<") + 10;
    return std::pair(begin, bytes.find('>', begin) - begin);
  };
  const auto [to, length] = contents(file.bytes);
  const auto [from, other_length] = contents(other.bytes);
  ASSERT_EQ(length, other_length);
  file.bytes.replace(to, length, other.bytes.substr(from, other_length));
  const auto report = file.verified();
  EXPECT_EQ(report.verdict, Validity::invalid);
  EXPECT_EQ(report.code, "HASH_FAILURE");
}

TEST_F(TimeLogic, StampsOutOfOrderAreNotBelieved) {
  file.sign_stamped();
  file.add_store();
  file.pass(days(20));
  file.add_stamp();
  file.pass(days(-10));
  file.add_stamp();
  file.pass(days(20));
  const auto report = file.verified({}, RevocationRule::as_embedded);
  EXPECT_EQ(report.verdict, Validity::indeterminate);
  EXPECT_EQ(report.code, "TIMESTAMP_ORDER_FAILURE");
}

TEST_F(TimeLogic, AChangeBehindAnArchiveTimeStampIsInvalid) {
  file.sign_stamped();
  file.add_store();
  file.add_stamp();
  file.bytes = with_update(file.bytes, {{kText, stream_of("BT (x) Tj ET")}});
  expect(Validity::invalid, "MODIFIED_AFTER_SIGNING", "none");
}

TEST_F(TimeLogic, TheReportSaysHowLongItsProofHolds) {
  file.sign_stamped();
  const auto report = file.verified({}, RevocationRule::as_embedded);
  EXPECT_EQ(report.signatures.at(0).proof_until, kNow - std::chrono::minutes(5) + days(365));
}

}  // namespace
}  // namespace chengnuo::signing::tests
