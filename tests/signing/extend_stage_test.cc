#include <gmock/gmock.h>

#include <csignal>

#include "pipeline/digest.h"
#include "pipeline/error.h"
#include "pipeline/file.h"
#include "signing/sign.h"
#include "signing/stage.h"
#include "tests/signing/authorities.h"

namespace chengnuo::signing::tests {
namespace {

using pipeline::Holder;

/// A submission with both copies signed.
class ExtendStage : public ::testing::Test {
 protected:
  ExtendStage() : work(folder.path() / "work") {
    submission.id = "S20261125-0001";
    submission.unit = "unit";
    const auto plain = a_copy(folder.path());
    for (const Holder holder : {Holder::unit, Holder::enterprise}) {
      SignRequest request;
      request.time = kNow;
      sign_pdf(plain, copy(holder), request, *key);
      submission.copies.push_back({holder,
                                   std::filesystem::relative(copy(holder), work.root()).string(),
                                   pipeline::sha256_of_file(copy(holder)), "B-B", ""});
    }
  }

  std::filesystem::path copy(Holder holder) const { return work.copy(submission.id, holder); }
  void run_stage(const std::string& authority = "tsa", Level wanted = Level::b_lta) {
    TimeStampSettings settings;
    settings.urls = {authorities.url(authority)};
    LevelServices services(settings, authorities.anchors());
    extend_stage({{"unit", "北京市经济和信息化局", *key, wanted}}, services, work, [] {
      return kNow;
    }).run(submission);
  }
  void expect_raised() const {
    for (const pipeline::Copy& each : submission.copies) {
      EXPECT_EQ(each.level, "B-LTA");
      EXPECT_EQ(each.sha256, pipeline::sha256_of_file(work.root() / each.path));
      EXPECT_EQ(level_of(work.root() / each.path, authorities.anchors()), Level::b_lta);
    }
    const auto files = std::distance(std::filesystem::directory_iterator(work.made(submission.id)),
                                     std::filesystem::directory_iterator());
    EXPECT_EQ(files, 2);
  }

  Authorities authorities;
  std::unique_ptr<Key> key = open_key(authorities.signer());
  TemporaryFolder folder;
  pipeline::WorkFolder work;
  pipeline::Submission submission;
};

TEST_F(ExtendStage, RaisesBothCopiesToWhatTheUnitWants) {
  run_stage();

  expect_raised();
}

TEST_F(ExtendStage, LeavesCopiesAloneThatAreAsWanted) {
  run_stage("tsa-500", Level::b_b);

  EXPECT_EQ(authorities.asked("tsa-500"), 0);
  EXPECT_EQ(submission.copies[0].level, "B-B");
}

TEST_F(ExtendStage, KeepsTheCopyAsTheRegisterKnowsItUntilTheLevelIsReached) {
  authorities.set_ocsp(Service::down);
  authorities.set_crl(Service::down);
  EXPECT_THROW(run_stage(), pipeline::Error);
  EXPECT_EQ(submission.copies[0].level, "B-B");
  EXPECT_EQ(submission.copies[0].sha256, pipeline::sha256_of_file(copy(Holder::unit)));

  authorities.set_ocsp(Service::works);
  authorities.set_crl(Service::works);
  run_stage();

  expect_raised();
  EXPECT_EQ(authorities.asked("tsa"), 4) << "nothing was stamped twice";
}

TEST_F(ExtendStage, RefusesACopyThatIsNotTheOneThatWasSigned) {
  submission.copies[1].sha256 = std::string(64, '0');

  EXPECT_THROW(run_stage(), pipeline::Error);
}

#ifdef CHENGNUO_CRASH_POINTS

class ExtendStageCrash : public ExtendStage, public ::testing::WithParamInterface<const char*> {};

TEST_P(ExtendStageCrash, IsMadeGoodByTheNextRun) {
  EXPECT_EXIT(
      {
        ::setenv("CHENGNUO_CRASH_AT", GetParam(), 1);
        run_stage();
      },
      ::testing::KilledBySignal(SIGKILL), "");

  run_stage();

  expect_raised();
}

INSTANTIATE_TEST_SUITE_P(At, ExtendStageCrash,
                         ::testing::Values("extend: one step done",
                                           "extend: raised, not in its place",
                                           "extend: in its place, not in the register"));

#endif

}  // namespace
}  // namespace chengnuo::signing::tests
