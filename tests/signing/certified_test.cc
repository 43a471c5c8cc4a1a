// Attacks on certified documents (Mladenov and others, 2021: evil annotations, sneaky signatures),
// and what a certifying signature allows.
#include "tests/signing/judgement.h"

namespace chengnuo::signing::tests {
namespace {

const std::string kFormLook = "/Type/XObject/Subtype/Form/BBox[0 0 90 20]";

std::string edited(const std::string& pdf, std::uint32_t object, const std::string& old_text,
                   const std::string& new_text) {
  return with_update(pdf, {{object, replaced(value_of(pdf, object), old_text, new_text)}});
}

/// The remark filled in as a program would: value, look, and the page's old text untouched.
std::string filled_in(const std::string& pdf) {
  const std::string look = std::to_string(size_of(pdf));
  return with_update(pdf,
                     {{kRemark, replaced(value_of(pdf, kRemark), "/F 4",
                                         "/F 4/V(agreed)/M(D:20261125)/AP<</N " + look + " 0 R>>")},
                      {size_of(pdf), stream_of("BT /F1 10 Tf 2 5 Td (agreed) Tj ET", kFormLook)}});
}

std::string with_annotation(const std::string& pdf, const std::string& annotation) {
  const std::string number = std::to_string(size_of(pdf));
  return with_update(
      pdf, {{kPageOne, replaced(value_of(pdf, kPageOne), "10 0 R", "10 0 R " + number + " 0 R")},
            {size_of(pdf), annotation}});
}

std::string with_field(const std::string& pdf, const std::string& field) {
  const std::string number = std::to_string(size_of(pdf)) + " 0 R";
  return with_update(
      pdf, {{kForm, replaced(value_of(pdf, kForm), "]/DA", ' ' + number + "]/DA")},
            {kPageOne, replaced(value_of(pdf, kPageOne), "0 R]>>", "0 R " + number + "]>>")},
            {size_of(pdf), field}});
}

std::string signed_again(const std::string& pdf, Key& key, const std::string& box) {
  HandMade wanted;
  wanted.field = "Second";
  wanted.box = box;
  wanted.cms = honest_cms(key);
  return signed_by_hand(pdf, wanted);
}

TEST(Certified, AnnotationsAreNeverAllowed) {
  for (const int p : {1, 2, 3}) {
    const std::string pdf = certified(a_contract(), p);
    expect_valid("as certified", pdf, Changes::none);
    expect_all_invalid({
        {"free text", with_annotation(pdf,
                                      "<</Type/Annot/Subtype/FreeText/Rect[0 0 300 200]"
                                      "/AP<</N 13 0 R>>>>")},
        {"stamp", with_annotation(pdf, "<</Type/Annot/Subtype/Stamp/Rect[0 0 300 200]>>")},
        {"without a kind", with_annotation(pdf, "<</Rect[0 0 300 200]/AP<</N 13 0 R>>>>")},
        {"an old one changed", edited(pdf, kNote, "(a note)", "(another)")},
    });
  }
}

TEST(Certified, SneakyFieldsOverThePageAreNeverAllowed) {
  for (const int p : {1, 2, 3}) {
    const std::string pdf = certified(a_contract(), p);
    expect_all_invalid({
        {"an empty one that shows something",
         with_field(pdf,
                    "<</Type/Annot/Subtype/Widget/FT/Sig/T(x)/Rect[0 0 300 200]/F 4"
                    "/AP<</N 13 0 R>>>>")},
        {"no signature at all",
         with_field(pdf,
                    "<</Type/Annot/Subtype/Widget/FT/Sig/T(x)/V<<>>"
                    "/Rect[0 0 300 200]/AP<</N 13 0 R>>>>"),
         p == 1 ? "MODIFIED_AFTER_SIGNING" : "EMPTY_SIGNATURE"},
    });
  }
}

TEST(Certified, AStrangersSignatureOverThePageMakesTheFileDoubtful) {
  const auto stranger = a_key(KeyKind::rsa_3072);
  const auto report =
      verified(signed_again(certified(a_contract(), 2), *stranger, "[0 0 300 200]"));
  EXPECT_EQ(report.verdict, Validity::indeterminate);
  EXPECT_EQ(report.code, "NO_CERTIFICATE_CHAIN_FOUND");
}

TEST(Certified, FillingInIsAllowedFromTwoOn) {
  for (const int p : {2, 3}) {
    const std::string pdf = certified(a_contract(), p);
    expect_valid("filled in", filled_in(pdf), Changes::permitted);
    expect_valid("a value changed", edited(pdf, kAmount, "/V(100)", "/V(200)"), Changes::permitted);
    expect_valid("its look in place",
                 with_update(pdf, {{kAmountLook, stream_of("BT (200) Tj ET", kFormLook)}}),
                 Changes::permitted);
    const auto key = a_key();
    expect_valid("filled in and signed", signed_again(filled_in(pdf), *key, "[0 0 0 0]"),
                 Changes::permitted);
  }
  EXPECT_THAT(verified(filled_in(certified(a_contract(), 2))).reason.zh,
              ::testing::HasSubstr("只填写了允许填写的表单域"));
}

TEST(Certified, FillingInAllowsNothingBesides) {
  const std::string pdf = certified(a_contract(), 2);
  // The page shows the field's look itself: to write it again would change the page.
  const std::string shared = certified(
      a_contract_with({{kResources, "<</Font<</F1 5 0 R>>/XObject<</Stamp 8 0 R>>>>"}}), 2);
  expect_all_invalid({
      {"a field moved", edited(pdf, kRemark, "[20 70 110 90]", "[0 0 300 200]")},
      {"a field made a script", edited(pdf, kRemark, "/F 4", "/F 4/A<</S/JavaScript/JS(1)>>")},
      {"a field renamed", edited(pdf, kRemark, "(remark)", "(amount)")},
      {"a field's limit", edited(pdf, kRemark, "/F 4", "/F 4/MaxLen 3")},
      {"the page's text", with_update(pdf, {{kText, stream_of("")}})},
      {"a look that the page shows too",
       with_update(shared, {{kAmountLook, stream_of("", kFormLook)}})},
      {"a text field added", with_field(pdf,
                                        "<</Type/Annot/Subtype/Widget/FT/Tx/T(x)/V(1)"
                                        "/Rect[0 0 9 9]>>")},
  });
}

TEST(Certified, NothingMayBeFilledInOrSignedUnderOne) {
  const std::string pdf = certified(a_contract(), 1);
  const auto key = a_key();
  expect_all_invalid({
      {"filled in", filled_in(pdf)},
      {"signed", signed_again(pdf, *key, "[0 0 0 0]")},
  });
  const std::string store = std::to_string(size_of(pdf));
  expect_valid("validation data",
               with_update(pdf, {{kRoot, replaced(value_of(pdf, kRoot), "/AcroForm",
                                                  "/DSS " + store + " 0 R/AcroForm")},
                                 {size_of(pdf), "<</Type/DSS>>"}}),
               Changes::permitted);
}

TEST(Certified, LockedFieldsStayAsTheyAre) {
  const auto locking = [](const std::string& rule) {
    return certified(a_contract(), 2,
                     "<</Type/SigRef/TransformMethod/FieldMDP/TransformParams<<"
                     "/Type/TransformParams/V/1.2" +
                         rule + ">>>>");
  };
  expect_all_invalid({
      {"all", filled_in(locking("/Action/All"))},
      {"named", filled_in(locking("/Action/Include/Fields[(remark)]"))},
      {"all but another", filled_in(locking("/Action/Exclude/Fields[(amount)]"))},
  });
  expect_valid("another is named", filled_in(locking("/Action/Include/Fields[(amount)]")),
               Changes::permitted);
  expect_valid("it is excepted", filled_in(locking("/Action/Exclude/Fields[(remark)]")),
               Changes::permitted);
}

TEST(Certified, AnApprovalUnderACertificateKeepsWhatItLocks) {
  const auto key = a_key();
  HandMade wanted;
  wanted.field = "Approval";
  wanted.field_extra = "/Lock<</Type/SigFieldLock/Action/Include/Fields[(remark)]>>";
  wanted.cms = honest_cms(*key);
  const std::string approved = signed_by_hand(certified(a_contract(), 2), wanted);
  const auto report = verified(filled_in(approved));
  EXPECT_EQ(report.verdict, Validity::invalid);
  EXPECT_EQ(report.code, "MODIFIED_AFTER_SIGNING");
  expect_valid("another field", edited(approved, kAmount, "/V(100)", "/V(200)"),
               Changes::permitted);
}

}  // namespace
}  // namespace chengnuo::signing::tests
