// Attacks on signed PDFs, by the names that the literature gives them: universal signature forgery
// (USF), signature wrapping (SWA), incremental saving (ISA). Each must end in "invalid".
#include <gmock/gmock.h>

#include <fstream>

#include "pipeline/file.h"
#include "signing/verify.h"
#include "tests/signing/fixtures.h"
#include "tests/signing/tampering.h"

namespace chengnuo::signing::tests {
namespace {

using ::testing::HasSubstr;

class Attack : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    const TemporaryFolder folder;
    original() = pipeline::read_file(a_signed_copy(folder.path()));
  }
  static std::string& original() {
    static std::string bytes;
    return bytes;
  }

  VerificationReport verify(const std::string& bytes) {
    std::ofstream(folder_ / "attacked.pdf", std::ios::binary) << bytes;
    return verify_file(folder_ / "attacked.pdf",
                       read_trust_anchors({development_ca_certificate(key_folder() / "1")}), kNow);
  }
  void expect_invalid(const std::string& bytes, const std::string& code) {
    ASSERT_NE(bytes, original());
    const VerificationReport report = verify(bytes);
    EXPECT_EQ(report.verdict, Validity::invalid) << report.reason.en;
    EXPECT_EQ(report.code, code) << report.reason.en;
  }
  void expect_modified(const std::string& bytes, const std::string& what) {
    const VerificationReport report = verify(bytes);
    EXPECT_EQ(report.verdict, Validity::invalid);
    EXPECT_EQ(report.code, "MODIFIED_AFTER_SIGNING") << report.reason.en;
    EXPECT_THAT(report.reason.en, HasSubstr(what));
    ASSERT_FALSE(report.signatures.empty());
    EXPECT_EQ(report.signatures[0].changes_after, Changes::suspicious);
  }

 private:
  TemporaryFolder folder_;
};

/// Object numbers of the signed copy.
constexpr std::uint32_t kCatalog = 1;
constexpr std::uint32_t kPages = 2;
constexpr std::uint32_t kInformation = 3;
constexpr std::uint32_t kMetadata = 4;
constexpr std::uint32_t kFirstPage = 13;
constexpr std::uint32_t kContents = 14;
constexpr std::uint32_t kField = 19;
constexpr std::uint32_t kSignature = 20;
constexpr std::uint32_t kFree = 22;

std::string page_with(const std::string& pdf, const std::string& old_text,
                      const std::string& new_text) {
  return replaced(value_of(pdf, kFirstPage), old_text, new_text);
}

TEST_F(Attack, NoneIsFoundInTheOriginal) { EXPECT_EQ(verify(original()).verdict, Validity::valid); }

TEST_F(Attack, OneFlippedBitAnywhereIsNoticed) {
  // A prime stride visits every kind of place in some hundred steps.
  for (std::size_t at = 0; at < original().size(); at += 997) {
    std::string bytes = original();
    bytes[at] = static_cast<char>(bytes[at] ^ 1);
    EXPECT_NE(verify(bytes).verdict, Validity::valid) << "byte " << at;
  }
}

TEST_F(Attack, AppendedBytesAreNoticed) {
  expect_invalid(original() + "% a comment", "FORMAT_FAILURE");
  expect_modified(original() + "\n", "blank bytes");
  expect_modified(original() + std::string(1000, '\0'), "blank bytes");
}

// USF: the signature is made unreadable in the hope that the reader says "valid" all the same.

TEST_F(Attack, UsfByteRangeMissing) {
  expect_invalid(replaced(original(), "/ByteRange", "/ByteRangf"), "FORMAT_FAILURE");
}

TEST_F(Attack, UsfByteRangeOfOtherShapes) {
  const std::size_t begin = original().rfind("/ByteRange [") + 12;
  const std::size_t length = original().find(']', begin) - begin;
  for (const std::string shape : {"", "0", "0 0 0 0", "0 1 2", "0 -1 5 5", "0 1 2 3 4", "null",
                                  "0 10 5 5", "0 9999999999 9999999999 9", "(0) 1 2 3"}) {
    std::string range = shape;
    range.resize(length, ' ');
    std::string bytes = original();
    expect_invalid(bytes.replace(begin, length, range), "FORMAT_FAILURE");
  }
}

TEST_F(Attack, UsfContentsMissingOrEmpty) {
  const std::size_t begin = original().rfind("/Contents <") + 10;
  const std::size_t end = original().find('>', begin) + 1;
  const auto with = [&](const std::string& contents) {
    std::string bytes = original();
    return bytes.replace(begin, end - begin,
                         contents + std::string(end - begin - contents.size(), ' '));
  };
  expect_invalid(with("null"), "EMPTY_SIGNATURE");
  expect_invalid(with("<>"), "EMPTY_SIGNATURE");
  expect_invalid(with("<" + std::string(end - begin - 2, '0') + ">"), "EMPTY_SIGNATURE");
  expect_invalid(with("<3000>"), "FORMAT_FAILURE");
  expect_invalid(replaced(original(), "/Contents <", "/Kontents <"), "EMPTY_SIGNATURE");
}

