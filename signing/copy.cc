#include "signing/copy.h"

#include <cmath>

#include "pipeline/digest.h"
#include "pipeline/error.h"
#include "signing/deflate.h"
#include "signing/glyphless_font.h"
#include "signing/page_image.h"
#include "signing/pdf_date.h"
#include "signing/revision.h"
#include "signing/srgb_profile.h"
#include "signing/text_layer.h"

namespace chengnuo::signing {
namespace {

using PoDoFo::PdfArray;
using PoDoFo::PdfDictionary;
using PoDoFo::PdfName;
using PoDoFo::PdfString;
using PoDoFo::PdfVariant;

// Object numbers: some fixed ones, then three for each page.
enum : std::uint32_t {
  kCatalog = 1,
  kPages,
  kInformation,
  kMetadata,
  kOutputIntent,
  kProfile,
  kFont,
  kCidFont,
  kFontDescriptor,
  kFontProgram,
  kGlyphMap,
  kToUnicode,
  kFirstPage
};
constexpr std::uint32_t kObjectsOfPage = 3;

constexpr double kA4Width = 210 / 25.4;  // inches

double points_per_pixel(const CopyPage& page, const PageImage& image) {
  return page.dpi > 0 ? 72.0 / page.dpi : 72.0 * kA4Width / image.width;
}

void write_image(Revision& revision, std::uint32_t object, const PageImage& image) {
  PdfDictionary dictionary;
  dictionary.AddKey("Type", name("XObject"));
  dictionary.AddKey("Subtype", name("Image"));
  dictionary.AddKey("Width", integer(image.width));
  dictionary.AddKey("Height", integer(image.height));
  dictionary.AddKey("BitsPerComponent", integer(image.bits));
  const char* const space = image.components == 3 ? "DeviceRGB" : "DeviceGray";
  if (image.palette.empty()) {
    dictionary.AddKey("ColorSpace", name(space));
  } else {
    PdfArray indexed;
    indexed.push_back(name("Indexed"));
    indexed.push_back(name("DeviceRGB"));
    indexed.push_back(integer(static_cast<std::int64_t>(image.palette.size() / 3) - 1));
    indexed.push_back(
        PdfString(image.palette.data(), static_cast<PoDoFo::pdf_long>(image.palette.size()), true));
    dictionary.AddKey("ColorSpace", PdfVariant(indexed));
  }
  if (image.coding == PageImage::Coding::jpeg) {
    dictionary.AddKey("Filter", name("DCTDecode"));
  } else {
    PdfDictionary parameters;  // PNG's rows with their filter bytes, as they are
    parameters.AddKey("Predictor", integer(15));
    parameters.AddKey("Colors", integer(image.components));
    parameters.AddKey("BitsPerComponent", integer(image.bits));
    parameters.AddKey("Columns", integer(image.width));
    dictionary.AddKey("Filter", name("FlateDecode"));
    dictionary.AddKey("DecodeParms", PdfVariant(parameters));
  }
  std::uint64_t length = 0;
  for (const Extent& extent : image.data) length += extent.length;
  revision.write_stream(object, dictionary, length, [&](OutputFile& out) {
    for (const Extent& extent : image.data)
      out.write_file(image.file, extent.offset, extent.length);
  });
}

void write_deflated(Revision& revision, std::uint32_t object, PdfDictionary dictionary,
                    const std::string& bytes) {
  dictionary.AddKey("Filter", name("FlateDecode"));
  revision.write_stream(object, dictionary, deflate(bytes));
}

void write_page(Revision& revision, std::uint32_t object, const CopyPage& page, TextLayer& text) {
  const PageImage image = read_page_image(page.image);
  const double points = points_per_pixel(page, image);
  const double width = std::round(image.width * points * 100) / 100;
  const double height = std::round(image.height * points * 100) / 100;

  PdfArray box;
  box.push_back(integer(0));
  box.push_back(integer(0));
  box.push_back(PdfVariant(width));
  box.push_back(PdfVariant(height));
  PdfDictionary fonts;
  fonts.AddKey("F1", reference(kFont));
  PdfDictionary images;
  images.AddKey("Im1", reference(object + 2));
  PdfDictionary resources;
  resources.AddKey("Font", PdfVariant(fonts));
  resources.AddKey("XObject", PdfVariant(images));
  PdfDictionary dictionary;
  dictionary.AddKey("Type", name("Page"));
  dictionary.AddKey("Parent", reference(kPages));
  dictionary.AddKey("MediaBox", PdfVariant(box));
  dictionary.AddKey("Resources", PdfVariant(resources));
  dictionary.AddKey("Contents", reference(object + 1));
  revision.write(object, PdfVariant(dictionary));

  const std::string drawn = "q " + serialised(PdfVariant(width)) + " 0 0 " +
                            serialised(PdfVariant(height)) + " 0 0 cm /Im1 Do Q\n" +
                            text.operators(page.lines, {image.height, points});
  write_deflated(revision, object + 1, {}, drawn);
  write_image(revision, object + 2, image);
}

/// A Type 0 font over the glyphless program (ISO 32000-1, 9.7): every code shows the empty glyph.
void write_font(Revision& revision, const TextLayer& text) {
  constexpr const char* kName = "Glyphless";
  PdfDictionary font;
  font.AddKey("Type", name("Font"));
  font.AddKey("Subtype", name("Type0"));
  font.AddKey("BaseFont", name(kName));
  font.AddKey("Encoding", name("Identity-H"));
  PdfArray descendants;
  descendants.push_back(reference(kCidFont));
  font.AddKey("DescendantFonts", PdfVariant(descendants));
  font.AddKey("ToUnicode", reference(kToUnicode));
  revision.write(kFont, PdfVariant(font));

  PdfDictionary system;
  system.AddKey("Registry", PdfString("Adobe"));
  system.AddKey("Ordering", PdfString("Identity"));
  system.AddKey("Supplement", integer(0));
  PdfDictionary cid_font;
  cid_font.AddKey("Type", name("Font"));
  cid_font.AddKey("Subtype", name("CIDFontType2"));
  cid_font.AddKey("BaseFont", name(kName));
  cid_font.AddKey("CIDSystemInfo", PdfVariant(system));
  cid_font.AddKey("DW", integer(1000));
  cid_font.AddKey("CIDToGIDMap", reference(kGlyphMap));
  cid_font.AddKey("FontDescriptor", reference(kFontDescriptor));
  revision.write(kCidFont, PdfVariant(cid_font));

  PdfDictionary descriptor;
  descriptor.AddKey("Type", name("FontDescriptor"));
  descriptor.AddKey("FontName", name(kName));
  descriptor.AddKey("Flags", integer(5));  // fixed pitch, symbolic
  descriptor.AddKey("FontBBox", integers({0, 0, 1000, 1000}));
  descriptor.AddKey("ItalicAngle", integer(0));
  descriptor.AddKey("Ascent", integer(1000));
  descriptor.AddKey("Descent", integer(0));
  descriptor.AddKey("CapHeight", integer(1000));
  descriptor.AddKey("StemV", integer(80));
  descriptor.AddKey("FontFile2", reference(kFontProgram));
  revision.write(kFontDescriptor, PdfVariant(descriptor));

  const std::string program = glyphless_font();
  PdfDictionary program_facts;
  program_facts.AddKey("Length1", integer(static_cast<std::int64_t>(program.size())));
  write_deflated(revision, kFontProgram, program_facts, program);

  std::string glyphs(2 * (std::size_t{text.last_code()} + 1), '\0');
  for (std::size_t i = 3; i < glyphs.size(); i += 2) glyphs[i] = 1;
  write_deflated(revision, kGlyphMap, {}, glyphs);
  write_deflated(revision, kToUnicode, {}, text.to_unicode());
}

void write_metadata(Revision& revision, const CopyMetadata& metadata) {
  PdfDictionary information;
  information.AddKey("Title", text_string(metadata.title));
  information.AddKey("Author", text_string(metadata.enterprise));
  information.AddKey("Producer", text_string(kProducer));
  information.AddKey("CreationDate", PdfString(pdf_date(metadata.created)));
  information.AddKey("ModDate", PdfString(pdf_date(metadata.created)));
  revision.write(kInformation, PdfVariant(information));

  PdfDictionary xmp;
  xmp.AddKey("Type", name("Metadata"));
  xmp.AddKey("Subtype", name("XML"));
  revision.write_stream(kMetadata, xmp, xmp_packet(metadata));  // plain, so that any tool finds it

  PdfDictionary intent;
  intent.AddKey("Type", name("OutputIntent"));
  intent.AddKey("S", name("GTS_PDFA1"));
  intent.AddKey("OutputConditionIdentifier", PdfString("sRGB IEC61966-2.1"));
  intent.AddKey("Info", PdfString("sRGB IEC61966-2.1"));
  intent.AddKey("DestOutputProfile", reference(kProfile));
  revision.write(kOutputIntent, PdfVariant(intent));
  PdfDictionary profile;
  profile.AddKey("N", integer(3));
  write_deflated(revision, kProfile, profile, srgb_profile());
}

void write_catalog(Revision& revision, std::size_t page_count) {
  PdfArray intents;
  intents.push_back(reference(kOutputIntent));
  PdfDictionary preferences;
  preferences.AddKey("DisplayDocTitle", PdfVariant(true));
  PdfDictionary catalog;
  catalog.AddKey("Type", name("Catalog"));
  catalog.AddKey("Pages", reference(kPages));
  catalog.AddKey("Metadata", reference(kMetadata));
  catalog.AddKey("OutputIntents", PdfVariant(intents));
  catalog.AddKey("Lang", PdfString("zh-CN"));
  catalog.AddKey("ViewerPreferences", PdfVariant(preferences));
  revision.write(kCatalog, PdfVariant(catalog));

  PdfArray kids;
  for (std::size_t i = 0; i < page_count; ++i)
    kids.push_back(reference(kFirstPage + kObjectsOfPage * static_cast<std::uint32_t>(i)));
  PdfDictionary pages;
  pages.AddKey("Type", name("Pages"));
  pages.AddKey("Kids", PdfVariant(kids));
  pages.AddKey("Count", integer(static_cast<std::int64_t>(page_count)));
  revision.write(kPages, PdfVariant(pages));
}

/// From the content, the holder and the time, so that the two copies are two files and the same
/// copy is always the same one.
PdfVariant file_identifier(const CopyMetadata& metadata) {
  const std::string digest =
      pipeline::sha256_hex(metadata.content_digest + '\n' + xmp_packet(metadata)).substr(0, 32);
  PdfString half;
  half.SetHexData(digest.c_str(), static_cast<PoDoFo::pdf_long>(digest.size()));
  PdfArray identifier;
  identifier.push_back(half);
  identifier.push_back(half);
  return PdfVariant(identifier);
}

}  // namespace

std::string content_digest(const std::vector<CopyPage>& pages) {
  pipeline::Digest digest;
  const auto add_box = [&](const pipeline::Box& box) {
    for (const int number : {box.x, box.y, box.width, box.height})
      digest.add(std::to_string(number) + ' ');
  };
  for (const CopyPage& page : pages) {
    digest.add("page " + pipeline::sha256_of_file(page.image) + ' ' + std::to_string(page.dpi) +
               '\n');
    for (const pipeline::Line& line : page.lines) {
      add_box(line.box);
      for (const pipeline::Box& box : line.characters) add_box(box);
      // The length goes first: no text can pass for what follows it.
      digest.add(std::to_string(line.text.size()) + ' ' + line.text + '\n');
    }
  }
  return digest.hex();
}

void write_copy(const CopyContent& content, const std::filesystem::path& out) {
  if (content.pages.empty()) {
    throw pipeline::Error(
        pipeline::Remedy::fix_document,
        {"承诺书没有页面，无法制作存档件。", "The letter has no page to make a copy of."},
        {"请检查扫描件是否包含承诺书。", "Check that the scan holds the letter."});
  }
  OutputFile file(out);
  file.write("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n");
  Revision revision(file);
  write_catalog(revision, content.pages.size());
  write_metadata(revision, content.metadata);
  TextLayer text;
  std::uint32_t object = kFirstPage;
  for (const CopyPage& page : content.pages) {
    write_page(revision, object, page, text);
    object += kObjectsOfPage;
  }
  write_font(revision, text);
  PdfDictionary trailer;
  trailer.AddKey("Root", reference(kCatalog));
  trailer.AddKey("Info", reference(kInformation));
  trailer.AddKey("ID", file_identifier(content.metadata));
  revision.finish(trailer, object);
  file.commit();
}

}  // namespace chengnuo::signing
