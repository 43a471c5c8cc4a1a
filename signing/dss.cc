#include "signing/dss.h"

#include <array>

#include "signing/deflate.h"
#include "signing/pdf_stream.h"
#include "signing/podofo.h"
#include "signing/revision.h"

namespace chengnuo::signing {
namespace {

using Bytes = std::vector<std::string>;
using PoDoFo::PdfArray;
using PoDoFo::PdfDictionary;
using PoDoFo::PdfMemDocument;
using PoDoFo::PdfObject;
using PoDoFo::PdfVariant;

constexpr std::size_t kMostEntries = 4000;

struct Kind {
  const char* key;
  Bytes ValidationData::*member;
};
constexpr std::array kKinds = {Kind{"Certs", &ValidationData::certificates},
                               Kind{"OCSPs", &ValidationData::ocsp_responses},
                               Kind{"CRLs", &ValidationData::crls}};

void read_streams(const pdf::Document& document, const pdf::Array& references, Bytes& into) {
  for (std::size_t i = 0; i < references.size() && into.size() < kMostEntries; ++i) {
    const pdf::Reference* const reference = references[i].as<pdf::Reference>();
    try {
      const pdf::Object* const object =
          reference != nullptr ? document.object(reference->number) : nullptr;
      if (object != nullptr && object->stream) into.push_back(pdf::decoded_stream(*object));
    } catch (const pdf::Malformed&) {
      continue;
    }
  }
}

const PdfObject* resolved(PdfMemDocument& document, const PdfObject* value) {
  if (value != nullptr && value->IsReference())
    return document.GetObjects().GetObject(value->GetReference());
  return value;
}

PdfDictionary dictionary_at(PdfMemDocument& document, const PdfDictionary& parent,
                            const char* key) {
  const PdfObject* const value = resolved(document, parent.GetKey(key));
  return value != nullptr && value->IsDictionary() ? value->GetDictionary() : PdfDictionary();
}

PdfArray array_at(PdfMemDocument& document, const PdfDictionary& parent, const char* key) {
  const PdfObject* const value = resolved(document, parent.GetKey(key));
  return value != nullptr && value->IsArray() ? value->GetArray() : PdfArray();
}

/// Says that the file goes beyond ISO 32000-1 (ETSI EN 319 142-1, 5.6).
void declare_extension(PdfMemDocument& document, PdfDictionary& catalog) {
  PdfDictionary extensions = dictionary_at(document, catalog, "Extensions");
  PdfDictionary esic;
  esic.AddKey("BaseVersion", name("1.7"));
  esic.AddKey("ExtensionLevel", integer(2));
  extensions.AddKey("ESIC", PdfVariant(esic));
  catalog.AddKey("Extensions", PdfVariant(extensions));
}

void append(PdfMemDocument& document, const std::filesystem::path& in, const Outside& outside,
            const ValidationData& data, OutputFile& out) {
  const PdfDictionary& old_trailer = document.GetTrailer()->GetDictionary();
  PdfDictionary catalog = document.GetCatalog()->GetDictionary();
  PdfDictionary store = dictionary_at(document, catalog, "DSS");
  auto next = static_cast<std::uint32_t>(old_trailer.GetKeyAsLong("Size"));
  const std::uint32_t own = next++;

  out.write_file(in, 0, outside.size);
  if (!outside.ends_with_newline) out.write("\n");
  Revision revision(out);
  for (const Kind& kind : kKinds) {
    PdfArray references = array_at(document, store, kind.key);
    for (const std::string& bytes : data.*kind.member) {
      PdfDictionary stream;
      stream.AddKey("Filter", name("FlateDecode"));
      revision.write_stream(next, stream, deflate(bytes));
      references.push_back(reference(next++));
    }
    if (!references.empty()) store.AddKey(kind.key, PdfVariant(references));
  }
  store.AddKey("Type", name("DSS"));
  revision.write(own, PdfVariant(store));
  catalog.AddKey("DSS", reference(own));
  declare_extension(document, catalog);
  revision.write(document.GetCatalog()->Reference().ObjectNumber(), PdfVariant(catalog));
  PdfDictionary trailer;
  for (const char* key : {"Root", "Info", "ID"})
    if (old_trailer.HasKey(key)) trailer.AddKey(key, *old_trailer.GetKey(key));
  revision.finish(trailer, next, outside.last_table);
}

}  // namespace

ValidationData read_dss(const pdf::Document& document) {
  ValidationData data;
  const pdf::Dictionary* const store = document.dictionary(document.catalog().find("DSS"));
  for (const Kind& kind : kKinds) {
    const pdf::Array* const references =
        store != nullptr ? document.array(store->find(kind.key)) : nullptr;
    if (references != nullptr) read_streams(document, *references, data.*kind.member);
  }
  return data;
}

void append_dss(const std::filesystem::path& in, const Outside& outside, const ValidationData& data,
                OutputFile& out) {
  PoDoFo::PdfError::EnableDebug(false);  // it would write to stderr
  PoDoFo::PdfError::EnableLogging(false);
  try {
    PdfMemDocument document;
    document.Load(in.c_str());
    append(document, in, outside, data, out);
  } catch (const PoDoFo::PdfError& error) {
    throw_pdf_error(error, pipeline::Remedy::fix_document, in);
  }
}

}  // namespace chengnuo::signing
