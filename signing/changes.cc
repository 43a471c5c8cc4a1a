#include "signing/changes.h"

#include <algorithm>
#include <array>

#include "signing/appended.h"
#include "signing/form_changes.h"
#include "signing/store_changes.h"

namespace chengnuo::signing {
namespace {

using pdf::Dictionary;
using pdf::Document;
using pdf::Value;
using pipeline::Message;

/// Compares a document with a later state of itself. Each check gives the first suspicious thing.
class Comparison {
 public:
  Comparison(const Document& before, const Document& after, ObjectNumbers touched,
             const Permissions& permissions)
      : before_(before), after_(after), touched_(std::move(touched)), permissions_(permissions) {}

  Message run() {
    for (const auto check :
         {&Comparison::check_trailer, &Comparison::check_dangling, &Comparison::check_catalog,
          &Comparison::check_form, &Comparison::check_pages, &Comparison::check_objects}) {
      const Message found = (this->*check)();
      if (!found.empty()) return found;
    }
    return {};
  }
  bool fields_filled() const { return form_.fields_filled; }

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
    for (const auto trouble : {store_trouble, metadata_trouble})
      if (Message found = trouble(before_, after_); !found.empty()) return found;
    return {};
  }

  Message check_form() {
    form_ = form_changes(before_, after_, touched_, permissions_);
    may_change_.insert(form_.compared.begin(), form_.compared.end());
    return form_.trouble;
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
            return form_.widgets.contains(number_of(item));
          });
      if (!only_widgets)
        return {"页面上的批注被改动或添加。", "annotations on a page were changed or added."};
      may_change_.insert(number);
      note(*old_page, "Annots");
    }
    return {};
  }

  /// Whatever else was defined anew must be out of reach of what the signature covers, or the same.
  Message check_objects() {
    std::vector<const Value*> shown;
    const Keys of_readers = {"DSS", "Metadata", "Extensions"};
    for (const pdf::Entry& entry : before_.catalog().entries)
      if (!of_readers.contains(entry.key)) shown.push_back(&entry.value);
    const Keys of_the_file = {"Root", "Info", "Prev", "Size", "ID", "XRefStm"};
    for (const pdf::Entry& entry : before_.trailer().entries)
      if (!of_the_file.contains(entry.key)) shown.push_back(&entry.value);
    // A signature refers back to the catalog (/Data of its /Reference).
    std::map<std::uint32_t, Keys> passed_over = form_.filled;
    passed_over[number_of(before_.trailer().find("Root"))] = of_readers;
    const ObjectNumbers covered = reachable(before_, shown, passed_over);
    for (const std::uint32_t number : touched_) {
      if (may_change_.contains(number) || !covered.contains(number) || is_unchanged(number))
        continue;
      return {"签名覆盖的对象被改动。", "an object that the signature covers was changed."};
    }
    return {};
  }

  bool is_unchanged(std::uint32_t number) const {
    const pdf::Object* const old_object = before_.object(number);
    const pdf::Object* const new_object = after_.object(number);
    return old_object != nullptr && new_object != nullptr &&
           old_object->value == new_object->value && old_object->stream == new_object->stream;
  }

  /// A value that is an object of its own may be written again, once it has been compared.
  void note(const Dictionary& owner, std::string_view key) {
    if (const std::uint32_t number = number_of(owner.find(key)); number != 0)
      may_change_.insert(number);
  }

  const Document& before_;
  const Document& after_;
  ObjectNumbers touched_;
  const Permissions& permissions_;
  FormFinding form_;
  ObjectNumbers may_change_;  ///< compared and found permissible
};

}  // namespace

ChangeFinding changes_after(const Document& signed_document, std::size_t signed_end,
                            const Document& current, const Permissions& permissions) {
  if (signed_end == current.bytes().size()) return {};
  ChangeFinding finding;
  const Appended appended = read_appended(signed_document, signed_end, current);
  finding.what = appended.trouble;
  if (finding.what.empty()) {
    try {
      Comparison comparison(signed_document, current, appended.numbers, permissions);
      finding.what = comparison.run();
      finding.fields_filled = comparison.fields_filled();
    } catch (const pdf::Malformed& malformed) {
      finding.what = {std::string("追加的内容无法解析（") + malformed.what() + "）。",
                      std::string("what was appended cannot be read (") + malformed.what() + ")."};
    }
  }
  finding.changes = finding.what.empty() ? Changes::permitted : Changes::suspicious;
  return finding;
}

}  // namespace chengnuo::signing
