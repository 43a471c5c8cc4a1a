#include "signing/changes.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "signing/appended.h"
#include "signing/signature_fields.h"

namespace chengnuo::signing {
namespace {

using pdf::Array;
using pdf::Dictionary;
using pdf::Document;
using pdf::Reference;
using pdf::Value;
using pipeline::Message;
using Numbers = std::set<std::uint32_t>;

std::uint32_t number_of(const Value* value) {
  const Reference* const reference = value != nullptr ? value->as<Reference>() : nullptr;
  return reference != nullptr ? reference->number : 0;
}

/// Every object number that `start` leads to, those that do not exist included.
Numbers reachable(const Document& document, std::vector<const Value*> start) {
  Numbers seen;
  while (!start.empty()) {
    const Value* const value = start.back();
    start.pop_back();
    if (const Array* const array = value->as<Array>()) {
      for (const Value& item : *array) start.push_back(&item);
    } else if (const Dictionary* const dictionary = value->as<Dictionary>()) {
      for (const pdf::Entry& entry : dictionary->entries) start.push_back(&entry.value);
    } else if (const std::uint32_t number = number_of(value); number != 0) {
      if (!seen.insert(number).second) continue;
      const pdf::Object* const object = document.object(number);
      if (object != nullptr) start.push_back(&object->value);
    }
  }
  return seen;
}

/// Whether two dictionaries (null: empty) are equal but for some keys.
bool same_but(const Dictionary* before, const Dictionary* after,
              std::initializer_list<std::string_view> free_keys) {
  static const Dictionary nothing;
  const Dictionary& one = before != nullptr ? *before : nothing;
  const Dictionary& other = after != nullptr ? *after : nothing;
  const auto holds = [&](const Dictionary& left, const Dictionary& right) {
    return std::ranges::all_of(left.entries, [&](const pdf::Entry& entry) {
      if (std::ranges::find(free_keys, entry.key) != free_keys.end()) return true;
      const Value* const value = right.find(entry.key);
      return value != nullptr && *value == entry.value;
    });
  };
  return !other.has_duplicates() && holds(one, other) && holds(other, one);
}

/// What `after` has behind all of `before`; nothing if `before` is not its beginning.
std::optional<std::vector<const Value*>> added(const Array* before, const Array* after) {
  std::vector<const Value*> rest;
  const std::size_t size = before != nullptr ? before->size() : 0;
  if (after == nullptr) return size == 0 ? std::optional(rest) : std::nullopt;
  if (after->size() < size ||
      (before != nullptr && !std::equal(before->begin(), before->end(), after->begin())))
    return std::nullopt;
  for (std::size_t i = size; i < after->size(); ++i) rest.push_back(&(*after)[i]);
  return rest;
}

/// Compares a document with a later state of itself. Each check gives the first suspicious thing.
class Comparison {
 public:
  Comparison(const Document& before, const Document& after, Numbers touched, Permission permission)
      : before_(before), after_(after), touched_(std::move(touched)), permission_(permission) {}

  Message run() {
    for (const auto check :
         {&Comparison::check_trailer, &Comparison::check_dangling, &Comparison::check_catalog,
          &Comparison::check_form, &Comparison::check_pages, &Comparison::check_objects}) {
      const Message found = (this->*check)();
      if (!found.empty()) return found;
    }
    return {};
  }

 private:
  Message check_trailer() {
    const bool same_root =
        number_of(before_.trailer().find("Root")) == number_of(after_.trailer().find("Root"));
    if (!same_root || after_.encrypted() != before_.encrypted())
      return {"文档的根或加密方式被更换。", "the document's root or encryption was replaced."};
    return {};
  }

  /// A signed page may refer to an object that does not exist, to be filled in later.
  Message check_dangling() {
    for (const std::uint32_t number : reachable(before_, {before_.trailer().find("Root")}))
      if (before_.location(number) == nullptr && after_.location(number) != nullptr)
        return {"签名时空缺的对象后来被填入。",
                "an object that was missing when it was signed was filled in later."};
    return {};
  }

  Message check_catalog() {
    const Dictionary& old_catalog = before_.catalog();
    const Dictionary& new_catalog = after_.catalog();
    if (!same_but(&old_catalog, &new_catalog,
                  {"AcroForm", "DSS", "Extensions", "Metadata", "Version"}))
      return {"文档目录被改动。", "the document's catalog was changed."};
    note(old_catalog, "AcroForm");
    may_change_.insert(number_of(before_.trailer().find("Root")));
    const Value* const metadata = after_.resolve(new_catalog.find("Metadata"));
    if (old_catalog.find("Metadata") != nullptr && metadata == nullptr)
      return {"元数据被删除。", "the metadata were removed."};
    return {};
  }

