// Shadow attacks (Mainka, Mladenov, Rohlmann: hide, replace, hide-and-replace): a paper is prepared
// before it is signed so that a small update afterwards shows something else.
#include "signing/lint.h"
#include "tests/signing/judgement.h"

namespace chengnuo::signing::tests {
namespace {

using ::testing::Contains;
using ::testing::Field;

const std::string kFormLook = "/Type/XObject/Subtype/Form/BBox[0 0 300 200]";

class Shadow : public ::testing::Test {
 protected:
  std::string sign(const std::string& pdf) {
    HandMade wanted;
    wanted.cms = honest_cms(*key_);
    return signed_by_hand(pdf, wanted);
  }
  static std::string changed(const std::string& pdf, std::uint32_t object,
                             const std::string& old_text, const std::string& new_text) {
    return with_update(pdf, {{object, replaced(value_of(pdf, object), old_text, new_text)}});
  }
  static void expect_warned(const std::string& pdf, const std::string& code) {
    SCOPED_TRACE(code);
    EXPECT_THAT(verified(pdf).warnings, Contains(Field(&Warning::code, code)));
  }
  static std::string entry(std::uint32_t number, std::size_t offset) {
    char text[64];
    std::snprintf(text, sizeof text, "%u 1\n%010zu 00000 n\r\n", number, offset);
    return text;
  }
  /// An update that defines nothing but has a table of its own.
  static std::string with_table(const std::string& pdf, const std::string& entries) {
    std::string update = with_update(pdf, {{size_of(pdf), "null"}});
    return update.insert(update.rfind("xref\n0 0\n") + 9, entries);
  }

