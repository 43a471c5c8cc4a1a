#include "templates/contact.h"

#include <algorithm>
#include <array>
#include <regex>
#include <utility>
#include <vector>

#include "pipeline/text.h"

namespace chengnuo::templates {
namespace {

/// NFKC without blanks, dashes of every kind to "-".
std::string plain(std::string_view written) {
  std::u32string text = pipeline::code_points(pipeline::without_blanks(pipeline::nfkc(written)));
  for (char32_t& c : text) {
    if (std::u32string_view(U"‐‑‒–—―−─一ー~").find(c) != std::u32string_view::npos) c = U'-';
    if (std::u32string_view(U"。．").find(c) != std::u32string_view::npos) c = U'.';
    if (std::u32string_view(U"、;/").find(c) != std::u32string_view::npos) c = U',';
  }
  return pipeline::utf8(text);
}

std::string digits_of(const std::string& text) {
  std::string digits;
  std::ranges::copy_if(text, std::back_inserter(digits),
                       [](char c) { return c >= '0' && c <= '9'; });
  return digits;
}

std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == at)
      parts.emplace_back();
    else
      parts.back().push_back(c);
  }
  std::erase(parts, "");
  return parts;
}

std::optional<Reach> one_phone(const std::string& text) {
  static const std::regex mobile(R"((?:\+?86-?)?(1[3-9][0-9][-]?[0-9]{4}[-]?[0-9]{4}))");
  static const std::regex service(R"(([48]00)-?([0-9]{3})-?([0-9]{4}))");
  static const std::regex landline(
      R"((?:\+?86-?)?\(?(0(?:10|2[0-9]|[3-9][0-9]{2}))\)?-?([2-9][0-9]{6,7})(?:(?:-|转|\*)([0-9]{1,6}))?)");
  static const std::regex local(R"(([2-9][0-9]{6,7})(?:(?:-|转|\*)([0-9]{1,6}))?)");
  std::smatch part;
  if (std::regex_match(text, part, mobile)) return Reach{.value = digits_of(part[1])};
  if (std::regex_match(text, part, service))
    return Reach{.value = part[1].str() + "-" + part[2].str() + "-" + part[3].str()};
  if (std::regex_match(text, part, landline)) {
    const std::string extension = part[3].matched ? "-" + part[3].str() : "";
    return Reach{.value = part[1].str() + "-" + part[2].str() + extension};
  }
  if (std::regex_match(text, part, local)) {
    const std::string extension = part[2].matched ? "-" + part[2].str() : "";
    return Reach{.value = part[1].str() + extension, .area_code_missing = true};
  }
  return std::nullopt;
}

}  // namespace

std::optional<Reach> normal_phone(std::string_view written) {
  Reach all;
  for (const std::string& part : split(plain(written), ',')) {
    const auto one = one_phone(part);
    if (!one) return std::nullopt;
    all.value += (all.value.empty() ? "" : "、") + one->value;
    all.area_code_missing = all.area_code_missing || one->area_code_missing;
  }
  if (all.value.empty()) return std::nullopt;
  return all;
}

std::optional<Reach> normal_email(std::string_view written) {
  std::string text = plain(written);
  std::ranges::transform(text, text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  });
  Reach mended{.value = text};
  // What readers make of the common hosts; a comma never stands in an address.
  constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kMisread = {
      {{",", "."},
       {"@l63.", "@163."},
       {"@i63.", "@163."},
       {"@l26.", "@126."},
       {"@i26.", "@126."},
       {".c0m", ".com"},
       {".corn", ".com"},
       {"@qq.corn", "@qq.com"}}};
  for (const auto& [wrong, right] : kMisread) {
    for (auto at = mended.value.find(wrong); at != std::string::npos;
         at = mended.value.find(wrong)) {
      mended.value.replace(at, wrong.size(), right);
      mended.guessed = true;
    }
  }
  static const std::regex address(R"([a-z0-9._%+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,})");
  if (!std::regex_match(mended.value, address)) return std::nullopt;
  return mended;
}

std::optional<Reach> normal_website(std::string_view written) {
  std::string text = plain(written);
  std::ranges::transform(text, text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  });
  std::ranges::replace(text, ',', '/');  // plain() took the slashes for separators
  static const std::regex site(
      R"((?:https?:-*//)?([a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,})(/\S*)?)");
  std::smatch part;
  if (!std::regex_match(text, part, site)) return std::nullopt;
  return Reach{.value = part[1].str() + (part[2].matched && part[2] != "/" ? part[2].str() : "")};
}

std::optional<std::string> normal_postcode(std::string_view written) {
  const std::string text = plain(written);
  static const std::regex postcode("[0-8][0-9]{5}");
  if (!std::regex_match(text, postcode)) return std::nullopt;
  const std::string region = text.substr(0, 2);
  if (region < "01" || region > "86") return std::nullopt;
  return text;
}

}  // namespace chengnuo::templates
