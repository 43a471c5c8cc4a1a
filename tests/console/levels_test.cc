#include <gmock/gmock.h>

#include <fstream>

#include "console/time_now.h"
#include "home_with_papers.h"
#include "pipeline/file.h"
#include "tests/signing/authorities.h"

namespace chengnuo::console {
namespace {

using signing::tests::Authorities;

void replace(std::string& text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  ASSERT_NE(at, std::string::npos) << from;
  text.replace(at, from.size(), to);
}

/// A house whose certificate and time stamps come from the tests' own authority.
class AHouseWithTimeStamps : public ::testing::Test {
 protected:
  AHouseWithTimeStamps() : authorities(time_now()) {
    const auto file = papers.home().path() / "chengnuo.toml";
    std::string text = pipeline::read_file(file);
    const auto key = authorities.signer();
    replace(text, "\"keys/unit1.p12\"",
            "\"" + key.key_file.string() + "\"\ncertificate = \"" + key.certificate_file.string() +
                "\"");
    replace(text, "password_file = \"keys/unit1.password\"", "");
    replace(text, "[signing]", "[signing]\ntime_stamps = [\"" + authorities.url("tsa") + "\"]");
    pipeline::write_durably(file, text);
    pipeline::copy_durably(authorities.root(), papers.home().path() / "keys/trust/test-root.pem");
  }
  nlohmann::json submission() const {
    return papers.home().command({"status", "--json"}).json()["submissions"][0];
  }

  Authorities authorities;
  HomeWithPapers papers;
};

TEST_F(AHouseWithTimeStamps, ArchivesBothCopiesAtBLtaAndRenewsThemWithoutTheKey) {
  ASSERT_EQ(papers.run_once().exit, 0);
  papers.approve();
  ASSERT_EQ(papers.run_once().exit, 0);

  const auto before = submission();
  ASSERT_FALSE(before["archive_code"].get<std::string>().empty()) << before.dump(1);
  for (const auto& copy : before["copies"]) {
    EXPECT_EQ(copy["level"], "B-LTA");
    EXPECT_EQ(copy["pending"], false);
  }

  std::filesystem::remove(authorities.signer().key_file);  // renewing needs none
  EXPECT_EQ(papers.home().command({"archive", "renew", "--json"}).json()["renewed"].size(), 0u);
  const auto renewed = papers.home().command({"archive", "renew", "--within", "4000", "--json"});
  EXPECT_EQ(renewed.exit, 0) << renewed.out << renewed.err;
  EXPECT_EQ(renewed.json()["renewed"].size(), 1u);

  const auto after = submission();
  EXPECT_EQ(after["archive_code"], before["archive_code"]);
  EXPECT_NE(after["copies"][0]["sha256"], before["copies"][0]["sha256"]);
  EXPECT_EQ(papers.home().command({"archive", "verify"}).exit, 0);
}

TEST_F(AHouseWithTimeStamps, HasTheArchivesHeadStamped) {
  ASSERT_EQ(papers.run_once().exit, 0);
  papers.approve();
  ASSERT_EQ(papers.run_once().exit, 0);

  ASSERT_EQ(papers.home().command({"archive", "seal"}).exit, 0);

  const auto log = papers.home().path() / "archive/log/000001";
  const auto verified = run({"openssl", "ts", "-verify", "-token_in", "-in", log / "head.tst",
                             "-data", log / "head.p7s", "-CAfile", authorities.root(), "-untrusted",
                             authorities.folder() / "issuing.pem"});
  EXPECT_EQ(verified.exit, 0) << verified.err;
}

TEST_F(AHouseWithTimeStamps, IsToldByTheDoctorWhatItReaches) {
  const auto healthy = papers.home().command({"doctor"});
  EXPECT_THAT(healthy.out, ::testing::HasSubstr("B-LTA"));

  const auto file = papers.home().path() / "chengnuo.toml";
  std::string text = pipeline::read_file(file);
  replace(text, authorities.url("tsa"), authorities.url("tsa-500"));
  pipeline::write_durably(file, text);
  const auto ill = papers.home().command({"doctor"});
  EXPECT_THAT(ill.out, ::testing::HasSubstr("TSA_UNAVAILABLE"));
}

}  // namespace
}  // namespace chengnuo::console
