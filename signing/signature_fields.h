#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "signing/pdf_document.h"

namespace chengnuo::signing::pdf {

/// A signature field of a document's form (ISO 32000-1, 12.7.4.5).
struct SignatureField {
  std::string name;                    ///< fully qualified, UTF-8
  std::uint32_t object = 0;            ///< the field's own
  const Value* signature = nullptr;    ///< the signature dictionary; null if the field is empty
  std::uint32_t signature_object = 0;  ///< 0 if the dictionary stands in the field itself
};

/// A field of any kind that has no fields below it (12.7.3).
struct FormField {
  enum class Type {
    text,
    choice,
    check,   ///< check boxes and radio buttons: filling one in chooses among its appearances
    button,  ///< keeps no value
    signature,
    other
  };
  std::string name;                    ///< fully qualified, UTF-8
  Type type = Type::other;             ///< its own or inherited
  std::vector<std::uint32_t> objects;  ///< the field's own, then those of its widgets
};

/// All of them, in order of the form. Bounds and errors as below.
std::vector<FormField> form_fields(const Document& document);

/// All of them, in order of the form. 10,000 fields at most, 32 levels. Throws Malformed.
std::vector<SignatureField> signature_fields(const Document& document);

/// Of the `places` where "/ByteRange" stands in the file, those that belong to no field's
/// signature: a signature that was cut loose, or that waits to be put in place.
std::vector<std::size_t> loose_signatures(const Document& document,
                                          const std::vector<SignatureField>& fields,
                                          const std::vector<std::size_t>& places);

/// The dictionary of the object that stands around a position of the file, whichever revision
/// defined it; null if there is none.
struct Enclosing {
  std::optional<Object> object;
  const Dictionary* dictionary() const { return object ? object->value.as<Dictionary>() : nullptr; }
};
Enclosing object_around(const Document& document, std::size_t position);

/// A text string as UTF-8 (ISO 32000-1, 7.9.2.2); bytes above 126 of PDFDocEncoding become '?'.
std::string text_of(const String& string);

}  // namespace chengnuo::signing::pdf
