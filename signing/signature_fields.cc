#include "signing/signature_fields.h"

#include <algorithm>
#include <set>

#include "pipeline/text.h"
#include "signing/pdf_stream.h"

namespace chengnuo::signing::pdf {
namespace {

constexpr std::size_t kMostFields = 10'000;
constexpr int kDeepest = 32;

/// Walks a form's tree; what a field does not say itself it has from its parent.
class Walk {
 public:
  explicit Walk(const Document& document) : document_(document) {}

  struct Inherited {
    std::string name;
    const Value* type = nullptr;
    std::int64_t flags = 0;
  };

  void visit(const Value& item, const Inherited& parent, int depth) {
    const Reference* const reference = item.as<Reference>();
    const Dictionary* const field = document_.dictionary(&item);
    if (reference == nullptr || field == nullptr) return;
    if (depth > kDeepest || seen_.size() > kMostFields)
      throw Malformed(item.begin, "too many fields");
    if (!seen_.insert(reference->number).second) throw Malformed(item.begin, "fields without end");
    const Inherited own = inherited(*field, parent);
    const Array* const kids = document_.array(field->find("Kids"));
    const bool has_fields = kids != nullptr && std::ranges::any_of(*kids, [&](const Value& kid) {
                              const Dictionary* const below = document_.dictionary(&kid);
                              return below != nullptr && below->find("T") != nullptr;
                            });
    if (has_fields) {
      for (const Value& kid : *kids) visit(kid, own, depth + 1);
    } else {
      add(reference->number, own, kids);
    }
  }

  std::vector<FormField> fields;

 private:
  Inherited inherited(const Dictionary& field, const Inherited& parent) const {
    Inherited own = parent;
    const Value* const partial = document_.resolve(field.find("T"));
    if (const String* const text = partial != nullptr ? partial->as<String>() : nullptr)
      own.name = parent.name.empty() ? text_of(*text) : parent.name + "." + text_of(*text);
    if (const Value* const type = document_.resolve(field.find("FT"))) own.type = type;
    const Value* const flags = document_.resolve(field.find("Ff"));
    if (flags != nullptr && flags->as<std::int64_t>() != nullptr)
      own.flags = *flags->as<std::int64_t>();
    return own;
  }

  static FormField::Type type_of(const Inherited& own) {
    constexpr std::int64_t kPushButton = 1 << 16;
    if (own.type == nullptr) return FormField::Type::other;
    if (own.type->is_name("Sig")) return FormField::Type::signature;
    if (own.type->is_name("Tx")) return FormField::Type::text;
    if (own.type->is_name("Ch")) return FormField::Type::choice;
    if (!own.type->is_name("Btn")) return FormField::Type::other;
    return (own.flags & kPushButton) != 0 ? FormField::Type::button : FormField::Type::check;
  }

  void add(std::uint32_t object, const Inherited& own, const Array* kids) {
    FormField found{own.name, type_of(own), {object}};
    for (std::size_t i = 0; kids != nullptr && i < kids->size(); ++i)
      if (const Reference* const widget = (*kids)[i].as<Reference>())
        found.objects.push_back(widget->number);
    fields.push_back(std::move(found));
  }

  const Document& document_;
  std::set<std::uint32_t> seen_;
};

/// Where each object of each revision begins, in order; so that an old one, replaced since, is
/// looked at too.
std::vector<std::size_t> offsets_of(const Document& document) {
  std::vector<std::size_t> offsets;
  for (const Section& section : document.sections())
    for (const auto& [number, location] : section.locations)
      if (location.kind == Location::Kind::in_file)
        offsets.push_back(static_cast<std::size_t>(location.offset));
  std::ranges::sort(offsets);
  return offsets;
}

std::optional<Object> object_before(const Document& document,
                                    const std::vector<std::size_t>& offsets, std::size_t position) {
  const auto behind = std::ranges::upper_bound(offsets, position);
  if (behind == offsets.begin()) return std::nullopt;
  try {
    Reference identity;
    return read_object_at(document.bytes(), *(behind - 1), &document, identity);
  } catch (const Malformed&) {
    return std::nullopt;
  }
}

}  // namespace

std::string text_of(const String& string) {
  const std::string& bytes = string.bytes;
  if (bytes.starts_with("\xFE\xFF")) {
    std::u32string text;
    for (std::size_t i = 2; i + 1 < bytes.size(); i += 2) {
      const auto unit = static_cast<char32_t>(static_cast<unsigned char>(bytes[i]) << 8 |
                                              static_cast<unsigned char>(bytes[i + 1]));
      const bool low = unit >= 0xDC00 && unit < 0xE000;
      if (low && !text.empty() && text.back() >= 0xD800 && text.back() < 0xDC00)
        text.back() = 0x10000 + ((text.back() - 0xD800) << 10) + (unit - 0xDC00);
      else
        text += unit;
    }
    return pipeline::utf8(text);
  }
  if (bytes.starts_with("\xEF\xBB\xBF")) return bytes.substr(3);
  std::string text = bytes;
  std::ranges::replace_if(
      text, [](char c) { return static_cast<unsigned char>(c) > 126; }, '?');
  return text;
}

std::vector<FormField> form_fields(const Document& document) {
  Walk walk(document);
  const Dictionary* const form = document.dictionary(document.catalog().find("AcroForm"));
  const Array* const fields = form != nullptr ? document.array(form->find("Fields")) : nullptr;
  if (fields != nullptr)
    for (const Value& field : *fields) walk.visit(field, {}, 0);
  return std::move(walk.fields);
}

std::vector<SignatureField> signature_fields(const Document& document) {
  std::vector<SignatureField> signatures;
  for (const FormField& field : form_fields(document)) {
    if (field.type != FormField::Type::signature) continue;
    const std::uint32_t number = field.objects.front();
    const Value own{Reference{number, 0}, 0, 0};
    const Value* const value = document.dictionary(&own)->find("V");
    SignatureField found{field.name, number, document.resolve(value), 0};
    if (value != nullptr && value->as<Reference>() != nullptr)
      found.signature_object = value->as<Reference>()->number;
    signatures.push_back(std::move(found));
  }
  return signatures;
}

std::vector<std::size_t> loose_signatures(const Document& document,
                                          const std::vector<SignatureField>& fields,
                                          const std::vector<std::size_t>& places) {
  const auto held = [&](std::size_t position) {
    return std::ranges::any_of(fields, [position](const SignatureField& field) {
      return field.signature != nullptr && field.signature->begin <= position &&
             position < field.signature->end;
    });
  };
  const std::vector<std::size_t> offsets = offsets_of(document);
  std::vector<std::size_t> loose;
  for (const std::size_t at : places) {
    if (held(at)) continue;
    const auto object = object_before(document, offsets, at);
    // Within the object but behind its value are a stream's bytes, which mean nothing here.
    if (!object || at < object->value.end || at >= object->end) loose.push_back(at);
  }
  return loose;
}

Enclosing object_around(const Document& document, std::size_t position) {
  return {object_before(document, offsets_of(document), position)};
}

}  // namespace chengnuo::signing::pdf