TEST_F(Attack, UsfSignatureRemovedFromItsField) {
  const std::string field = value_of(original(), kField);
  const std::string emptied = replaced(field, "/V 20 0 R", "");

  expect_invalid(with_update(original(), {{kField, emptied}}), "MODIFIED_AFTER_SIGNING");
}

TEST_F(Attack, UsfFieldRemovedFromTheForm) {
  const std::string catalog = replaced(value_of(original(), kCatalog), "19 0 R", "");

  expect_invalid(with_update(original(), {{kCatalog, catalog}}), "MODIFIED_AFTER_SIGNING");
}

// SWA: signed bytes are moved, and others put where they were.

TEST_F(Attack, SwaGapLargerThanTheSignature) {
  const std::size_t begin = original().rfind("/ByteRange [0 ") + 14;
  std::string bytes = original();
  const std::string number = bytes.substr(begin, 10);
  bytes.replace(begin, 10, std::to_string(std::stoul(number) - 10) + std::string(10, ' '), 0, 10);

  expect_invalid(bytes, "FORMAT_FAILURE");
}

TEST_F(Attack, SwaSecondPartMovedBehindNewContent) {
  // The signed second part goes to the end of the file; the range follows it there.
  const std::size_t contents = original().rfind("/Contents <") + 10;
  const std::size_t gap_end = original().find('>', contents) + 1;
  const std::string second = original().substr(gap_end);
  const std::string wedge = "\n>>\nendobj\n14 0 obj\n<</Length 0>>\nstream\n\nendstream\nendobj\n%";
  std::string bytes = original().substr(0, gap_end) + wedge + second;
  const std::size_t range = bytes.rfind("/ByteRange [0 ");
  const std::string old_range = bytes.substr(range, bytes.find(']', range) + 1 - range);
  std::string new_range = "/ByteRange [0 " + std::to_string(contents) + ' ' +
                          std::to_string(gap_end + wedge.size()) + ' ' +
                          std::to_string(second.size());
  new_range.resize(old_range.size() - 1, ' ');
  bytes = replaced(bytes, old_range, new_range + ']');

  EXPECT_EQ(verify(bytes).verdict, Validity::invalid);
}

TEST_F(Attack, SwaContentsThatIsNotTheGap) {
  // A second /Contents, outside the gap, is the one that a dictionary's reader may see.
  const std::string doubled = replaced(original(), "/SubFilter", "/Contents<30>/SubFilter");

  EXPECT_EQ(verify(doubled).verdict, Validity::invalid);
}

// ISA: an update behind the signature changes what is shown.

TEST_F(Attack, IsaPageContentReplaced) {
  expect_modified(with_update(original(), {{kContents, "<</Length 2>>\nstream\nBT\nendstream"}}),
                  "an object that the signature covers was changed");
}

TEST_F(Attack, IsaPageReplaced) {
  expect_modified(
      with_update(original(), {{kFirstPage, page_with(original(), "14 0 R", "17 0 R")}}),
      "a page was changed");
}

TEST_F(Attack, IsaPagesAddedAndRemoved) {
  const std::string pages = value_of(original(), kPages);
  expect_modified(with_update(original(), {{kPages, replaced(pages, "16 0 R", "")}}),
                  "covers was changed");
  expect_modified(with_update(original(), {{kPages, replaced(pages, "16 0 R", "16 0 R 22 0 R")},
                                           {kFree, value_of(original(), kFirstPage)}}),
                  "covers was changed");
}

TEST_F(Attack, IsaCatalogReplaced) {
  const std::string catalog = value_of(original(), kCatalog);
  expect_modified(
      with_update(original(), {{kCatalog, replaced(catalog, "/Pages 2 0 R", "/Pages 22 0 R")},
                               {kFree, value_of(original(), kPages)}}),
      "catalog was changed");
  expect_modified(
      with_update(original(),
                  {{kCatalog, replaced(catalog, "/Lang", "/OpenAction[13 0 R/Fit]/Lang")}}),
      "catalog was changed");
  const std::string second = with_update(original(), {{kFree, catalog}});
  expect_modified(replaced(second, "/Root 1 0 R/", "/Root 22 0 R/", original().size()),
                  "root or encryption");
  expect_invalid(with_update(original(), {{kFree, catalog}}, "/Root 22 0 R"), "FORMAT_FAILURE");
}

