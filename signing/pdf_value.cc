#include "signing/pdf_value.h"

#include <algorithm>

namespace chengnuo::signing::pdf {

const Value* Dictionary::find(std::string_view key) const {
  const auto at = std::ranges::find(entries, key, &Entry::key);
  return at == entries.end() ? nullptr : &at->value;
}

bool Dictionary::has_duplicates() const {
  std::vector<std::string_view> keys;
  for (const Entry& entry : entries) keys.push_back(entry.key);
  std::ranges::sort(keys);
  return std::ranges::adjacent_find(keys) != keys.end();
}

bool Dictionary::operator==(const Dictionary& other) const {
  if (entries.size() != other.entries.size()) return false;
  return std::ranges::all_of(entries, [&](const Entry& entry) {
    const Value* const value = other.find(entry.key);
    return value != nullptr && *value == entry.value;
  });
}

bool Value::is_name(std::string_view text) const {
  const Name* const name = as<Name>();
  return name != nullptr && name->text == text;
}

}  // namespace chengnuo::signing::pdf
