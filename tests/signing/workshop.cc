#include "tests/signing/workshop.h"

#include <algorithm>
#include <cstdio>
#include <fstream>

#include "pipeline/file.h"
#include "signing/cms.h"
#include "signing/openssl.h"

namespace chengnuo::signing::tests {
namespace {

std::string reference_to(std::uint32_t number) { return std::to_string(number) + " 0 R"; }

std::string filled(std::string text, const std::string& mark, const std::string& value) {
  for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark))
    text.replace(at, mark.size(), value);
  return text;
}

std::string in_hex(const std::string& bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string hex;
  for (const char c : bytes) {
    hex += kDigits[static_cast<unsigned char>(c) >> 4];
    hex += kDigits[static_cast<unsigned char>(c) & 15];
  }
  return hex;
}

}  // namespace

std::string stream_of(const std::string& bytes, const std::string& extra) {
  return "<</Length " + std::to_string(bytes.size()) + extra + ">>\nstream\n" + bytes +
         "\nendstream";
}

std::vector<NewObject> contract_objects() {
  const std::string form_xobject = "/Type/XObject/Subtype/Form/BBox[0 0 90 20]";
  return {
      {kRoot, "<</Type/Catalog/Pages 2 0 R/AcroForm 6 0 R/Outlines 15 0 R>>"},
      {kPageTree, "<</Type/Pages/Kids[3 0 R]/Count 1>>"},
      {kPageOne,
       "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Resources 14 0 R/Contents 4 0 R"
       "/Annots[7 0 R 9 0 R 10 0 R]>>"},
      {kText, stream_of("BT /F1 12 Tf 20 150 Td (We promise to pay) Tj ET\n"
                        "q 1 0 0 1 200 20 cm /Stamp Do Q")},
      {kFont, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"},
      {kForm, "<</Fields[7 0 R 9 0 R]/DA(/F1 10 Tf 0 g)/DR<</Font<</F1 5 0 R>>>>>>"},
      {kAmount,
       "<</Type/Annot/Subtype/Widget/FT/Tx/T(amount)/V(100)/Rect[20 100 110 120]/F 4/P 3 0 R"
       "/AP<</N 8 0 R>>>>"},
      {kAmountLook, stream_of("BT /F1 10 Tf 2 5 Td (100) Tj ET", form_xobject)},
      {kRemark, "<</Type/Annot/Subtype/Widget/FT/Tx/T(remark)/Rect[20 70 110 90]/F 4/P 3 0 R>>"},
      {kNote,
       "<</Type/Annot/Subtype/FreeText/Rect[20 40 110 60]/Contents(a note)/F 4/P 3 0 R"
       "/DA(/F1 10 Tf 0 g)/AP<</N 11 0 R>>>>"},
      {kNoteLook, stream_of("BT /F1 10 Tf 2 5 Td (a note) Tj ET", form_xobject)},
      {kInfo, "<</Producer(tests)>>"},
      {kStamp, stream_of("1 0 0 rg 0 0 30 15 re f", form_xobject)},
      {kResources, "<</Font<</F1 5 0 R>>/XObject<</Stamp 13 0 R>>>>"},
      {kOutline, "<</Type/Outlines/Count 0>>"},
  };
}

std::string whole_pdf(const std::vector<NewObject>& objects) {
  std::string out = "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n";
  std::string table = "0 1\n0000000000 65535 f\r\n";
  std::uint32_t size = 1;
  for (const NewObject& object : objects) {
    char entry[64];
    std::snprintf(entry, sizeof entry, "%u 1\n%010zu 00000 n\r\n", object.number, out.size());
    table += entry;
    out += std::to_string(object.number) + " 0 obj\n" + object.value + "\nendobj\n";
    size = std::max(size, object.number + 1);
  }
  const std::size_t at = out.size();
  return out + "xref\n" + table + "trailer\n<</Root 1 0 R/Info 12 0 R/Size " +
         std::to_string(size) + ">>\nstartxref\n" + std::to_string(at) + "\n%%EOF\n";
}

std::string a_contract() { return whole_pdf(contract_objects()); }

std::string a_contract_with(const std::vector<NewObject>& objects) {
  std::vector<NewObject> all = contract_objects();
  for (const NewObject& object : objects) {
    const auto known = std::ranges::find(all, object.number, &NewObject::number);
    if (known != all.end())
      *known = object;
    else
      all.push_back(object);
  }
  return whole_pdf(all);
}

CmsMaker honest_cms(Key& key) {
  return [&key](const std::string& covered) {
    return make_cms(digest_of(covered, EVP_get_digestbyname(digest_name(key.algorithm()))), key);
  };
}

std::string signed_by_hand(const std::string& pdf, const HandMade& wanted) {
  constexpr std::size_t kReserve = 6000;
  const std::uint32_t field = size_of(pdf);
  const std::uint32_t signature = field + 1;
  const auto with_numbers = [&](const std::string& text) {
    return filled(filled(text, "@V", reference_to(signature)), "@F", reference_to(field));
  };
  const auto with_item = [&](std::string value, const std::string& array) {
    const std::size_t open = value.find(array + "[");
    return value.insert(value.find(']', open), ' ' + reference_to(field));
  };
  std::string catalog = value_of(pdf, kRoot);
  catalog.insert(catalog.rfind(">>"), with_numbers(wanted.catalog_extra));
  std::string out = with_update(
      pdf,
      {{field,
        with_numbers("<</Type/Annot/Subtype/Widget/FT/Sig/T(" + wanted.field + ")/V @V/Rect" +
                     wanted.box + "/F 132/P 3 0 R" + wanted.field_extra + ">>")},
       {signature, with_numbers("<</Type/" + wanted.type + "/Filter/Adobe.PPKLite/SubFilter/" +
                                wanted.sub_filter + "/M(D:20261125080000Z)" +
                                wanted.dictionary_extra + "/ByteRange[0 " + std::string(32, ' ') +
                                "]/Contents<" + std::string(2 * kReserve, '0') + ">>>")},
       {kForm, with_item(value_of(pdf, kForm), "/Fields")},
       {kPageOne, with_item(value_of(pdf, kPageOne), "/Annots")},
       {kRoot, catalog}});
  const std::size_t begin = out.rfind("/Contents<") + 9;
  const std::size_t end = out.find('>', begin) + 1;
  const std::string range =
      std::to_string(begin) + ' ' + std::to_string(end) + ' ' + std::to_string(out.size() - end);
  out.replace(out.rfind("/ByteRange[0 ") + 13, range.size(), range);
  const std::string cms = in_hex(wanted.cms(out.substr(0, begin) + out.substr(end)));
  return out.replace(begin + 1, cms.size(), cms);
}

std::string certified(const std::string& pdf, int p, const std::string& dictionary_extra) {
  const auto key = a_key();
  HandMade wanted;
  wanted.field = "Certified";
  wanted.dictionary_extra =
      "/Reference[<</Type/SigRef/TransformMethod/DocMDP/TransformParams<</Type/TransformParams"
      "/V/1.2/P " +
      std::to_string(p) + ">>>>" + dictionary_extra + "]";
  wanted.catalog_extra = "/Perms<</DocMDP @V>>";
  wanted.cms = honest_cms(*key);
  return signed_by_hand(pdf, wanted);
}

const TrustAnchors& our_anchors() {
  static const TrustAnchors anchors = [] {
    a_key();  // makes it where it is missing
    return read_trust_anchors({development_ca_certificate(
        key_folder() / std::to_string(static_cast<int>(KeyKind::p_256)))});
  }();
  return anchors;
}

VerificationReport verified(const std::string& bytes, pipeline::Time at,
                            const TrustAnchors* anchors) {
  const TemporaryFolder folder;
  std::ofstream(folder / "some.pdf", std::ios::binary) << bytes;
  return verify_file(folder / "some.pdf", anchors != nullptr ? *anchors : our_anchors(), at);
}

}  // namespace chengnuo::signing::tests
