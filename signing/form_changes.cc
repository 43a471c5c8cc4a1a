#include "signing/form_changes.h"

#include <algorithm>
#include <array>

#include "signing/painting.h"

namespace chengnuo::signing {
namespace {

using pdf::Array;
using pdf::Dictionary;
using pdf::Document;
using pdf::FormField;
using pdf::Value;
using pipeline::Message;

const Dictionary* form_in(const Document& document) {
  return document.dictionary(document.catalog().find("AcroForm"));
}

/// Nothing in the field or widget acts, or shows more than a signature's appearance.
bool is_plain(const Dictionary& field) {
  static constexpr std::array kPlain = {
      "Type", "Subtype", "FT", "T",    "TU", "TM", "V",      "P",    "Rect", "F", "Ff",     "AP",
      "MK",   "BS",      "DA", "Lock", "SV", "NM", "Border", "Kids", "M",    "H", "Parent", "Q"};
  return !field.has_duplicates() && std::ranges::all_of(field.entries, [](const pdf::Entry& entry) {
    return std::ranges::find(kPlain, entry.key) != kPlain.end();
  });
}

/// Whether resources by kind and name have only become more: programs add fonts for what they fill
/// in or sign.
bool has_grown(const Dictionary* before, const Dictionary* after) {
  if (before == nullptr || after == nullptr || after->has_duplicates()) return false;
  return std::ranges::all_of(before->entries, [after](const pdf::Entry& kind) {
    const Value* const now = after->find(kind.key);
    if (now != nullptr && *now == kind.value) return true;
    const Dictionary* const old_names = kind.value.as<Dictionary>();
    const Dictionary* const names = now != nullptr ? now->as<Dictionary>() : nullptr;
    if (old_names == nullptr || names == nullptr || names->has_duplicates()) return false;
    return std::ranges::all_of(old_names->entries, [names](const pdf::Entry& one) {
      const Value* const same = names->find(one.key);
      return same != nullptr && *same == one.value;
    });
  });
}

/// What filling in changes of a field or widget (ISO 32000-1, tables 164, 188, 220, 229, 231).
const Keys kFilling = {"V", "AP", "AS", "M", "RV", "I"};
const Keys kChecking = {"V", "AS", "M"};

/// Without a certifying signature's leave only what was blank may be filled in: a value that was
/// signed is content.
bool is_blank(const Document& document, const FormField& field) {
  for (const std::uint32_t number : field.objects) {
    const Value own{pdf::Reference{number, 0}, 0, 0};
    const Dictionary* const widget = document.dictionary(&own);
    if (widget == nullptr) return false;
    const Value* const value = document.resolve(widget->find("V"));
    const pdf::String* const text = value != nullptr ? value->as<pdf::String>() : nullptr;
    if (value != nullptr && (text == nullptr || !text->bytes.empty()) && !value->is_name("Off"))
      return false;
    const Dictionary* const looks = document.dictionary(widget->find("AP"));
    const std::uint32_t look = looks != nullptr ? number_of(looks->find("N")) : 0;
    const pdf::Object* const shown = look != 0 ? document.object(look) : nullptr;
    if (shown != nullptr && shown->stream && !shown_text(*shown).empty()) return false;
  }
  return true;
}

class FormComparison {
 public:
  FormComparison(const Document& before, const Document& after, const ObjectNumbers& touched,
                 const Permissions& permissions)
      : before_(before), after_(after), touched_(touched), permissions_(permissions) {}

  FormFinding run() {
    for (const auto check :
         {&FormComparison::check_settings, &FormComparison::check_new_fields,
          &FormComparison::check_signed_fields, &FormComparison::check_filled_fields}) {
      finding_.trouble = (this->*check)();
      if (!finding_.trouble.empty()) break;
    }
    return std::move(finding_);
  }

 private:
  bool may_fill() const { return permissions_.level != Permissions::Level::time_stamps; }
  bool may_refill() const { return permissions_.level == Permissions::Level::filling; }

  Message check_settings() {
    const Dictionary* const old_form = form_in(before_);
    const Dictionary* const new_form = form_in(after_);
    if (old_form != nullptr && new_form == nullptr)
      return {"表单被删除。", "the form was removed."};
    if (new_form == nullptr) return {};
    const auto kept = [&](std::string_view key) {  // may be added, not changed
      const Value* const old_value = old_form != nullptr ? old_form->find(key) : nullptr;
      const Value* const new_value = new_form->find(key);
      return old_value == nullptr || (new_value != nullptr && *new_value == *old_value);
    };
    Keys free_keys = {"Fields", "SigFlags", "DR", "DA"};
    if (may_refill()) free_keys.insert("NeedAppearances");
    const bool resources_kept = kept("DR") || has_grown(old_form->find("DR")->as<Dictionary>(),
                                                        new_form->find("DR") != nullptr
                                                            ? new_form->find("DR")->as<Dictionary>()
                                                            : nullptr);
    if (!same_but(old_form, new_form, free_keys) || !resources_kept || !kept("DA"))
      return {"表单设置被改动。", "the form's settings were changed."};
    if (old_form != nullptr) note(old_form->find("Fields"));
    return {};
  }

