#include "signing/compare.h"

#include <algorithm>

namespace chengnuo::signing {

using pdf::Array;
using pdf::Dictionary;
using pdf::Value;

std::uint32_t number_of(const Value* value) {
  const pdf::Reference* const reference = value != nullptr ? value->as<pdf::Reference>() : nullptr;
  return reference != nullptr ? reference->number : 0;
}

ObjectNumbers reachable(const pdf::Document& document, std::vector<const Value*> start,
                        const std::map<std::uint32_t, Keys>& passed_over) {
  static const Keys none;
  ObjectNumbers seen;
  const auto push = [&](const Dictionary& dictionary, const Keys& without) {
    for (const pdf::Entry& entry : dictionary.entries)
      if (!without.contains(entry.key)) start.push_back(&entry.value);
  };
  while (!start.empty()) {
    const Value* const value = start.back();
    start.pop_back();
    if (const Array* const array = value->as<Array>()) {
      for (const Value& item : *array) start.push_back(&item);
    } else if (const Dictionary* const dictionary = value->as<Dictionary>()) {
      push(*dictionary, none);
    } else if (const std::uint32_t number = number_of(value); number != 0) {
      if (!seen.insert(number).second) continue;
      const pdf::Object* const object = document.object(number);
      if (object == nullptr) continue;
      const Dictionary* const own = object->value.as<Dictionary>();
      const auto skipped = passed_over.find(number);
      if (own != nullptr)
        push(*own, skipped != passed_over.end() ? skipped->second : none);
      else
        start.push_back(&object->value);
    }
  }
  return seen;
}

bool same_but(const Dictionary* before, const Dictionary* after, const Keys& free_keys) {
  static const Dictionary nothing;
  const Dictionary& one = before != nullptr ? *before : nothing;
  const Dictionary& other = after != nullptr ? *after : nothing;
  const auto holds = [&](const Dictionary& left, const Dictionary& right) {
    return std::ranges::all_of(left.entries, [&](const pdf::Entry& entry) {
      if (free_keys.contains(entry.key)) return true;
      const Value* const value = right.find(entry.key);
      return value != nullptr && *value == entry.value;
    });
  };
  return !other.has_duplicates() && holds(one, other) && holds(other, one);
}

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

}  // namespace chengnuo::signing
