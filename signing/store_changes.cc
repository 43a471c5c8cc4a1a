#include "signing/store_changes.h"

#include <algorithm>

#include "signing/pdf_stream.h"

namespace chengnuo::signing {
namespace {

using pdf::Array;
using pdf::Dictionary;
using pdf::Document;
using pdf::Value;
using pipeline::Message;

const Keys kListsOfStore = {"Certs", "OCSPs", "CRLs"};
const Keys kListsOfVri = {"Cert", "OCSP", "CRL"};

const Dictionary* store_in(const Document& document) {
  return document.dictionary(document.catalog().find("DSS"));
}

class StoreComparison {
 public:
  StoreComparison(const Document& before, const Document& after) : before_(before), after_(after) {
    if (const Value* const old = before.catalog().find("DSS")) known_ = reachable(before, {old});
  }

  bool holds() const {
    const Dictionary* const old_store = store_in(before_);
    const Value* const value = after_.resolve(after_.catalog().find("DSS"));
    if (value == nullptr) return old_store == nullptr;
    const Dictionary* const store = value->as<Dictionary>();
    if (store == nullptr || store->has_duplicates() || !is_own(after_.catalog().find("DSS")))
      return false;
    return std::ranges::all_of(store->entries,
                               [&](const pdf::Entry& entry) {
                                 if (entry.key == "Type") return true;
                                 if (entry.key == "VRI") return is_vri(entry.value);
                                 return kListsOfStore.contains(entry.key) &&
                                        is_list_of_streams(entry.value);
                               }) &&
           keeps(old_store, *store);
  }

 private:
  /// Direct, new in the file, or the old store's.
  bool is_own(const Value* value) const {
    const std::uint32_t number = number_of(value);
    return number == 0 || before_.location(number) == nullptr || known_.contains(number);
  }

  bool is_list_of_streams(const Value& value) const {
    const Array* const list = after_.array(&value);
    return list != nullptr && is_own(&value) && std::ranges::all_of(*list, [&](const Value& item) {
             const std::uint32_t number = number_of(&item);
             const pdf::Object* const object = number != 0 ? after_.object(number) : nullptr;
             return object != nullptr && object->stream && is_own(&item);
           });
  }

  /// Each key is the digest of a signature, each value lists as the store does, or a time.
  bool is_vri(const Value& value) const {
    const Dictionary* const all = after_.dictionary(&value);
    return all != nullptr && is_own(&value) &&
           std::ranges::all_of(all->entries, [&](const pdf::Entry& entry) {
             if (entry.key == "Type") return true;
             const bool digest =
                 entry.key.size() == 40 &&
                 entry.key.find_first_not_of("0123456789ABCDEFabcdef") == std::string::npos;
             const Dictionary* const one = after_.dictionary(&entry.value);
             return digest && one != nullptr && is_own(&entry.value) &&
                    std::ranges::all_of(one->entries, [&](const pdf::Entry& part) {
                      if (kListsOfVri.contains(part.key)) return is_list_of_streams(part.value);
                      return part.key == "Type" || part.key == "TU" || part.key == "TS";
                    });
           });
  }

  /// Whatever stood in the store stands there still, and its objects are as they were.
  bool keeps(const Dictionary* old_store, const Dictionary& store) const {
    if (old_store == nullptr) return true;
    for (const pdf::Entry& entry : old_store->entries) {
      if (!kListsOfStore.contains(entry.key)) continue;
      const Array* const old_list = before_.array(&entry.value);
      const Array* const list = after_.array(store.find(entry.key));
      for (std::size_t i = 0; old_list != nullptr && i < old_list->size(); ++i)
        if (list == nullptr || !holds_still(*list, (*old_list)[i])) return false;
    }
    const Dictionary* const old_vri = before_.dictionary(old_store->find("VRI"));
    const Dictionary* const vri = after_.dictionary(store.find("VRI"));
    return old_vri == nullptr ||
           std::ranges::all_of(old_vri->entries, [&](const pdf::Entry& entry) {
             const Value* const value = vri != nullptr ? vri->find(entry.key) : nullptr;
             return value != nullptr && same(before_.resolve(&entry.value), after_.resolve(value));
           });
  }

  /// The same stream, or one of the same bytes: some programs write the whole store anew.
  bool holds_still(const Array& list, const Value& old_item) const {
    if (std::ranges::find(list, old_item) != list.end()) return true;
    const pdf::Object* const old_object = before_.object(number_of(&old_item));
    return old_object == nullptr || std::ranges::any_of(list, [&](const Value& item) {
             const pdf::Object* const object = after_.object(number_of(&item));
             return object != nullptr && object->stream == old_object->stream;
           });
  }

  static bool same(const Value* one, const Value* other) {
    return one != nullptr && other != nullptr && *one == *other;
  }

  const Document& before_;
  const Document& after_;
  ObjectNumbers known_;  ///< objects of the old store
};

const pdf::Object* metadata_in(const Document& document) {
  const std::uint32_t number = number_of(document.catalog().find("Metadata"));
  return number != 0 ? document.object(number) : nullptr;
}

/// Whether every element ends where it should. Attributes are not looked into.
bool is_balanced(std::string_view xml) {
  std::vector<std::string_view> open;
  bool seen = false;
  for (std::size_t at = xml.find('<'); at != std::string_view::npos; at = xml.find('<', at)) {
    const std::size_t end = xml.find('>', at);
    if (end == std::string_view::npos) return false;
    const std::string_view tag = xml.substr(at + 1, end - at - 1);
    at = end;
    if (tag.starts_with('?') || tag.starts_with("!--")) continue;
    const std::string_view name =
        tag.substr(0, std::min(tag.find_first_of(" \t\r\n/", 1), tag.size()));
    if (tag.starts_with('/')) {
      if (open.empty() || open.back() != tag.substr(1, name.size() - 1)) return false;
      open.pop_back();
    } else if (!tag.ends_with('/')) {
      open.push_back(name);
    }
    seen = true;
  }
  return seen && open.empty();
}

bool is_xmp(const std::string& xml) {
  return xml.find("<!DOCTYPE") == std::string::npos && xml.find("<!ENTITY") == std::string::npos &&
         xml.find(":RDF") != std::string::npos && is_balanced(xml);
}

}  // namespace

Message store_trouble(const Document& before, const Document& after) {
  if (StoreComparison(before, after).holds()) return {};
  return {"验证数据（DSS）被删改，或其中有不属于验证数据的内容。",
          "the validation data (DSS) were altered, or hold what does not belong there."};
}

Message metadata_trouble(const Document& before, const Document& after) {
  const pdf::Object* const old_metadata = metadata_in(before);
  const pdf::Object* const metadata = metadata_in(after);
  if (metadata == nullptr && after.catalog().find("Metadata") == nullptr && old_metadata == nullptr)
    return {};
  if (metadata == nullptr || !metadata->stream)
    return {"元数据被删除。", "the metadata were removed."};
  if (old_metadata != nullptr && old_metadata->stream == metadata->stream) return {};
  const bool was_there = old_metadata != nullptr && number_of(before.catalog().find("Metadata")) ==
                                                        number_of(after.catalog().find("Metadata"));
  const bool is_new = before.location(number_of(after.catalog().find("Metadata"))) == nullptr;
  if ((was_there || is_new) && is_xmp(pdf::decoded_stream(*metadata))) return {};
  return {"元数据被换成了不是 XMP 的内容。", "the metadata were replaced by what is not XMP."};
}

}  // namespace chengnuo::signing