  Message check_new_fields() {
    const Dictionary* const old_form = form_in(before_);
    const Dictionary* const new_form = form_in(after_);
    const auto fields_of = [](const Document& document, const Dictionary* form) {
      return document.array(form != nullptr ? form->find("Fields") : nullptr);
    };
    const auto fields = added(fields_of(before_, old_form), fields_of(after_, new_form));
    if (!fields) return {"表单域被删除或更换。", "form fields were removed or replaced."};
    for (const Value* field : *fields) {
      const Message found = check_new_field(*field);
      if (!found.empty()) return found;
    }
    return {};
  }

  Message check_new_field(const Value& item) {
    const Message unwanted = {"签名后添加了签名域以外的表单域或带动作的域。",
                              "a field was added after signing that is no plain signature field."};
    const Dictionary* const field = after_.dictionary(&item);
    const std::uint32_t number = number_of(&item);
    if (field == nullptr || number == 0 || before_.location(number) != nullptr) return unwanted;
    const Value* const type = after_.resolve(field->find("FT"));
    const Dictionary* const signature = after_.dictionary(field->find("V"));
    if (!is_plain(*field) || type == nullptr || !type->is_name("Sig")) return unwanted;
    const Value* const kind =
        signature != nullptr ? after_.resolve(signature->find("Type")) : nullptr;
    const bool time_stamp = kind != nullptr && kind->is_name("DocTimeStamp");
    if (permissions_.level == Permissions::Level::time_stamps && !time_stamp)
      return {"认证签名不允许再加签名。", "the certifying signature forbids further signatures."};
    if ((signature == nullptr || time_stamp) && is_visible(*field))
      return {"签名后添加了可见的空白域或时间戳。",
              "a visible field without a signature, or a visible time stamp, was added after "
              "signing."};
    finding_.widgets.insert(number);
    const Array* const kids = after_.array(field->find("Kids"));
    for (std::size_t i = 0; kids != nullptr && i < kids->size(); ++i) {
      const Dictionary* const widget = after_.dictionary(&(*kids)[i]);
      const std::uint32_t kid = number_of(&(*kids)[i]);
      if (widget == nullptr || !is_plain(*widget) || before_.location(kid) != nullptr)
        return unwanted;
      finding_.widgets.insert(kid);
    }
    return {};
  }

  bool is_visible(const Dictionary& field) const {
    if (field.find("Kids") != nullptr) return true;
    const Array* const box = after_.array(field.find("Rect"));
    if (box == nullptr) return false;
    return box->size() != 4 || (*box)[0] != (*box)[2] || (*box)[1] != (*box)[3];
  }

  const Dictionary* old_object(std::uint32_t number) const {
    const pdf::Object* const object = before_.object(number);
    return object != nullptr ? object->value.as<Dictionary>() : nullptr;
  }
  const Dictionary* new_object(std::uint32_t number) const {
    const pdf::Object* const object = after_.object(number);
    return object != nullptr ? object->value.as<Dictionary>() : nullptr;
  }

  /// A signature field that was empty may have been signed since.
  Message check_signed_fields() {
    for (const pdf::SignatureField& field : pdf::signature_fields(before_)) {
      if (field.signature != nullptr || !touched_.contains(field.object)) continue;
      const Dictionary* const new_field = new_object(field.object);
      const bool by_rule =
          permissions_.level != Permissions::Level::time_stamps && !permissions_.locked(field.name);
      if (!by_rule || new_field == nullptr ||
          !same_but(old_object(field.object), new_field, {"V", "AP", "F", "MK", "M", "Type"}))
        return {"签名域被改动。", "a signature field was changed."};
      finding_.compared.insert(field.object);
    }
    return {};
  }

  Message check_filled_fields() {
    if (!may_fill()) return {};
    for (const FormField& field : pdf::form_fields(before_)) {
      const bool has_value = field.type == FormField::Type::text ||
                             field.type == FormField::Type::choice ||
                             field.type == FormField::Type::check;
      if (!has_value || permissions_.locked(field.name)) continue;
      if (!may_refill() && !is_blank(before_, field)) continue;
      const Keys& free_keys = field.type == FormField::Type::check ? kChecking : kFilling;
      for (const std::uint32_t number : field.objects) {
        finding_.filled[number] = free_keys;
        if (!touched_.contains(number)) continue;
        if (!same_but(old_object(number), new_object(number), free_keys))
          return {"表单域被改动，不只是填写。", "a form field was changed beyond its value."};
        finding_.compared.insert(number);
        finding_.fields_filled = true;
      }
    }
    return {};
  }

  /// A value that is an object of its own may be written again, once it has been compared.
  void note(const Value* value) {
    if (const std::uint32_t number = number_of(value); number != 0)
      finding_.compared.insert(number);
  }

  const Document& before_;
  const Document& after_;
  const ObjectNumbers& touched_;
  const Permissions& permissions_;
  FormFinding finding_;
};

}  // namespace

FormFinding form_changes(const Document& before, const Document& after,
                         const ObjectNumbers& touched, const Permissions& permissions) {
  return FormComparison(before, after, touched, permissions).run();
}

}  // namespace chengnuo::signing
