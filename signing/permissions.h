#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "signing/pdf_document.h"
#include "signing/signature_fields.h"

namespace chengnuo::signing {

/// What may happen to a document after a signature.
struct Permissions {
  /// By the certifying signature (DocMDP, ISO 32000-1, 12.8.2.2). P 3 would allow annotations,
  /// which can hide what was signed: it counts as P 2.
  enum class Level {
    time_stamps,  ///< P 1: only time stamps and validation data
    signatures,   ///< nothing is certified: further signatures too, and blank fields filled in
    filling,      ///< P 2: signatures, and form fields may be filled in
  };
  Level level = Level::signatures;

  /// Fields that this signature locks (FieldMDP, 12.8.2.4, and the field's /Lock, 12.7.4.5).
  enum class Locks { none, named, all_but_named, all };
  Locks locks = Locks::none;
  std::vector<std::string> names;

  /// Whether it locks this field, or one above it.
  bool locked(std::string_view field) const;
};

/// `then`: the document as `field`, which has its signature in it, was signed.
Permissions permissions_of(const pdf::Document& then, const pdf::SignatureField& field);

}  // namespace chengnuo::signing
