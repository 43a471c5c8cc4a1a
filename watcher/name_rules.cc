#include "watcher/name_rules.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>

#include "pipeline/text.h"

namespace chengnuo::watcher {

namespace {

constexpr std::size_t kLongestName = 255;  // bytes; NAME_MAX of every file system that we know
constexpr std::string_view kExplanationEnding = ".说明.txt";

constexpr std::array<std::string_view, 8> kHalfWrittenEndings = {
    ".part", ".partial", ".tmp", ".temp", ".filepart", ".crdownload", ".download", ".!ut"};

constexpr std::array<std::string_view, 13> kOwnedByOthers = {
    "thumbs.db",     "ehthumbs.db",  "desktop.ini",  "$recycle.bin", "system volume information",
    "@eadir",        "#recycle",     "lost+found",   "__macosx",     ".ds_store",
    kReceivedFolder, kPendingFolder, kReceiptsFolder};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string lower_ascii(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

/// The run of digits at `position`, without leading zeros; moves `position` behind it.
std::string_view take_number(std::string_view text, std::size_t& position) {
  const std::size_t begin = position;
  while (position < text.size() && is_digit(text[position])) ++position;
  std::string_view digits = text.substr(begin, position - begin);
  while (digits.size() > 1 && digits.front() == '0') digits.remove_prefix(1);
  return digits;
}

/// Shortens without leaving half a UTF-8 character; raw bytes of other encodings may be cut.
std::string_view shortened(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end == 0 ? most : end);
}

/// Where the extension begins, with its dot; the size if there is none.
std::size_t extension_at(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  const bool has_one = dot != std::string_view::npos && dot > 0 && name.size() - dot <= 12;
  return has_one ? dot : name.size();
}

std::string escaped(std::string_view raw) {
  std::string text;
  for (const char c : raw) {
    if (static_cast<unsigned char>(c) < 0x80) {
      text += c;
      continue;
    }
    std::array<char, 4> hex{};
    std::snprintf(hex.data(), hex.size(), "%%%02X", static_cast<unsigned>(c) & 0xFFU);
    text += hex.data();
  }
  return text;
}

}  // namespace

bool is_ignored_name(std::string_view name) {
  if (name.empty() || name.front() == '.' || name.starts_with("~$")) return true;
  const std::string lower = lower_ascii(name);
  return std::ranges::find(kOwnedByOthers, lower) != kOwnedByOthers.end() ||
         std::ranges::any_of(kHalfWrittenEndings,
                             [&](std::string_view ending) { return lower.ends_with(ending); });
}

std::string name_in_utf8(std::string_view raw) {
  std::string name(raw);
  if (!pipeline::is_utf8(raw)) name = pipeline::from_gb18030(raw).value_or(escaped(raw));
  std::string shown;
  for (const char c : name) {
    const bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    if (control) {
      shown += "\xEF\xBF\xBD";
    } else {
      shown += c;
    }
  }
  return shown;
}

bool comes_before(std::string_view left, std::string_view right) {
  std::size_t l = 0;
  std::size_t r = 0;
  while (l < left.size() && r < right.size()) {
    if (is_digit(left[l]) && is_digit(right[r])) {
      const std::string_view a = take_number(left, l);
      const std::string_view b = take_number(right, r);
      if (a.size() != b.size()) return a.size() < b.size();
      if (a != b) return a < b;
    } else {
      const auto a = static_cast<unsigned char>(left[l++]);
      const auto b = static_cast<unsigned char>(right[r++]);
      if (a != b) return a < b;
    }
  }
  if (l < left.size() || r < right.size()) return r < right.size();
  return left < right;  // equal but for leading zeros: still an order
}

std::string numbered_name(std::string_view name, int number) {
  if (number <= 1) return std::string(shortened(name, kLongestName));
  const std::size_t at = extension_at(name);
  const std::string ending = " (" + std::to_string(number) + ")" + std::string(name.substr(at));
  return std::string(shortened(name.substr(0, at), kLongestName - ending.size())) + ending;
}

std::string explanation_name(std::string_view name) {
  return std::string(shortened(name, kLongestName - kExplanationEnding.size())) +
         std::string(kExplanationEnding);
}

}  // namespace chengnuo::watcher