TEST_F(Attack, IsaAnnotationOverThePage) {
  const std::string annotation =
      "<</Type/Annot/Subtype/FreeText/Rect[0 0 600 800]/Contents(100%)>>";
  expect_modified(
      with_update(original(), {{kFirstPage, page_with(original(), "19 0 R", "19 0 R 22 0 R")},
                               {kFree, annotation}}),
      "annotations on a page");
}

TEST_F(Attack, IsaVisibleFieldWithoutASignature) {
  const std::string field =
      "<</Type/Annot/Subtype/Widget/FT/Sig/T(x)/Rect[0 0 600 800]/F 4/AP<</N 21 0 R>>>>";
  const std::string catalog = replaced(value_of(original(), kCatalog), "19 0 R", "19 0 R 22 0 R");
  expect_modified(
      with_update(original(), {{kCatalog, catalog},
                               {kFirstPage, page_with(original(), "19 0 R", "19 0 R 22 0 R")},
                               {kFree, field}}),
      "visible field without a signature");
}

TEST_F(Attack, IsaFieldWithAnAction) {
  const std::string field =
      "<</Type/Annot/Subtype/Widget/FT/Sig/T(x)/Rect[0 0 0 0]/AA<</O<</S/JavaScript/JS(1)>>>>>>";
  const std::string catalog = replaced(value_of(original(), kCatalog), "19 0 R", "19 0 R 22 0 R");
  expect_modified(with_update(original(), {{kCatalog, catalog}, {kFree, field}}),
                  "no plain signature field");
}

TEST_F(Attack, IsaWithoutTableOrTrailer) {
  const std::string object = "14 0 obj\n<</Length 2>>\nstream\nBT\nendstream\nendobj\n";
  expect_invalid(original() + object, "FORMAT_FAILURE");
  expect_invalid(original() + object + "%%EOF\n", "FORMAT_FAILURE");
  expect_modified(original() + object + original().substr(original().rfind("startxref")), "");
}

TEST_F(Attack, IsaObjectThatItsTableDoesNotList) {
  const std::string object = "14 0 obj\nnull\nendobj\n";
  const std::string update = with_update(original() + object, {{kFree, "null"}});
  expect_modified(update, "an object that no table lists");
}

TEST_F(Attack, IsaTableThatPointsBackIntoTheFile) {
  // A shadow object, prepared before the signature, is brought to light by the table alone.
  std::string update = with_update(original(), {{kFree, "null"}});
  const std::size_t table = update.rfind("xref\n0 0\n") + 9;
  update.insert(table, "14 1\n0000000015 00000 n\r\n");
  expect_modified(update, "");
}

TEST_F(Attack, IsaObjectDeleted) {
  std::string update = with_update(original(), {{kFree, "null"}});
  update.insert(update.rfind("xref\n0 0\n") + 9, "14 1\n0000000000 00001 f\r\n");
  expect_modified(update, "deleted");
}

TEST_F(Attack, IsaFileThatForgetsItsPast) {
  // The whole document again, with its table not chained to the signed one.
  const std::string update = with_update(original(), {{kFree, "null"}});
  EXPECT_EQ(verify(replaced(update, "/Prev", "/Prex", original().size())).verdict,
            Validity::invalid);
}

TEST_F(Attack, SignatureMovedToANewField) {
  const std::string field = replaced(value_of(original(), kField), "/T (Signature1)", "/T (Other)");
  const std::string catalog = replaced(value_of(original(), kCatalog), "19 0 R", "22 0 R");
  EXPECT_EQ(verify(with_update(original(), {{kCatalog, catalog}, {kFree, field}})).verdict,
            Validity::invalid);
}

TEST_F(Attack, SignatureDictionaryReplacedByACopy) {
  EXPECT_EQ(
      verify(with_update(original(), {{kSignature, value_of(original(), kSignature)}})).verdict,
      Validity::invalid);
}

// What later signatures and archive time stamps need must pass.

TEST_F(Attack, NoneIsSeenInValidationDataOrMetadata) {
  const std::string catalog = replaced(value_of(original(), kCatalog), "/Lang", "/DSS 22 0 R/Lang");
  const std::string information =
      replaced(value_of(original(), kInformation), "/Producer", "/Creator(x)/Producer");
  const VerificationReport report = verify(with_update(
      original(),
      {{kCatalog, catalog},
       {kFree, "<</Certs[]>>"},
       {kInformation, information},
       {kMetadata,
        "<</Type/Metadata/Subtype/XML/Length 19>>\nstream\n<r:RDF><a/></r:RDF>\nendstream"}}));

  EXPECT_EQ(report.verdict, Validity::valid) << report.reason.en;
  EXPECT_EQ(report.signatures[0].changes_after, Changes::permitted);
}

}  // namespace
}  // namespace chengnuo::signing::tests