  std::unique_ptr<Key> key_ = a_key();
};

TEST_F(Shadow, HidingAPictureThatCoversTheText) {
  const std::string covered = sign(a_contract_with(
      {{kText, stream_of("BT /F1 12 Tf 20 150 Td (We pay nothing) Tj ET q /Stamp Do Q")},
       {kStamp, stream_of("1 1 1 rg 0 0 300 200 re f", kFormLook)}}));
  expect_valid("as signed", covered, Changes::none);
  expect_warned(covered, "HIDDEN_CONTENT");
  expect_all_invalid({
      {"the cover freed", with_table(covered, "13 1\n0000000000 00001 f\r\n")},
      {"the cover emptied", with_update(covered, {{kStamp, stream_of("", kFormLook)}})},
      {"the cover moved", with_update(covered, {{kStamp, stream_of("",
                                                                   "/Type/XObject/Subtype/Form"
                                                                   "/BBox[0 0 0 0]")}})},
      {"the cover's name", changed(covered, kResources, "/Stamp", "/Stamq")},
      {"the cover taken for another object",
       with_table(covered, entry(kStamp, covered.find("\n11 0 obj") + 1))},
  });
}

TEST_F(Shadow, HidingAnAnnotationThatCoversTheText) {
  const std::string covered = sign(a_contract_with(
      {{kNote, "<</Type/Annot/Subtype/Stamp/Rect[0 130 300 200]/F 4/AP<</N 11 0 R>>>>"},
       {kNoteLook, stream_of("1 1 1 rg 0 0 300 200 re f", kFormLook)}}));
  expect_warned(covered, "HIDDEN_CONTENT");
  expect_all_invalid({
      {"removed from the page", changed(covered, kPageOne, " 10 0 R", "")},
      {"hidden by a flag", changed(covered, kNote, "/F 4", "/F 2")},
      {"freed", with_table(covered, "10 1\n0000000000 00001 f\r\n")},
  });
}

TEST_F(Shadow, HidingALayer) {
  const std::string layered = sign(
      a_contract_with({{kRoot,
                        "<</Type/Catalog/Pages 2 0 R/AcroForm 6 0 R/OCProperties<</OCGs[20 0 R]"
                        "/D<</ON[20 0 R]>>>>>>"},
                       {20, "<</Type/OCG/Name(a)>>"}}));
  expect_warned(layered, "OPTIONAL_CONTENT");
  expect_all_invalid({{"switched off", changed(layered, kRoot, "/ON[", "/OFF[")},
                      {"layer", changed(layered, 20, "(a)",
                                        "(a)/Usage<</View<<"
                                        "/ViewState/OFF>>>>")}});
}

TEST_F(Shadow, ReplacingAFontOrAFieldsValue) {
  const std::string prepared = sign(a_contract());
  expect_all_invalid({
      {"font", changed(prepared, kFont, "/BaseFont/Helvetica", "/BaseFont/Symbol")},
      {"form's fonts", changed(prepared, kForm, "/F1 5 0 R", "/F1<</Type/Font>>")},
      {"a field's value but not its look", changed(prepared, kAmount, "(100)", "(900)")},
      {"a field's look but not its value",
       with_update(prepared, {{kAmountLook, stream_of("BT (900) Tj ET", kFormLook)}})},
  });
}

TEST_F(Shadow, AFieldThatShowsOtherThanItsValueIsWarnedOf) {
  const std::string lying = sign(a_contract_with(
      {{kAmount,
        "<</Type/Annot/Subtype/Widget/FT/Tx/T(amount)/V(900)/Rect[20 100 110 120]/F 4"
        "/P 3 0 R/AP<</N 8 0 R>>>>"}}));
  expect_warned(lying, "VALUE_NOT_SHOWN");
}

/// The paper holds a second set of objects that no table of it lists.
TEST_F(Shadow, HidingAndReplacingWholeObjectsThroughTheTableAlone) {
  std::string two = a_contract();
  const std::size_t at = two.rfind("\nxref\n") + 1;
  const std::string second = "4 0 obj\n" + stream_of("BT (We pay nothing) Tj ET") + "\nendobj\n";
  two.insert(at, second);
  two = replaced(two, "startxref\n" + std::to_string(at) + "\n",
                 "startxref\n" + std::to_string(at + second.size()) + "\n");
  const std::string prepared = sign(two);
  expect_valid("as signed", prepared, Changes::none);
  expect_warned(prepared, "DUPLICATE_OBJECT");
  expect_all_invalid({{"brought to light", with_table(prepared, entry(kText, at))}});
}

TEST_F(Shadow, HidingAndReplacingPagesThroughTheCatalog) {
  const std::string prepared =
      sign(a_contract_with({{20, "<</Type/Catalog/Pages 21 0 R>>"},
                            {21, "<</Type/Pages/Kids[22 0 R]/Count 1>>"},
                            {22,
                             "<</Type/Page/Parent 21 0 R/MediaBox[0 0 300 200]/Contents 23 0 R"
                             "/Resources 14 0 R>>"},
                            {23, stream_of("BT (We pay nothing) Tj ET")}}));
  expect_valid("as signed", prepared, Changes::none);
  expect_warned(prepared, "UNUSED_CONTENT");
  const std::string empty_update = with_update(prepared, {{size_of(prepared), "null"}});
  expect_all_invalid({
      {"another root", replaced(empty_update, "/Root 1 0 R", "/Root 20 0 R", prepared.size())},
      {"another tree", changed(prepared, kRoot, "/Pages 2 0 R", "/Pages 21 0 R")},
      {"another page", changed(prepared, kPageTree, "[3 0 R]", "[22 0 R]")},
      {"another text", changed(prepared, kPageOne, "/Contents 4 0 R", "/Contents 23 0 R")},
      {"another place", with_table(prepared, entry(kText, prepared.find("\n23 0 obj") + 1))},
  });
}

TEST_F(Shadow, WhatADocumentWouldDoIsWarnedOf) {
  const auto with = [](const std::string& extra) {
    return a_contract_with({{kRoot, "<</Type/Catalog/Pages 2 0 R/AcroForm 6 0 R" + extra + ">>"}});
  };
  expect_warned(with("/OpenAction<</S/JavaScript/JS(app.alert)>>"), "SCRIPT");
  expect_warned(with("/Names<</JavaScript<</Names[]>>>>"), "SCRIPT");
  expect_warned(with("/AA<</WC<</S/Launch/F(x)>>>>"), "ACTION");
  expect_warned(with("/OpenAction<</S/SubmitForm/F(http://127.0.0.1/)>>"), "ACTION");
  expect_warned(with("/Names<</EmbeddedFiles<</Names[]>>>>"), "EMBEDDED_FILE");
}

TEST_F(Shadow, OrdinaryPapersAreNotWarnedOf) {
  EXPECT_THAT(verified(sign(a_contract())).warnings, ::testing::IsEmpty());
  const TemporaryFolder folder;
  const auto ours = verify_file(a_signed_copy(folder.path()), our_anchors(), kNow);
  EXPECT_THAT(ours.warnings, ::testing::IsEmpty());
}

}  // namespace
}  // namespace chengnuo::signing::tests
