#include "signing/dss.h"

#include <gmock/gmock.h>

#include "pipeline/file.h"
#include "signing/mapped_file.h"
#include "signing/pdfa_check.h"
#include "signing/verify.h"
#include "tests/signing/fixtures.h"

namespace chengnuo::signing::tests {
namespace {

ValidationData read(const std::filesystem::path& file) {
  const MappedFile mapped(file);
  return read_dss(pdf::Document(mapped.bytes()));
}

void append(const std::filesystem::path& file, const ValidationData& data) {
  OutputFile out(file);
  append_dss(file, look_at(file), data, out);
  out.commit();
}

TEST(Dss, IsMergedWithWhatIsThere) {
  const TemporaryFolder folder;
  const auto file = a_signed_copy(folder.path());
  const std::string before = pipeline::read_file(file);
  const std::string certificate = a_key()->chain().front();

  append(file, {{certificate}, {"ocsp one"}, {}});
  append(file, {{}, {"ocsp two"}, {"list"}});

  const ValidationData data = read(file);
  EXPECT_THAT(data.certificates, ::testing::ElementsAre(certificate));
  EXPECT_THAT(data.ocsp_responses, ::testing::ElementsAre("ocsp one", "ocsp two"));
  EXPECT_THAT(data.crls, ::testing::ElementsAre("list"));
  EXPECT_TRUE(pipeline::read_file(file).starts_with(before));
  EXPECT_EQ(run("qpdf --check " + file.string()).status, 0);
  EXPECT_TRUE(pdfa_problems(file).empty());
}

TEST(Dss, LeavesTheSignatureValid) {
  const TemporaryFolder folder;
  const auto file = a_signed_copy(folder.path());

  append(file, {{a_key()->chain().front()}, {}, {}});

  const auto report = verify_file(file, {{a_key()->chain().back()}}, kNow);
  EXPECT_EQ(report.verdict, Validity::valid) << report.reason.en;
  EXPECT_EQ(report.signatures.at(0).changes_after, Changes::permitted);
}

TEST(ValidationDataSet, HoldsEachThingOnce) {
  ValidationData data{{"a"}, {}, {"x"}};
  add(data, {{"a", "b"}, {"o"}, {"x"}});

  EXPECT_THAT(data.certificates, ::testing::ElementsAre("a", "b"));
  EXPECT_TRUE(missing_in(data, {{"b"}, {}, {"x"}}).empty());
  EXPECT_THAT(missing_in(data, {{"c", "c"}, {}, {}}).certificates, ::testing::ElementsAre("c"));
}

}  // namespace
}  // namespace chengnuo::signing::tests
