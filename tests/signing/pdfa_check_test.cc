#include "signing/pdfa_check.h"

#include <gmock/gmock.h>

#include "pipeline/file.h"
#include "tests/signing/fixtures.h"
#include "tests/signing/tampering.h"

namespace chengnuo::signing::tests {
namespace {

class PdfaCheck : public ::testing::Test {
 protected:
  std::vector<std::string> clauses(const std::string& bytes) {
    pipeline::write_durably(folder_ / "some.pdf", bytes);
    std::vector<std::string> clauses;
    for (const PdfaProblem& problem : pdfa_problems(folder_ / "some.pdf"))
      clauses.push_back(problem.clause);
    return clauses;
  }
  std::string copy() { return pipeline::read_file(a_copy(folder_.path())); }
  void expect(const std::string& clause, const std::string& bytes) {
    EXPECT_THAT(clauses(bytes), ::testing::Contains(clause));
  }
  /// The copy with a word of an object changed; the new word is padded to the old one's length.
  std::string with(const std::string& old_word, std::string new_word) {
    new_word.resize(old_word.size(), ' ');
    return replaced(copy(), old_word, new_word);
  }

 private:
  TemporaryFolder folder_;
};

TEST_F(PdfaCheck, AcceptsOurCopiesBeforeAndAfterSigning) {
  const TemporaryFolder folder;

  EXPECT_EQ(clauses(copy()), std::vector<std::string>());
  EXPECT_EQ(clauses(pipeline::read_file(a_signed_copy(folder.path()))), std::vector<std::string>());
}

TEST_F(PdfaCheck, NamesTheClauseThatIsBroken) {
  expect("6.1.2", with("%PDF-1.7\n%\xE2\xE3", "%PDF-1.7\n%abc"));
  expect("6.1.3", with("/ID", "/IE"));
  expect("6.1.9", with("1 0 obj\n", "1 0 obj"));
  expect("6.1.7.2", with("/DCTDecode", "/LZWDecode"));
  expect("6.2.3", with("/GTS_PDFA1", "/GTS_PDFX"));
  expect("6.2.11.4.1", with("/FontFile2", "/FontFilex"));
  expect("6.2.11.7.2", with("/ToUnicode", "/ToUnicodf"));
  expect("6.6.2.1", with("/Metadata 4 0 R", ""));
  expect("6.6.4", with("<pdfaid:part>2</", "<pdfaid:part>3</"));
  expect("6.6.3", with("chengnuo</pdf:Producer>", "changnuo</pdf:Producer>"));
  expect("6.6.3", with("<xmp:CreateDate>2026", "<xmp:CreateDate>2025"));
}

TEST_F(PdfaCheck, NamesWhatAnUpdateBroke) {
  const std::string pdf = copy();
  const std::string catalog = value_of(pdf, 1);
  const auto with_catalog = [&](const std::string& entry) {
    return with_update(pdf, {{1, replaced(catalog, "/Lang", entry + "/Lang")}}, "/ID[<01><01>]");
  };
  expect("6.5.2", with_catalog("/OpenAction[13 0 R/Fit]"));
  expect("6.4.1", with_catalog("/AcroForm<</Fields[]/NeedAppearances true>>"));
  const std::string page = replaced(value_of(pdf, 13), "/Contents", "/Annots[19 0 R]/Contents");
  const auto with_annotation = [&](const std::string& annotation) {
    return with_update(pdf, {{13, page}, {19, annotation}}, "/ID[<01><01>]");
  };
  expect("6.3.3", with_annotation("<</Subtype/Widget/Rect[0 0 0 0]/F 4>>"));
  expect("6.3.2", with_annotation("<</Subtype/Widget/Rect[0 0 0 0]/F 6>>"));
  expect("6.3.1", with_annotation("<</Subtype/Movie/Rect[0 0 0 0]/F 4>>"));
  expect("6.5.1", with_update(pdf, {{19, "<</S/JavaScript/JS(1)>>"}}, "/ID[<01><01>]"));
}

}  // namespace
}  // namespace chengnuo::signing::tests
