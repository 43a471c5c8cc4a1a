#include "signing/revocation.h"

#include <gmock/gmock.h>

#include "signing/revocation_client.h"
#include "tests/signing/authorities.h"

namespace chengnuo::signing::tests {
namespace {

class RevocationSearch : public ::testing::Test {
 protected:
  Evidence find(std::optional<pipeline::Time> known_since = std::nullopt,
                const ValidationData* present = nullptr, pipeline::Time now = kNow) {
    EvidenceWanted wanted;
    wanted.chain = chain_of(authorities.certificate("signer"), {authorities.certificate("issuing")},
                            authorities.anchors(), now);
    EXPECT_EQ(wanted.chain.size(), 3u);
    wanted.known_since = known_since;
    wanted.present = present;
    return client.find(wanted, now);
  }
  static std::string code_of(const Evidence& evidence) {
    return evidence.problem ? evidence.problem->code : "";
  }

  Authorities authorities;
  RevocationClient client;
};

TEST_F(RevocationSearch, TakesOcspForTheSignerAndTheListForItsIssuer) {
  const Evidence found = find();

  EXPECT_EQ(code_of(found), "");
  EXPECT_EQ(found.data.ocsp_responses.size(), 1u);
  EXPECT_EQ(found.data.crls.size(), 1u) << "the issuing authority's, by the root";
  EXPECT_THAT(found.data.certificates, ::testing::Contains(authorities.certificate("responder")));
  EXPECT_EQ(authorities.asked("issuing.crl"), 0);
}

TEST_F(RevocationSearch, FallsBackOnTheListWhenOcspIsOfNoUse) {
  for (const Service how :
       {Service::down, Service::unknown, Service::out_of_date, Service::unauthorised}) {
    RevocationClient fresh;
    authorities.set_ocsp(how);
    EvidenceWanted wanted;
    wanted.chain = chain_of(authorities.certificate("signer"), {authorities.certificate("issuing")},
                            authorities.anchors(), kNow);

    const Evidence found = fresh.find(wanted, kNow);

    EXPECT_EQ(code_of(found), "") << static_cast<int>(how);
    EXPECT_TRUE(found.data.ocsp_responses.empty()) << static_cast<int>(how);
    EXPECT_EQ(found.data.crls.size(), 2u) << static_cast<int>(how);
  }
}

TEST_F(RevocationSearch, IsToBeTriedLaterWhenNothingAnswers) {
  authorities.set_ocsp(Service::down);
  authorities.set_crl(Service::down);

  EXPECT_EQ(code_of(find()), "TRY_LATER");

  authorities.set_ocsp(Service::works);
  authorities.set_crl(Service::out_of_date);
  EXPECT_EQ(code_of(find()), "TRY_LATER") << "nothing good about the issuing authority";
}

TEST_F(RevocationSearch, TellsOfARevokedSigner) {
  authorities.revoke("signer", kNow - std::chrono::hours(1));
  EXPECT_EQ(code_of(find()), "REVOKED");

  authorities.set_ocsp(Service::down);
  RevocationClient fresh;
  EvidenceWanted wanted;
  wanted.chain = chain_of(authorities.certificate("signer"), {authorities.certificate("issuing")},
                          authorities.anchors(), kNow);
  EXPECT_EQ(code_of(fresh.find(wanted, kNow)), "REVOKED") << "by the list";
}

TEST_F(RevocationSearch, HoldsNothingAgainstASignatureThatIsProvenOlderThanTheRevocation) {
  authorities.revoke("signer", kNow - std::chrono::hours(1));

  EXPECT_EQ(code_of(find(kNow - std::chrono::hours(2))), "");
}

TEST_F(RevocationSearch, WaitsForAnAnswerThatIsNotOlderThanTheSignature) {
  find();  // kept by now
  authorities.set_ocsp(Service::down);
  EXPECT_EQ(code_of(find(kNow + std::chrono::minutes(1))), "TRY_LATER");

  authorities.set_ocsp(Service::works);
  authorities.set_time(kNow + std::chrono::minutes(2));
  EXPECT_EQ(code_of(find(kNow + std::chrono::minutes(1), nullptr, kNow + std::chrono::minutes(2))),
            "");
}

TEST_F(RevocationSearch, AsksNobodyTwiceForWhatItKnows) {
  find();
  find();

  EXPECT_EQ(authorities.asked("ocsp"), 1);
  EXPECT_EQ(authorities.asked("root.crl"), 1);
}

TEST_F(RevocationSearch, AsksNobodyForWhatTheFileHolds) {
  const ValidationData present = find().data;
  RevocationClient fresh;
  EvidenceWanted wanted;
  wanted.chain = chain_of(authorities.certificate("signer"), {authorities.certificate("issuing")},
                          authorities.anchors(), kNow);
  wanted.present = &present;

  const Evidence again = fresh.find(wanted, kNow + std::chrono::days(300));

  EXPECT_EQ(code_of(again), "");
  EXPECT_TRUE(missing_in(present, again.data).empty());
  EXPECT_EQ(authorities.asked("ocsp"), 1);
}

TEST_F(RevocationSearch, SaysThatACertificateNamesNoService) {
  EvidenceWanted wanted;
  wanted.chain = {authorities.certificate("responder"), authorities.certificate("issuing"),
                  authorities.certificate("root")};

  EXPECT_EQ(code_of(client.find(wanted, kNow)), "NO_REVOCATION_SOURCE");
}

}  // namespace
}  // namespace chengnuo::signing::tests
