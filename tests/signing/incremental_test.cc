// Incremental saving attacks (ISA): a well-formed update behind the signature changes what people
// see or what a program does. Each must be "modified after signing"; harmless updates must not.
#include "tests/signing/judgement.h"

namespace chengnuo::signing::tests {
namespace {

const std::string kFormLook = "/Type/XObject/Subtype/Form/BBox[0 0 90 20]";

class Incremental : public ::testing::Test {
 protected:
  Incremental() {
    const auto key = a_key();
    HandMade wanted;
    wanted.cms = honest_cms(*key);
    signed_ = signed_by_hand(a_contract(), wanted);
  }

  /// One object of the contract with some of its text replaced.
  std::string edited(std::uint32_t object, const std::string& old_text,
                     const std::string& new_text) const {
    return with_update(signed_,
                       {{object, replaced(value_of(signed_, object), old_text, new_text)}});
  }
  std::uint32_t free_number() const { return size_of(signed_); }
  std::string free_reference() const { return std::to_string(free_number()) + " 0 R"; }

  std::string signed_;
};

TEST_F(Incremental, TheSignedContractItselfIsValid) {
  expect_valid("as signed", signed_, Changes::none);
}

TEST_F(Incremental, ChangesOfWhatAPageShowsAreNoticed) {
  expect_all_invalid({
      {"page text", with_update(signed_, {{kText, stream_of("BT /F1 12 Tf (nothing) Tj ET")}})},
      {"page text by another stream", edited(kPageOne, "/Contents 4 0 R", "/Contents 13 0 R")},
      {"page text and more", edited(kPageOne, "/Contents 4 0 R", "/Contents[4 0 R 13 0 R]")},
      {"page size", edited(kPageOne, "[0 0 300 200]", "[0 0 300 130]")},
      {"crop box", edited(kPageOne, "/MediaBox", "/CropBox[0 0 9 9]/MediaBox")},
      {"rotation", edited(kPageOne, "/MediaBox", "/Rotate 180/MediaBox")},
      {"page's resources", edited(kPageOne, "/Resources 14 0 R", "/Resources<<>>")},
      {"inherited attribute", edited(kPageTree, "/Count 1", "/Count 1/Rotate 90")},
      {"resources", edited(kResources, "/Stamp 13 0 R", "/Stamp 11 0 R")},
      {"font", edited(kFont, "Helvetica", "Symbol")},
      {"font's encoding", edited(kFont, "/Subtype", "/Encoding<</Differences[48/nine]>>/Subtype")},
      {"picture", with_update(signed_, {{kStamp, stream_of("", kFormLook)}})},
      {"page removed", edited(kPageTree, "[3 0 R]/Count 1", "[]/Count 0")},
      {"page doubled", edited(kPageTree, "[3 0 R]/Count 1", "[3 0 R 3 0 R]/Count 2")},
      {"page added", with_update(signed_, {{kPageTree, "<</Type/Pages/Kids[3 0 R " +
                                                           free_reference() + "]/Count 2>>"},
                                           {free_number(), value_of(signed_, kPageOne)}})},
  });
}

TEST_F(Incremental, ChangesOfAnnotationsAreNoticed) {
  const std::string annotated =
      replaced(value_of(signed_, kPageOne), "10 0 R", "10 0 R " + free_reference());
  const auto with_annotation = [&](const std::string& annotation) {
    return with_update(signed_, {{kPageOne, annotated}, {free_number(), annotation}});
  };
  expect_all_invalid({
      {"text", edited(kNote, "(a note)", "(another)")},
      {"look", with_update(signed_, {{kNoteLook, stream_of("0 0 90 20 re f", kFormLook)}})},
      {"place", edited(kNote, "[20 40 110 60]", "[0 0 300 200]")},
      {"hidden", edited(kNote, "/F 4", "/F 2")},
      {"removed", edited(kPageOne, " 10 0 R", "")},
      {"free text", with_annotation("<</Type/Annot/Subtype/FreeText/Rect[0 0 300 200]>>")},
      {"stamp", with_annotation("<</Type/Annot/Subtype/Stamp/Rect[0 0 300 200]>>")},
      {"redaction", with_annotation("<</Type/Annot/Subtype/Redact/Rect[0 0 300 200]>>")},
      {"link", with_annotation("<</Type/Annot/Subtype/Link/Rect[0 0 300 200]/A<</S/Launch"
                               "/F(x)>>>>")},
      {"without a kind", with_annotation("<</Rect[0 0 300 200]/AP<</N 13 0 R>>>>")},
      {"widget of no field", with_annotation("<</Type/Annot/Subtype/Widget/Rect[0 0 300 200]"
                                             "/AP<</N 13 0 R>>>>")},
  });
}

TEST_F(Incremental, ChangesOfTheFormAreNoticedWhereNothingAllowsThem) {
  const std::string text_field = "<</Type/Annot/Subtype/Widget/FT/Tx/T(new)/V(1)/Rect[0 0 9 9]>>";
  const auto form_with = [&](const std::string& what) {
    return with_update(signed_, {{kForm, replaced(value_of(signed_, kForm), "/DA", what + "/DA")}});
  };
  expect_all_invalid({
      {"value", edited(kAmount, "/V(100)", "/V(900)")},
      {"look of a value",
       with_update(signed_, {{kAmountLook, stream_of("BT (900) Tj ET", kFormLook)}})},
      {"default value", edited(kAmount, "/V(100)", "/V(100)/DV(900)")},
      {"action", edited(kAmount, "/F 4", "/F 4/AA<</K<</S/JavaScript/JS(1)>>>>")},
      {"field removed", edited(kForm, "7 0 R ", "")},
      {"field added", with_update(signed_, {{kForm, replaced(value_of(signed_, kForm), "9 0 R",
                                                             "9 0 R " + free_reference())},
                                            {free_number(), text_field}})},
      {"form removed", edited(kRoot, "/AcroForm 6 0 R", "")},
      {"form's fonts", edited(kForm, "/F1 5 0 R", "/F1 13 0 R")},
      {"form's XFA", form_with("/XFA 13 0 R")},
      {"looks made anew", form_with("/NeedAppearances true")},
      {"calculation order", form_with("/CO[7 0 R]")},
  });
}

TEST_F(Incremental, ChangesOfWhatADocumentDoesAreNoticed) {
  const auto catalog_with = [&](const std::string& what) {
    return edited(kRoot, "/AcroForm", what + "/AcroForm");
  };
  expect_all_invalid({
      {"open action", catalog_with("/OpenAction<</S/JavaScript/JS(1)>>")},
      {"scripts", catalog_with("/Names<</JavaScript<</Names[(a)<</S/JavaScript/JS(1)>>]>>>>")},
      {"embedded files", catalog_with("/Names<</EmbeddedFiles<</Names[(a)13 0 R]>>>>")},
      {"layers", catalog_with("/OCProperties<</OCGs[13 0 R]/D<</OFF[13 0 R]>>>>")},
      {"collection", catalog_with("/Collection<<>>")},
      {"additional actions", catalog_with("/AA<</WC<</S/JavaScript/JS(1)>>>>")},
      {"outline", edited(kOutline, "/Count 0", "/Count 1/First 13 0 R/Last 13 0 R")},
      {"page's action", edited(kPageOne, "/MediaBox", "/AA<</O<</S/JavaScript/JS(1)>>>>/MediaBox")},
      {"pages by another tree",
       with_update(signed_, {{kRoot, replaced(value_of(signed_, kRoot), "/Pages 2 0 R",
                                              "/Pages " + free_reference())},
                             {free_number(), value_of(signed_, kPageTree)}})},
      {"a key twice", edited(kRoot, "/AcroForm", "/Pages 13 0 R/AcroForm")},
  });
}

TEST_F(Incremental, TricksWithCrossReferencesAreNoticed) {
  const std::string harmless = with_update(signed_, {{free_number(), "null"}});
  const std::size_t update = signed_.size();
  const auto with_entry = [&](const std::string& entry) {
    std::string bytes = harmless;
    return bytes.insert(bytes.rfind("xref\n0 0\n") + 9, entry);
  };
  const std::string offset = std::to_string(signed_.find("\n13 0 obj") + 1);
  const std::string at_stamp = std::string(10 - offset.size(), '0') + offset + " 00000 n\r\n";
  std::string twice = harmless;
  twice.insert(update, "4 0 obj\nnull\nendobj\n");
  const std::size_t table = twice.rfind("xref\n0 0\n");
  std::string shifted =
      twice.substr(0, twice.rfind("startxref\n") + 10) + std::to_string(table) + "\n%%EOF\n";
  const std::string hidden = "4 0 obj\n" + stream_of("BT (x) Tj ET") + "\nendobj\n";
  expect_all_invalid({
      {"an object freed", with_entry("4 1\n0000000000 00001 f\r\n")},
      {"an object that is another's bytes", with_entry("4 1\n" + at_stamp)},
      {"an offset outside", with_entry("4 1\n0009999999 00000 n\r\n")},
      {"a new generation", with_entry("4 1\n0000000015 00001 n\r\n")},
      {"an object defined twice", shifted},
      {"bytes between objects", replaced(harmless, "xref\n0 0\n", "garbage xref\n0 0\n", update),
       "FORMAT_FAILURE"},
      {"no way back", replaced(harmless, "/Prev", "/Prex", update), "FORMAT_FAILURE"},
      {"a way back that is a loop",
       replaced(harmless, "/Prev ", "/Prev " + std::to_string(harmless.rfind("xref\n0 0")) + "%",
                update),
       "FORMAT_FAILURE"},
      {"another root", replaced(harmless, "/Root 1 0 R", "/Root 2 0 R", update)},
      {"encryption", replaced(harmless, "/Root", "/Encrypt 13 0 R/Root", update)},
      {"an object without a table", signed_ + hidden, "FORMAT_FAILURE"},
      {"an object behind an old table",
       signed_ + hidden + signed_.substr(signed_.rfind("startxref"))},
      {"an end mark too many", signed_ + "%%EOF\n"},
      {"text behind the end", signed_ + "x", "FORMAT_FAILURE"},
      {"a second header", signed_ + "%PDF-1.7\n" + harmless.substr(update), "FORMAT_FAILURE"},
  });
}

TEST_F(Incremental, WhatTheContractLacksCannotBeFilledInLater) {
  const auto key = a_key();
  HandMade wanted;
  wanted.cms = honest_cms(*key);
  std::string page =
      replaced(value_of(a_contract(), kPageOne), "/Contents 4 0 R", "/Contents[4 0 R 90 0 R]");
  const std::string prepared = signed_by_hand(a_contract_with({{kPageOne, page}}), wanted);
  expect_valid("as signed", prepared, Changes::none);
  expect_all_invalid({{"filled in", with_update(prepared, {{90, stream_of("BT (x) Tj ET")}})}});
}

TEST_F(Incremental, ValidationDataMetadataAndFurtherSignaturesAreHarmless) {
  const auto key = a_key();
  HandMade second;
  second.field = "S2";
  second.cms = honest_cms(*key);
  HandMade visible = second;
  visible.box = "[200 150 290 190]";
  const std::string store =
      with_update(signed_, {{kRoot, replaced(value_of(signed_, kRoot), "/AcroForm",
                                             "/DSS " + free_reference() +
                                                 "/Extensions<</ESIC<<"
                                                 "/BaseVersion/1.7/ExtensionLevel 2>>>>/AcroForm")},
                            {free_number(), "<</Type/DSS/Certs[]>>"}});
  expect_valid("a second signature", signed_by_hand(signed_, second), Changes::permitted);
  expect_valid("a visible one", signed_by_hand(signed_, visible), Changes::permitted);
  expect_valid("validation data", store, Changes::permitted);
  expect_valid("validation data and a signature", signed_by_hand(store, second),
               Changes::permitted);
  expect_valid("a blank field filled in", edited(kRemark, "/F 4", "/F 4/V(agreed)"),
               Changes::permitted);
  expect_valid("an object written again as it was", edited(kFont, "Helvetica", "Helvetica"),
               Changes::permitted);
  expect_valid(
      "a font more for the form",
      edited(kForm, "/F1 5 0 R", "/F1 5 0 R/F2<</Type/Font/Subtype/Type1/BaseFont/Symbol>>"),
      Changes::permitted);
  expect_valid("information", edited(kInfo, "(tests)", "(other tests)"), Changes::permitted);
  expect_valid("an object that nothing shows", with_update(signed_, {{free_number(), "(unseen)"}}),
               Changes::permitted);
}

TEST_F(Incremental, ValidationDataAndMetadataMustBeWhatTheyAre) {
  const std::string number = free_reference();
  const auto with_store = [&](const std::string& store) {
    return with_update(
        signed_,
        {{kRoot, replaced(value_of(signed_, kRoot), "/AcroForm", "/DSS " + number + "/AcroForm")},
         {free_number(), store}});
  };
  const auto with_metadata = [&](const std::string& xml) {
    return with_update(signed_, {{kRoot, replaced(value_of(signed_, kRoot), "/AcroForm",
                                                  "/Metadata " + number + "/AcroForm")},
                                 {free_number(), stream_of(xml, "/Type/Metadata/Subtype/XML")}});
  };
  const auto key = a_key();
  HandMade wanted;
  wanted.cms = honest_cms(*key);
  const std::string root = value_of(a_contract(), kRoot);
  const std::string prepared =
      signed_by_hand(a_contract_with({{kRoot, replaced(root, "/AcroForm", "/DSS 20 0 R/AcroForm")},
                                      {20, "<</Type/DSS/Certs[]>>"}}),
                     wanted);
  const std::string rdf = "<rdf:RDF xmlns:rdf=\"r\"><a/></rdf:RDF>";
  expect_valid("XMP", with_metadata("<x:xmpmeta>" + rdf + "</x:xmpmeta>"), Changes::permitted);
  expect_all_invalid({
      {"no dictionary", with_store("(DSS)")},
      {"a strange key", with_store("<</Blah[]>>")},
      {"no streams", with_store("<</Certs[(a)]>>")},
      {"the page's own text", with_store("<</Certs[4 0 R]>>")},
      {"a VRI of other shape", with_store("<</VRI<</Bleh<<>>>>>>")},
      {"the page as a store", edited(kRoot, "/AcroForm", "/DSS 3 0 R/AcroForm")},
      {"removed", with_update(prepared, {{kRoot, value_of(a_contract(), kRoot)}})},
      {"no XMP", with_metadata("hello")},
      {"an entity", with_metadata("<!DOCTYPE x [<!ENTITY e 'x'>]>" + rdf)},
      {"not well-formed", with_metadata("<x:xmpmeta>" + rdf)},
  });
}

TEST_F(Incremental, ASignatureThatRefersToTheCatalogMayBeArchived) {
  const auto key = a_key();
  HandMade wanted;
  wanted.dictionary_extra =
      "/Reference[<</Type/SigRef/TransformMethod/FieldMDP/Data 1 0 R/TransformParams<<"
      "/Action/All/V/1.2>>>>]";
  wanted.cms = honest_cms(*key);
  const std::string root = value_of(a_contract(), kRoot);
  const std::string locked =
      signed_by_hand(a_contract_with({{kRoot, replaced(root, "/AcroForm", "/DSS 20 0 R/AcroForm")},
                                      {20, "<</Type/DSS/Certs[]>>"}}),
                     wanted);
  const std::string more = std::to_string(size_of(locked));
  expect_valid("more validation data",
               with_update(locked, {{20, "<</Type/DSS/Certs[" + more + " 0 R]>>"},
                                    {size_of(locked), stream_of("certificate")}}),
               Changes::permitted);
}

TEST_F(Incremental, TenSignaturesOnOnePaperAreAllValid) {
  const auto key = a_key();
  std::string bytes = signed_;
  for (int i = 2; i <= 10; ++i) {
    HandMade next;
    next.field = "S" + std::to_string(i);
    next.cms = honest_cms(*key);
    bytes = signed_by_hand(bytes, next);
  }
  expect_valid("ten", bytes, Changes::permitted);
  EXPECT_EQ(verified(bytes).signatures.size(), 10u);
}

}  // namespace
}  // namespace chengnuo::signing::tests
