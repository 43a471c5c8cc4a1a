#include <gmock/gmock.h>
#include <sys/resource.h>

#include <csignal>

#include "pipeline/error.h"
#include "signing/sign.h"
#include "signing/verify.h"
#include "tests/signing/authorities.h"

namespace chengnuo::signing::tests {
namespace {

using pipeline::Remedy;
using ::testing::HasSubstr;

SignRequest a_request() {
  SignRequest request;
  request.time = kNow;
  return request;
}

/// The end of the message where signing is refused, with the remedy that it must have; nothing may
/// be left under the output's name.
std::string refusal(const std::filesystem::path& in, const TemporaryFolder& folder, Remedy remedy) {
  const auto out = folder / "refused.pdf";
  try {
    sign_pdf(in, out, a_request(), *a_key());
  } catch (const pipeline::Error& error) {
    EXPECT_EQ(error.remedy(), remedy);
    EXPECT_FALSE(error.advice().zh.empty());
    EXPECT_FALSE(std::filesystem::exists(out));
    return error.message().en;
  }
  return "";
}

TEST(Reserve, GrowsOnceIfItIsTooSmall) {
  const TemporaryFolder folder;
  SignRequest request = a_request();
  request.reserve = 100;

  sign_pdf(a_copy(folder.path()), folder / "signed.pdf", request, *a_key());

  EXPECT_EQ(verify_file(folder / "signed.pdf", {{a_key()->chain().back()}}, kNow).verdict,
            Validity::valid);
  EXPECT_EQ(run("qpdf --check " + (folder / "signed.pdf").string()).status, 0);
}

TEST(Reserve, IsEnoughForAChainOfTwelve) {
  Authorities authorities;
  const TemporaryFolder folder;
  const auto key = open_key(authorities.signer_below(9));
  ASSERT_EQ(key->chain().size(), 12u);

  sign_pdf(a_copy(folder.path()), folder / "signed.pdf", a_request(), *key);

  EXPECT_EQ(verify_file(folder / "signed.pdf", authorities.anchors(), kNow).verdict,
            Validity::valid);
}

TEST(Refused, IsAPdfWithoutPages) {
  const TemporaryFolder folder;
  const auto empty = folder / "empty.pdf";
  ASSERT_EQ(run("qpdf --empty --object-streams=disable " + empty.string()).status, 0);

  EXPECT_THAT(refusal(empty, folder, Remedy::fix_document), HasSubstr("[DAMAGED]"));
}

TEST(Refused, IsWhatDoesNotFitOnTheDiskTillThereIsRoom) {
  const TemporaryFolder folder;
  const auto copy = a_copy(folder.path());
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto on_excess = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit full{std::filesystem::file_size(copy) / 2, before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &full), 0);

  const std::string said = refusal(copy, folder, Remedy::retry);

  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, on_excess);
  EXPECT_THAT(said, HasSubstr("could not be written"));
  EXPECT_EQ(refusal(copy, folder, Remedy::retry), "") << "there is room now";
}

}  // namespace
}  // namespace chengnuo::signing::tests
