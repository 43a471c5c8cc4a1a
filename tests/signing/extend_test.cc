#include "signing/extend.h"

#include <gmock/gmock.h>

#include "pipeline/error.h"
#include "pipeline/file.h"
#include "signing/pdfa_check.h"
#include "signing/sign.h"
#include "signing/survey.h"
#include "signing/verify.h"
#include "tests/signing/authorities.h"

namespace chengnuo::signing::tests {
namespace {

using pipeline::Remedy;
using ::testing::HasSubstr;

class Extending : public ::testing::Test {
 protected:
  Extending() : file(folder / "signed.pdf"), services(settings({"tsa"}), authorities.anchors()) {
    SignRequest request;
    request.time = kNow;
    sign_pdf(a_copy(folder.path()), file, request, *open_key(authorities.signer()));
  }
  TimeStampSettings settings(const std::vector<std::string>& names) const {
    TimeStampSettings made;
    for (const std::string& name : names) made.urls.push_back(authorities.url(name));
    return made;
  }
  Level level() const { return level_of(file, authorities.anchors()); }
  /// Code at the end of the message; the remedy must be as expected.
  std::string refusal(Level wanted, Remedy remedy, pipeline::Time now = kNow) {
    try {
      extend_pdf(file, wanted, services, now);
    } catch (const pipeline::Error& error) {
      EXPECT_EQ(error.remedy(), remedy);
      return error.message().en;
    }
    return "";
  }
  void expect_whole() const {
    EXPECT_EQ(run("qpdf --check " + file.string()).status, 0);
    EXPECT_TRUE(pdfa_problems(file).empty());
    EXPECT_NE(verify_file(file, authorities.anchors(), kNow).verdict, Validity::invalid);
  }