  Message check_form() {
    const Dictionary* const old_form = before_.dictionary(before_.catalog().find("AcroForm"));
    const Dictionary* const new_form = after_.dictionary(after_.catalog().find("AcroForm"));
    if (old_form != nullptr && new_form == nullptr)
      return {"表单被删除。", "the form was removed."};
    if (new_form == nullptr) return {};
    const auto kept = [&](std::string_view key) {  // may be added, not changed
      const Value* const old_value = old_form != nullptr ? old_form->find(key) : nullptr;
      const Value* const new_value = new_form->find(key);
      return old_value == nullptr || (new_value != nullptr && *new_value == *old_value);
    };
    if (!same_but(old_form, new_form, {"Fields", "SigFlags", "DR", "DA"}) || !kept("DR") ||
        !kept("DA"))
      return {"表单设置被改动。", "the form's settings were changed."};
    if (old_form != nullptr) note(*old_form, "Fields");
    const auto fields =
        added(before_.array(old_form != nullptr ? old_form->find("Fields") : nullptr),
              after_.array(new_form->find("Fields")));
    if (!fields) return {"表单域被删除或更换。", "form fields were removed or replaced."};
    for (const Value* field : *fields) {
      const Message found = check_new_field(*field);
      if (!found.empty()) return found;
    }
    return check_filled_fields();
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
    if (permission_ == Permission::nothing && !time_stamp)
      return {"认证签名不允许再加签名。", "the certifying signature forbids further signatures."};
    if (signature == nullptr && is_visible(*field))
      return {"签名后添加了可见的空白域。",
              "a visible field without a signature was added after signing."};
    widgets_.insert(number);
    const Array* const kids = after_.array(field->find("Kids"));
    for (std::size_t i = 0; kids != nullptr && i < kids->size(); ++i) {
      const Dictionary* const widget = after_.dictionary(&(*kids)[i]);
      const std::uint32_t kid = number_of(&(*kids)[i]);
      if (widget == nullptr || !is_plain(*widget) || before_.location(kid) != nullptr)
        return unwanted;
      widgets_.insert(kid);
    }
    return {};
  }

  /// Nothing in the field or widget acts, or shows more than a signature's appearance.
  static bool is_plain(const Dictionary& field) {
    static constexpr std::array kPlain = {
        "Type", "Subtype", "FT", "T",    "TU", "TM", "V",      "P",    "Rect", "F", "Ff",     "AP",
        "MK",   "BS",      "DA", "Lock", "SV", "NM", "Border", "Kids", "M",    "H", "Parent", "Q"};
    return !field.has_duplicates() &&
           std::ranges::all_of(field.entries, [](const pdf::Entry& entry) {
             return std::ranges::find(kPlain, entry.key) != kPlain.end();
           });
  }

  bool is_visible(const Dictionary& field) const {
    if (field.find("Kids") != nullptr) return true;
    const Array* const box = after_.array(field.find("Rect"));
    if (box == nullptr) return false;
    return box->size() != 4 || (*box)[0] != (*box)[2] || (*box)[1] != (*box)[3];
  }

  /// A signature field that was empty may have been signed since.
  Message check_filled_fields() {
    for (const pdf::SignatureField& field : pdf::signature_fields(before_)) {
      if (field.signature != nullptr || !touched_.contains(field.object)) continue;
      const pdf::Object* const old_object = before_.object(field.object);
      const pdf::Object* const new_object = after_.object(field.object);
      const Dictionary* const new_field = new_object->value.as<Dictionary>();
      if (permission_ == Permission::nothing || new_field == nullptr ||
          !same_but(old_object->value.as<Dictionary>(), new_field, {"V", "AP", "F", "MK", "M"}))
        return {"签名域被改动。", "a signature field was changed."};
      may_change_.insert(field.object);
    }
    return {};
  }

  Message check_pages() {
    for (const std::uint32_t number : before_.pages()) {
      const Dictionary* const old_page = before_.object(number)->value.as<Dictionary>();
      const pdf::Object* const new_object = after_.object(number);
      const Dictionary* const new_page =
          new_object != nullptr ? new_object->value.as<Dictionary>() : nullptr;
      if (old_page == nullptr || new_page == nullptr || !same_but(old_page, new_page, {"Annots"}))
        return {"页面被改动。", "a page was changed."};
      const auto annotations =
          added(before_.array(old_page->find("Annots")), after_.array(new_page->find("Annots")));
      const bool only_widgets =
          annotations && std::ranges::all_of(*annotations, [&](const Value* item) {
            return widgets_.contains(number_of(item));
          });
      if (!only_widgets)
        return {"页面上的批注被改动或添加。", "annotations on a page were changed or added."};
      may_change_.insert(number);
      note(*old_page, "Annots");
    }
    return {};
  }

  /// Whatever else was defined anew must be out of reach of what the signature covers.
  Message check_objects() {
    std::vector<const Value*> shown;
    static constexpr std::array kUnseen = {"DSS", "Metadata", "Extensions"};
    for (const pdf::Entry& entry : before_.catalog().entries)
      if (std::ranges::find(kUnseen, entry.key) == kUnseen.end()) shown.push_back(&entry.value);
    const Numbers covered = reachable(before_, shown);
    for (const std::uint32_t number : touched_) {
      if (may_change_.contains(number) || !covered.contains(number)) continue;
      return {"签名覆盖的对象被改动。", "an object that the signature covers was changed."};
    }
    return {};
  }

  /// A value that is an object of its own may be written again, once it has been compared.
  void note(const Dictionary& owner, std::string_view key) {
    if (const std::uint32_t number = number_of(owner.find(key)); number != 0)
      may_change_.insert(number);
  }

  const Document& before_;
  const Document& after_;
  Numbers touched_;
  Permission permission_;
  Numbers may_change_;  ///< compared and found permissible
  Numbers widgets_;     ///< of new signature fields
};

}  // namespace

ChangeFinding changes_after(const Document& signed_document, std::size_t signed_end,
                            const Document& current, Permission permission) {
  if (signed_end == current.bytes().size()) return {};
  ChangeFinding finding;
  const Appended appended = read_appended(signed_document, signed_end, current);
  finding.what = appended.trouble;
  if (finding.what.empty()) {
    try {
      finding.what = Comparison(signed_document, current, appended.numbers, permission).run();
    } catch (const pdf::Malformed& malformed) {
      finding.what = {std::string("追加的内容无法解析（") + malformed.what() + "）。",
                      std::string("what was appended cannot be read (") + malformed.what() + ")."};
    }
  }
  finding.changes = finding.what.empty() ? Changes::permitted : Changes::suspicious;
  return finding;
}

}  // namespace chengnuo::signing
