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

  void visit(const Value& item, const std::string& parent, bool parent_is_signature, int depth) {
    const Reference* const reference = item.as<Reference>();
    const Dictionary* const field = document_.dictionary(&item);
    if (reference == nullptr || field == nullptr) return;
    if (depth > kDeepest || seen_.size() > kMostFields)
      throw Malformed(item.begin, "too many fields");
    if (!seen_.insert(reference->number).second) throw Malformed(item.begin, "fields without end");
    const Value* const type = document_.resolve(field->find("FT"));
    const bool is_signature = type != nullptr ? type->is_name("Sig") : parent_is_signature;
    const std::string name = qualified(*field, parent);
    const Array* const kids = document_.array(field->find("Kids"));
    const bool has_fields = kids != nullptr && std::ranges::any_of(*kids, [&](const Value& kid) {
                              const Dictionary* const below = document_.dictionary(&kid);
                              return below != nullptr && below->find("T") != nullptr;
                            });
    if (has_fields) {
      for (const Value& kid : *kids) visit(kid, name, is_signature, depth + 1);
    } else if (is_signature) {
      add(reference->number, name, *field);
    }
  }

  std::vector<SignatureField> fields;

 private:
  std::string qualified(const Dictionary& field, const std::string& parent) const {
    const Value* const partial = document_.resolve(field.find("T"));
    const String* const text = partial != nullptr ? partial->as<String>() : nullptr;
    if (text == nullptr) return parent;
    return parent.empty() ? text_of(*text) : parent + "." + text_of(*text);
  }

  void add(std::uint32_t object, const std::string& name, const Dictionary& field) {
    SignatureField found{name, object, document_.resolve(field.find("V")), 0};
    if (const Value* const value = field.find("V"))
      if (const Reference* const reference = value->as<Reference>())
        found.signature_object = reference->number;
    fields.push_back(std::move(found));
  }

  const Document& document_;
  std::set<std::uint32_t> seen_;
};

/// The nearest object that begins at or before a position.
const std::size_t* offset_around(const std::vector<std::size_t>& offsets, std::size_t position) {
  const auto behind = std::ranges::upper_bound(offsets, position);
  return behind == offsets.begin() ? nullptr : &*(behind - 1);
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

std::vector<SignatureField> signature_fields(const Document& document) {
  Walk walk(document);
  const Dictionary* const form = document.dictionary(document.catalog().find("AcroForm"));
  const Array* const fields = form != nullptr ? document.array(form->find("Fields")) : nullptr;
  if (fields != nullptr)
    for (const Value& field : *fields) walk.visit(field, "", false, 0);
  return std::move(walk.fields);
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
  // Every object of every revision, so that an old one, replaced since, is looked at too.
  std::vector<std::size_t> offsets;
  for (const Section& section : document.sections())
    for (const auto& [number, location] : section.locations)
      if (location.kind == Location::Kind::in_file)
        offsets.push_back(static_cast<std::size_t>(location.offset));
  std::ranges::sort(offsets);

  std::vector<std::size_t> loose;
  for (const std::size_t at : places) {
    if (held(at)) continue;
    const std::size_t* const offset = offset_around(offsets, at);
    if (offset == nullptr) {
      loose.push_back(at);
      continue;
    }
    try {
      Reference identity;
      const Object object = read_object_at(document.bytes(), *offset, &document, identity);
      // Within the object but behind its value are a stream's bytes, which mean nothing here.
      if (at < object.value.end || at >= object.end) loose.push_back(at);
    } catch (const Malformed&) {
      loose.push_back(at);
    }
  }
  return loose;
}

}  // namespace chengnuo::signing::pdf