  Authorities authorities;
  TemporaryFolder folder;
  const std::filesystem::path file;
  LevelServices services;
};

TEST_F(Extending, ReachesEachLevelFromTheOneBefore) {
  EXPECT_EQ(level(), Level::b_b);
  for (const Level wanted : {Level::b_t, Level::b_lt, Level::b_lta}) {
    extend_pdf(file, wanted, services, kNow);
    EXPECT_EQ(level(), wanted);
    expect_whole();
  }
}

TEST_F(Extending, ReachesTheHighestLevelAtOnceAndOnlyAppends) {
  extend_pdf(file, Level::b_t, services, kNow);
  const std::string before = pipeline::read_file(file);

  extend_pdf(file, Level::b_lta, services, kNow);

  EXPECT_EQ(level(), Level::b_lta);
  EXPECT_TRUE(pipeline::read_file(file).starts_with(before));
  EXPECT_EQ(authorities.asked("tsa"), 2) << "one for the signature, one for the document";
}

TEST_F(Extending, TwiceGivesTheSameFile) {
  extend_pdf(file, Level::b_lta, services, kNow);
  const std::string before = pipeline::read_file(file);

  extend_pdf(file, Level::b_lta, services, kNow);
  extend_pdf(file, Level::b_t, services, kNow);

  EXPECT_EQ(pipeline::read_file(file), before);
}

TEST_F(Extending, PutsTheTimeStampIntoTheSignatureWhereOpensslFindsIt) {
  extend_pdf(file, Level::b_t, services, kNow);

  const Extracted signature = extract_signature(file);
  pipeline::write_durably(folder / "cms", signature.cms);
  const Ran parsed =
      run("openssl cms -cmsout -print -noout -inform DER -in " + (folder / "cms").string());
  EXPECT_THAT(parsed.output, HasSubstr("id-smime-aa-timeStampToken"));
  EXPECT_THAT(run("pdfsig " + file.string()).output, HasSubstr("Total document signed"));
}

TEST_F(Extending, HoldsBackTillAnAuthorityAnswersAndLosesNothing) {
  const std::string before = pipeline::read_file(file);
  LevelServices broken(settings({"tsa-500"}), authorities.anchors());
  try {
    extend_pdf(file, Level::b_lta, broken, kNow);
    FAIL();
  } catch (const pipeline::Error& error) {
    EXPECT_EQ(error.remedy(), Remedy::retry);
    EXPECT_THAT(error.message().en, HasSubstr("[TSA_UNAVAILABLE]"));
  }
  EXPECT_EQ(pipeline::read_file(file), before);

  extend_pdf(file, Level::b_lta, services, kNow);
  EXPECT_EQ(level(), Level::b_lta);
}

TEST_F(Extending, StaysAtBTWhileRevocationIsUnknownAndGoesOnFromThere) {
  authorities.set_ocsp(Service::down);
  authorities.set_crl(Service::down);
  EXPECT_THAT(refusal(Level::b_lta, Remedy::retry), HasSubstr("[LT_PENDING]"));
  EXPECT_EQ(level(), Level::b_t);

  authorities.set_ocsp(Service::works);
  authorities.set_crl(Service::works);
  const auto later = kNow + std::chrono::minutes(10);
  authorities.set_time(later);
  extend_pdf(file, Level::b_lta, services, later);

  EXPECT_EQ(level(), Level::b_lta);
  EXPECT_EQ(authorities.asked("tsa"), 2) << "the signature was not stamped again";
}

TEST_F(Extending, RefusesASignerThatWasRevoked) {
  authorities.revoke("signer", kNow - std::chrono::hours(1));

  EXPECT_THAT(refusal(Level::b_lt, Remedy::fix_setup), HasSubstr("[REVOKED]"));
}

TEST_F(Extending, RefusesACertificateThatNobodyTrusts) {
  LevelServices strangers(settings({"tsa"}), {{authorities.certificate("stranger")}});

  EXPECT_THROW(extend_pdf(file, Level::b_lt, strangers, kNow), pipeline::Error);
  EXPECT_EQ(level(), Level::b_b);
}

TEST_F(Extending, RefusesAnUnsignedFile) {
  EXPECT_THROW(extend_pdf(folder / "copy.pdf", Level::b_t, services, kNow), pipeline::Error);
}

TEST_F(Extending, CoversSeveralSigners) {
  SignRequest request;
  request.time = kNow;
  request.field_name = "Second";
  request.existing = ExistingSignatures::keep;
  sign_pdf(file, folder / "twice.pdf", request, *open_key(authorities.signer()));
  std::filesystem::rename(folder / "twice.pdf", file);

  extend_pdf(file, Level::b_lta, services, kNow);

  EXPECT_EQ(level(), Level::b_lta);
  const Survey found = survey(file);
  EXPECT_TRUE(std::ranges::all_of(found.marks, [&](const Mark& mark) {
    return mark.is_stamp || found.proven_at(mark).has_value();
  })) << "the first signature too, by the document's time stamp";
  expect_whole();
}

TEST_F(Extending, RenewsTheProofWithoutAKeyForYears) {
  extend_pdf(file, Level::b_lta, services, kNow);
  auto now = kNow;
  for (int renewal = 1; renewal <= 3; ++renewal) {
    const std::string before = pipeline::read_file(file);
    now += std::chrono::days(300);  // the authority's certificate ends after 365
    ASSERT_GT(proof_ends(file), now);
    authorities.set_time(now);
    authorities.make_tsa_certificate();

    renew_pdf(file, services, now);

    EXPECT_TRUE(pipeline::read_file(file).starts_with(before));
    EXPECT_EQ(level(), Level::b_lta);
    EXPECT_GT(proof_ends(file), now + std::chrono::days(360));
  }
  EXPECT_EQ(survey(file).marks.size(), 5u);
  expect_whole();
}

TEST(HighestLevel, IsWhatTheCertificateAllows) {
  const Authorities authorities;

  EXPECT_EQ(highest_level(*open_key(authorities.signer())), Level::b_lta);
  EXPECT_EQ(highest_level(*a_key()), Level::b_t) << "a development key names no service";
}

}  // namespace
}  // namespace chengnuo::signing::tests
