// What a person, a program and another validator read in a report.
#include <gmock/gmock.h>

#include "pipeline/error.h"
#include "pipeline/file.h"
#include "pipeline/json.h"
#include "signing/deflate.h"
#include "signing/isolated_verify.h"
#include "signing/pair.h"
#include "signing/report_json.h"
#include "signing/report_text.h"
#include "signing/sign.h"
#include "signing/signed_revision.h"
#include "tests/signing/judgement.h"

namespace chengnuo::signing::tests {
namespace {

using pipeline::Language;
using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string a_signed_contract() {
  const auto key = a_key();
  HandMade wanted;
  wanted.cms = honest_cms(*key);
  return signed_by_hand(a_contract(), wanted);
}

std::string a_modified_contract() {
  const std::string bytes = a_signed_contract();
  return with_update(bytes, {{kText, stream_of("BT (x) Tj ET")}});
}

TEST(Report, BeginsWithTheVerdict) {
  EXPECT_THAT(one_page(verified(a_signed_contract()), Language::chinese),
              StartsWith("结论：有效\n"));
  EXPECT_THAT(one_page(verified(a_contract()), Language::chinese), StartsWith("结论：未签名\n"));
  EXPECT_THAT(one_page(verified(""), Language::chinese), StartsWith("结论：无效\n"));
}

TEST(Report, SaysFirstThatAFileWasModifiedAfterSigning) {
  const std::string page = one_page(verified(a_modified_contract()), Language::chinese);
  EXPECT_THAT(page, StartsWith("结论：签名后被改动——无效\n"));
  EXPECT_THAT(page, HasSubstr("--revision"));
  EXPECT_THAT(one_page(verified(a_modified_contract()), Language::english),
              StartsWith("VERDICT: MODIFIED AFTER SIGNING"));
}

TEST(Report, IsTheSameForTheSameFileAndTime) {
  const std::string bytes = a_signed_contract();
  const auto all = [&bytes] {
    const VerificationReport report = verified(bytes);
    return one_page(report, Language::chinese).substr(0, 400) +
           etsi_report(report, Language::chinese) +
           to_json(report, Language::chinese)["signatures"].dump();
  };
  EXPECT_EQ(all(), all());
}

TEST(Report, SpeaksEtsisLanguage) {
  const auto xml = [](const std::string& bytes) {
    return etsi_report(verified(bytes), Language::english);
  };
  EXPECT_THAT(xml(a_signed_contract()), HasSubstr("urn:etsi:019102:mainindication:total-passed"));
  const std::string modified = xml(a_modified_contract());
  EXPECT_THAT(modified, HasSubstr("urn:etsi:019102:mainindication:total-failed"));
  EXPECT_THAT(modified, HasSubstr("urn:etsi:019102:subindication:FORMAT_FAILURE"));
  EXPECT_THAT(xml(a_contract()), HasSubstr("no-signature-found"));
}

TEST(Report, ListsEveryCheckWithItsEvidence) {
  const nlohmann::json json = to_json(verified(a_signed_contract()), Language::english);
  std::vector<std::string> names;
  for (const auto& check : json["signatures"][0]["checks"]) {
    names.push_back(check["name"]);
    EXPECT_EQ(check["result"], "valid");
    EXPECT_NE(check["evidence"], "");
  }
  EXPECT_THAT(
      names, ::testing::ElementsAre("byte_range", "changes_after", "value", "chain", "revocation"));
  EXPECT_EQ(json["signatures"][0]["indication"], "TOTAL-PASSED");
}

class BadInput : public ::testing::Test {
 protected:
  static void expect(const std::string& bytes, const std::string& code, const std::string& cause) {
    const VerificationReport report = verified(bytes);
    EXPECT_NE(report.verdict, Validity::valid);
    EXPECT_EQ(report.code, code) << report.reason.en;
    EXPECT_EQ(report.cause, cause) << report.reason.en;
    EXPECT_NE(to_json(report, Language::chinese)["advice"], "");
  }
};

TEST_F(BadInput, EachHasACodeAndARemedy) {
  const std::string bytes = a_signed_contract();
  expect("", "FORMAT_FAILURE", "NOT_A_PDF");
  expect("Dear Sirs", "FORMAT_FAILURE", "NOT_A_PDF");
  expect("HTTP/1.1 200 OK\n\n" + bytes, "FORMAT_FAILURE", "JUNK_PREFIX");
  expect(bytes.substr(0, bytes.size() / 2), "FORMAT_FAILURE", "TRUNCATED");
  expect(bytes + "trailing", "FORMAT_FAILURE", "TRUNCATED");
  expect(replaced(bytes, "startxref\n", "startxref\n1", bytes.rfind("startxref")), "FORMAT_FAILURE",
         "TRUNCATED");
  const std::size_t table = bytes.rfind("\nxref\n") + 1;
  std::string broken = bytes;
  expect(broken.replace(table, 4, "xxxx"), "FORMAT_FAILURE", "DAMAGED");
  const std::size_t range = bytes.rfind("/ByteRange[0 ") + 11;
  std::string partial = bytes;
  expect(partial.replace(range, 1, "9"), "FORMAT_FAILURE", "PARTIAL_COVERAGE");
  expect(a_contract(), "NOT_SIGNED", "");
  expect(a_contract_with({{kPageTree, "<</Type/Pages/Kids[]/Count 0>>"}}), "FORMAT_FAILURE",
         "NO_PAGES");
}

TEST_F(BadInput, AnEmptyFieldIsToldFromAnEmptySignatureAndNone) {
  const std::string empty =
      a_contract_with({{kForm, "<</Fields[7 0 R 9 0 R 20 0 R]>>"},
                       {20, "<</Type/Annot/Subtype/Widget/FT/Sig/T(S)/Rect[0 0 0 0]/P 3 0 R>>"}});
  expect(empty, "EMPTY_FIELD", "");
  std::string zero = a_signed_contract();
  const std::size_t begin = zero.rfind("/Contents<") + 10;
  const std::size_t size = zero.find('>', begin) - begin;
  expect(zero.replace(begin, size, std::string(size, '0')), "EMPTY_SIGNATURE", "");
}

TEST(Isolated, SaysTheSameAsInTheProcessItself) {
  const TemporaryFolder folder;
  const auto pdf = a_signed_copy(folder.path());
  const auto here = to_json(verify_file(pdf, our_anchors(), kNow), Language::chinese);
  EXPECT_EQ(to_json(verify_isolated(pdf, our_anchors(), kNow), Language::chinese), here);
  EXPECT_EQ(here["copy"], "unit");
}

TEST(Isolated, EndsWithItsTime) {
  const TemporaryFolder folder;
  const auto pdf = a_signed_copy(folder.path());
  const auto report = verify_isolated(pdf, our_anchors(), kNow, {}, {std::chrono::seconds(0), 512});
  EXPECT_EQ(report.verdict, Validity::indeterminate);
  EXPECT_EQ(report.code, "READER_TOO_SLOW");
}

#ifndef __SANITIZE_ADDRESS__
TEST(Isolated, SurvivesAChildThatDies) {
  const TemporaryFolder folder;
  const std::string packed = deflate(std::string(std::size_t{60} << 20, ' '));
  pipeline::write_durably(folder / "large.pdf",
                          a_contract_with({{kText, stream_of(packed, "/Filter/FlateDecode")}}));
  EXPECT_EQ(verify_isolated(folder / "large.pdf", our_anchors(), kNow).code, "NOT_SIGNED");

  const auto report =
      verify_isolated(folder / "large.pdf", our_anchors(), kNow, {}, {std::chrono::seconds(60), 0});

  EXPECT_EQ(report.verdict, Validity::indeterminate);
  EXPECT_EQ(report.code, "READER_FAILED");
}
#endif

TEST(SignedRevision, IsTheFileAsItWasSigned) {
  const TemporaryFolder folder;
  const std::string original = a_signed_contract();
  const std::string modified = with_update(original, {{kText, stream_of("BT (x) Tj ET")}});
  pipeline::write_durably(folder / "modified.pdf", modified);
  const auto report = verify_file(folder / "modified.pdf", our_anchors(), kNow);

  write_signed_revision(report, 1, folder / "signed.pdf");

  EXPECT_EQ(pipeline::read_file(folder / "signed.pdf"), original);
  EXPECT_THROW(write_signed_revision(report, 2, folder / "none.pdf"), pipeline::Error);
  EXPECT_THROW(write_signed_revision(report, 1, folder / "modified.pdf"), pipeline::Error);
  EXPECT_EQ(pipeline::read_file(folder / "modified.pdf"), modified);
}

class Pair : public ::testing::Test {
 protected:
  VerificationReport copy_for(pipeline::Holder holder, const std::string& title = "承诺书") {
    CopyContent content = a_letter();
    content.metadata.holder = holder;
    if (title != "承诺书") content.pages[0].lines[0].text = title;
    content.metadata.content_digest = content_digest(content.pages);
    write_copy(content, folder_ / "copy.pdf");
    SignRequest request;
    request.time = kNow;
    const auto out = folder_ / (std::string(pipeline::name_of(holder)) + title + ".pdf");
    sign_pdf(folder_ / "copy.pdf", out, request, *a_key());
    return verify_file(out, our_anchors(), kNow);
  }
  TemporaryFolder folder_;
};

TEST_F(Pair, IsValidIfBothAreAndBelongTogether) {
  const auto unit = copy_for(pipeline::Holder::unit);
  const auto enterprise = copy_for(pipeline::Holder::enterprise);
  EXPECT_EQ(judge_pair(unit, enterprise).verdict, Validity::valid);
  EXPECT_EQ(judge_pair(enterprise, unit).verdict, Validity::valid);
  EXPECT_EQ(judge_pair(unit, unit).code, "SAME_HOLDER");
  EXPECT_EQ(judge_pair(unit, copy_for(pipeline::Holder::enterprise, "另一份")).code,
            "DIFFERENT_CONTENT");
  EXPECT_EQ(judge_pair(unit, verified(a_signed_contract())).code, "NOT_OUR_COPIES");
  EXPECT_EQ(judge_pair(unit, verified(a_modified_contract())).code, "MODIFIED_AFTER_SIGNING");
}

}  // namespace
}  // namespace chengnuo::signing::tests
