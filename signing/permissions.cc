#include "signing/permissions.h"

#include <algorithm>

namespace chengnuo::signing {
namespace {

using pdf::Array;
using pdf::Dictionary;
using pdf::Document;
using pdf::Value;

/// The parameters of a signature's transform method; null if it has none of that name.
const Dictionary* parameters_of(const Document& document, const Dictionary& signature,
                                std::string_view method, bool& present) {
  const Array* const references = document.array(signature.find("Reference"));
  for (std::size_t i = 0; references != nullptr && i < references->size(); ++i) {
    const Dictionary* const reference = document.dictionary(&(*references)[i]);
    const Value* const name =
        reference != nullptr ? document.resolve(reference->find("TransformMethod")) : nullptr;
    if (name == nullptr || !name->is_name(method)) continue;
    present = true;
    return document.dictionary(reference->find("TransformParams"));
  }
  return nullptr;
}

/// Table 254: without /P it is 2.
Permissions::Level level_in(const Document& document, const Dictionary* parameters) {
  const Value* const p = parameters != nullptr ? document.resolve(parameters->find("P")) : nullptr;
  const std::int64_t* const number = p != nullptr ? p->as<std::int64_t>() : nullptr;
  const bool fills = p == nullptr || (number != nullptr && (*number == 2 || *number == 3));
  return fills ? Permissions::Level::filling : Permissions::Level::time_stamps;
}

/// The signature that the catalog names as the certifying one (12.8.4).
const Dictionary* certifying_signature(const Document& document) {
  const Dictionary* const permissions = document.dictionary(document.catalog().find("Perms"));
  return permissions != nullptr ? document.dictionary(permissions->find("DocMDP")) : nullptr;
}

Permissions::Level level_of(const Document& then, const Dictionary& signature) {
  bool certifies = false;
  const Dictionary* const own = parameters_of(then, signature, "DocMDP", certifies);
  if (certifies) return level_in(then, own);
  const Dictionary* const certifying = certifying_signature(then);
  if (certifying == nullptr) return Permissions::Level::signatures;
  const Dictionary* const of_document = parameters_of(then, *certifying, "DocMDP", certifies);
  return certifies ? level_in(then, of_document) : Permissions::Level::signatures;
}

void read_locks(const Document& document, const Dictionary& lock, Permissions& permissions) {
  const Value* const action = document.resolve(lock.find("Action"));
  permissions.locks = action != nullptr && action->is_name("Include") ? Permissions::Locks::named
                      : action != nullptr && action->is_name("Exclude")
                          ? Permissions::Locks::all_but_named
                          : Permissions::Locks::all;
  const Array* const fields = document.array(lock.find("Fields"));
  for (std::size_t i = 0; fields != nullptr && i < fields->size(); ++i) {
    const Value* const name = document.resolve(&(*fields)[i]);
    if (name != nullptr && name->as<pdf::String>() != nullptr)
      permissions.names.push_back(text_of(*name->as<pdf::String>()));
  }
}

}  // namespace

bool Permissions::locked(std::string_view field) const {
  const bool named = std::ranges::any_of(names, [field](const std::string& name) {
    return field == name || field.starts_with(name + ".");
  });
  switch (locks) {
    case Locks::none:
      return false;
    case Locks::named:
      return named;
    case Locks::all_but_named:
      return !named;
    case Locks::all:
      return true;
  }
  return true;
}

Permissions permissions_of(const Document& then, const pdf::SignatureField& field) {
  const Dictionary& signature = *field.signature->as<Dictionary>();
  Permissions permissions;
  permissions.level = level_of(then, signature);
  bool present = false;
  const Dictionary* lock = parameters_of(then, signature, "FieldMDP", present);
  const pdf::Object* const object = then.object(field.object);
  const Dictionary* const own = object != nullptr ? object->value.as<Dictionary>() : nullptr;
  if (lock == nullptr && own != nullptr) lock = then.dictionary(own->find("Lock"));
  if (lock != nullptr)
    read_locks(then, *lock, permissions);
  else if (present)
    permissions.locks = Permissions::Locks::all;
  return permissions;
}

}  // namespace chengnuo::signing
