#include "watcher/zip_names.h"

#include <algorithm>

#include "pipeline/text.h"
#include "watcher/name_rules.h"

namespace chengnuo::watcher {

namespace {

/// Short GBK names can be well-formed UTF-8 by chance, as pairs like C4 A3; three bytes that make a
/// Han character or its punctuation are hardly chance.
bool can_only_be_utf8(const std::string& bytes) {
  if (!pipeline::is_utf8(bytes)) return false;
  const std::u32string characters = pipeline::code_points(bytes);
  return std::ranges::all_of(characters, [](char32_t c) { return c < 0x80 || c >= 0x2000; });
}

}  // namespace

std::string name_in_utf8(const PackedName& name) {
  std::string bytes = name.bytes;
  if (!name.is_utf8 && !can_only_be_utf8(bytes)) {
    bytes = pipeline::from_gb18030(bytes).value_or(bytes);
  }
  std::string utf8 = name_in_utf8(bytes);
  // Only now: in GBK a "\" may be the second half of a character.
  std::ranges::replace(utf8, '\\', '/');
  return utf8;
}

std::optional<std::string> safe_inner_name(const std::string& utf8) {
  if (utf8.starts_with('/')) return {};
  if (utf8.size() >= 2 && utf8[1] == ':') return {};
  std::string name;
  std::size_t begin = 0;
  while (begin <= utf8.size()) {
    const std::size_t end = std::min(utf8.find('/', begin), utf8.size());
    const std::string part = utf8.substr(begin, end - begin);
    if (part == "..") return {};
    if (!part.empty() && part != ".") name += (name.empty() ? "" : "/") + part;
    begin = end + 1;
  }
  if (name.empty()) return {};
  return name;
}

}  // namespace chengnuo::watcher
