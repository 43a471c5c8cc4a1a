#include "signing/signature_update.h"

#include <algorithm>

#include "signing/revision.h"

namespace chengnuo::signing {
namespace {

using pipeline::Message;
using PoDoFo::PdfArray;
using PoDoFo::PdfDictionary;
using PoDoFo::PdfMemDocument;
using PoDoFo::PdfObject;
using PoDoFo::PdfVariant;

constexpr std::size_t kNumberWidth = 10;  // of a ByteRange entry: files up to 9.9 GB

[[noreturn]] void refuse(const char* code, const Message& what, const std::filesystem::path& file) {
  const std::string tail = std::string(" [") + code + "]";
  throw pipeline::Error(pipeline::Remedy::fix_document, {what.zh + tail, what.en + tail},
                        {"请另存为新的 PDF，或换一个签名域名称后再签。",
                         "Save it as a new PDF, or choose another field name, and sign that."},
                        file);
}

/// Follows a reference; null if there is nothing.
const PdfObject* resolved(PdfMemDocument& document, const PdfObject* value) {
  if (value != nullptr && value->IsReference())
    return document.GetObjects().GetObject(value->GetReference());
  return value;
}

/// A value of a dictionary that is an object of its own; null if it is direct or missing.
PdfObject* own_object(PdfMemDocument& document, const PdfObject& parent, const char* key) {
  const PdfObject* const value = parent.GetDictionary().GetKey(key);
  if (value == nullptr || !value->IsReference()) return nullptr;
  return document.GetObjects().GetObject(value->GetReference());
}

PdfArray array_at(PdfMemDocument& document, const PdfDictionary& dictionary, const char* key) {
  const PdfObject* const value = resolved(document, dictionary.GetKey(key));
  return value != nullptr && value->IsArray() ? value->GetArray() : PdfArray();
}

/// What of the document changes when a signature field is added.
struct Targets {
  PdfObject* catalog = nullptr;
  PdfObject* page = nullptr;         ///< the first, which carries the invisible widget
  PdfObject* form = nullptr;         ///< the form's own object; null if it is direct or missing
  PdfObject* annotations = nullptr;  ///< the same for the page's annotations
};

Targets find_targets(PdfMemDocument& document, const std::filesystem::path& in) {
  if (document.GetPageCount() < 1)
    refuse("DAMAGED", {"PDF 没有页面。", "The PDF has no pages."}, in);
  Targets targets;
  targets.catalog = document.GetCatalog();
  targets.page = document.GetPage(0)->GetObject();
  targets.form = own_object(document, *targets.catalog, "AcroForm");
  targets.annotations = own_object(document, *targets.page, "Annots");
  for (const PdfObject* object :
       {targets.catalog, targets.page, targets.form, targets.annotations}) {
    if (object != nullptr && object->Reference().GenerationNumber() != 0)
      refuse("UNSUPPORTED_INPUT",
             {"PDF 中有重复使用的对象编号。", "The PDF reuses object numbers."}, in);
  }
  return targets;
}

/// The form's dictionary as it is; empty if there is none.
PdfDictionary form_of(PdfMemDocument& document, const Targets& targets) {
  const PdfObject* const form =
      resolved(document, targets.catalog->GetDictionary().GetKey("AcroForm"));
  return form != nullptr && form->IsDictionary() ? form->GetDictionary() : PdfDictionary();
}

void check_field_name(PdfMemDocument& document, const PdfArray& fields,
                      const std::string& field_name, const std::filesystem::path& in) {
  for (const PdfObject& item : fields) {
    const PdfObject* const field = resolved(document, &item);
    if (field == nullptr || !field->IsDictionary()) continue;
    const PdfObject* const name_of_field = field->GetDictionary().GetKey("T");
    if (name_of_field != nullptr && name_of_field->IsString() &&
        name_of_field->GetString().GetStringUtf8() == field_name)
      refuse("FIELD_EXISTS", {"已有同名签名域。", "There is a field of this name already."}, in);
  }
}

/// The field and its widget in one (ISO 32000-1, 12.7.4.5 and 12.5.6.19). Invisible, yet with an
/// appearance and printable, as PDF/A wants of every annotation.
void write_field(Revision& revision, std::uint32_t object, const std::string& field_name,
                 std::uint32_t page) {
  PdfDictionary appearances;
  appearances.AddKey("N", reference(object + 2));
  PdfDictionary field;
  field.AddKey("Type", name("Annot"));
  field.AddKey("Subtype", name("Widget"));
  field.AddKey("FT", name("Sig"));
  field.AddKey("T", text_string(field_name));
  field.AddKey("V", reference(object + 1));
  field.AddKey("P", reference(page));
  field.AddKey("Rect", integers({0, 0, 0, 0}));
  field.AddKey("F", integer(132));  // print, locked
  field.AddKey("AP", PdfVariant(appearances));
  revision.write(object, PdfVariant(field));

  PdfDictionary appearance;
  appearance.AddKey("Type", name("XObject"));
  appearance.AddKey("Subtype", name("Form"));
  appearance.AddKey("BBox", integers({0, 0, 0, 0}));
  appearance.AddKey("Resources", PdfVariant(PdfDictionary()));
  revision.write_stream(object + 2, appearance, std::string_view());
}

struct Blanks {
  std::uint64_t byte_range = 0;  ///< of the second number
  SignaturePlace contents;
};

/// ISO 32000-1, table 252. The two values that depend on the file's bytes are put behind PoDoFo's
/// dictionary by hand, blank.
Blanks write_signature(Revision& revision, std::uint32_t object, const NewSignature& signature) {
  std::string text = serialised(PdfVariant(signature.dictionary));
  text.resize(text.rfind(">>"));
  text += "/ByteRange [0 ";
  const std::size_t byte_range = text.size();
  text += std::string(3 * kNumberWidth + 2, ' ') + "]\n/Contents ";
  const std::size_t contents = text.size();
  text += '<' + std::string(2 * signature.reserve, '0') + '>';
  const std::size_t contents_end = text.size();
  const std::uint64_t start = revision.write(object, text + "\n>>");
  return {start + byte_range, {start + contents, start + contents_end}};
}

void write_byte_range(OutputFile& out, const Blanks& blanks) {
  const auto padded = [](std::uint64_t number) {
    std::string digits = std::to_string(number);
    digits.resize(std::max(digits.size(), kNumberWidth), ' ');
    return digits;
  };
  const SignaturePlace& gap = blanks.contents;
  out.write_at(blanks.byte_range, padded(gap.contents) + ' ' + padded(gap.contents_end) + ' ' +
                                      padded(out.size() - gap.contents_end));
}

/// Puts the widget on the page.
void write_annotations(Revision& revision, PdfMemDocument& document, const Targets& targets,
                       std::uint32_t field) {
  PdfDictionary page = targets.page->GetDictionary();
  PdfArray annotations = array_at(document, page, "Annots");
  annotations.push_back(reference(field));
  if (targets.annotations != nullptr) {
    revision.write(targets.annotations->Reference().ObjectNumber(), PdfVariant(annotations));
    return;
  }
  page.AddKey("Annots", PdfVariant(annotations));
  revision.write(targets.page->Reference().ObjectNumber(), PdfVariant(page));
}

/// Puts the field into the form.
void write_form(Revision& revision, const Targets& targets, PdfDictionary form, PdfArray fields,
                std::uint32_t field) {
  fields.push_back(reference(field));
  form.AddKey("Fields", PdfVariant(fields));
  form.AddKey("SigFlags", integer(3));  // signatures exist; append only
  PdfDictionary catalog = targets.catalog->GetDictionary();
  if (targets.form != nullptr) {
    revision.write(targets.form->Reference().ObjectNumber(), PdfVariant(form));
    return;
  }
  catalog.AddKey("AcroForm", PdfVariant(form));
  revision.write(targets.catalog->Reference().ObjectNumber(), PdfVariant(catalog));
}

SignaturePlace append(PdfMemDocument& document, const std::filesystem::path& in,
                      const Outside& outside, const NewSignature& signature, OutputFile& out) {
  const Targets targets = find_targets(document, in);
  const PdfDictionary form = form_of(document, targets);
  const PdfArray fields = array_at(document, form, "Fields");
  check_field_name(document, fields, signature.field_name, in);

  const PdfDictionary& old_trailer = document.GetTrailer()->GetDictionary();
  const auto first_free = static_cast<std::uint32_t>(old_trailer.GetKeyAsLong("Size"));
  out.write_file(in, 0, outside.size);
  if (!outside.ends_with_newline) out.write("\n");
  Revision revision(out);
  write_field(revision, first_free, signature.field_name, targets.page->Reference().ObjectNumber());
  const Blanks blanks = write_signature(revision, first_free + 1, signature);
  write_annotations(revision, document, targets, first_free);
  write_form(revision, targets, form, fields, first_free);
  PdfDictionary trailer;
  for (const char* key : {"Root", "Info", "ID"})
    if (old_trailer.HasKey(key)) trailer.AddKey(key, *old_trailer.GetKey(key));
  revision.finish(trailer, first_free + 3, outside.last_table);
  write_byte_range(out, blanks);
  return blanks.contents;
}

}  // namespace

SignaturePlace append_signature(const std::filesystem::path& in, const Outside& outside,
                                const NewSignature& signature, OutputFile& out) {
  PoDoFo::PdfError::EnableDebug(false);  // it would write to stderr
  PoDoFo::PdfError::EnableLogging(false);
  try {
    PdfMemDocument document;
    document.Load(in.c_str());
    return append(document, in, outside, signature, out);
  } catch (const PoDoFo::PdfError& error) {
    throw_pdf_error(error, pipeline::Remedy::fix_document, in);
  }
}

}  // namespace chengnuo::signing
