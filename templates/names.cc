#include "templates/names.h"

#include <algorithm>
#include <array>

#include "pipeline/text.h"
#include "templates/match.h"

namespace chengnuo::templates {
namespace {

using pipeline::code_points;
using pipeline::utf8;

// How an organisation's name may end; the longer first, since the form is taken off as a whole.
constexpr std::array<std::u32string_view, 30> kForms = {U"股份有限责任公司",
                                                        U"集团有限责任公司",
                                                        U"股份有限公司",
                                                        U"有限责任公司",
                                                        U"集团有限公司",
                                                        U"集团股份公司",
                                                        U"有限总公司",
                                                        U"有限公司",
                                                        U"集团公司",
                                                        U"股份公司",
                                                        U"分公司",
                                                        U"总公司",
                                                        U"公司",
                                                        U"集团",
                                                        U"总厂",
                                                        U"分厂",
                                                        U"厂",
                                                        U"研究院",
                                                        U"研究所",
                                                        U"研究中心",
                                                        U"合作社",
                                                        U"合伙企业",
                                                        U"商行",
                                                        U"中心",
                                                        U"局",
                                                        U"矿",
                                                        U"酒业",
                                                        U"院",
                                                        U"所",
                                                        U"站"};

/// What people put behind the label or the name, in the plain brackets of NFKC.
constexpr std::array<std::u32string_view, 12> kRemarks = {
    U"(盖章)", U"(公章)",  U"(加盖公章)", U"(签章)", U"(印章)", U"(盖公章)",
    U"(章)",   U"(盖章):", U"(公章):",    U"(全称)", U"盖章",   U"公章"};

std::u32string plain(std::string_view written) {
  std::u32string text = code_points(pipeline::without_blanks(pipeline::nfkc(written)));
  for (char32_t& c : text) {
    if (std::u32string_view(U"〔【[﹝{〈<「『").find(c) != std::u32string_view::npos) c = U'(';
    if (std::u32string_view(U"〕】]﹞}〉>」』").find(c) != std::u32string_view::npos) c = U')';
    if (c == U'囗' || c == U'ロ') c = U'口';
  }
  return text;
}

bool ends_with(std::u32string_view text, std::u32string_view end) { return text.ends_with(end); }

std::size_t form_length(std::u32string_view name) {
  for (const std::u32string_view form : kForms)
    if (ends_with(name, form)) return form.size();
  return 0;
}

}  // namespace

std::string normal_enterprise_name(std::string_view written) {
  std::u32string name = plain(written);
  while (!name.empty() &&
         std::u32string_view(U":;,._-").find(name.front()) != std::u32string_view::npos)
    name.erase(0, 1);
  for (bool again = true; again;) {
    again = false;
    for (const std::u32string_view remark : kRemarks) {
      if (name.size() > remark.size() && ends_with(name, remark)) {
        name.resize(name.size() - remark.size());
        again = true;
      }
    }
    while (!name.empty() &&
           std::u32string_view(U":;,._-。、").find(name.back()) != std::u32string_view::npos) {
      name.pop_back();
      again = true;
    }
  }
  for (char32_t& c : name) {
    if (c == U'(') c = U'（';
    if (c == U')') c = U'）';
  }
  return utf8(name);
}

bool is_enterprise_name(std::string_view normal) {
  const std::u32string name = code_points(normal);
  if (name.size() < form_length(name) + 2 || name.size() > 60 || form_length(name) == 0)
    return false;
  const auto belongs = [](char32_t c) {
    return is_han(c) || c == U'（' || c == U'）' || c == U'·' || c == U'・';
  };
  return std::ranges::all_of(name, belongs) &&
         std::ranges::count(name, U'（') == std::ranges::count(name, U'）');
}

std::string without_form(std::string_view normal) {
  std::u32string name = code_points(normal);
  name.resize(name.size() - form_length(name));
  return utf8(name);
}

Likeness compare_names(std::string_view one, std::string_view other) {
  const std::string a = normal_enterprise_name(one);
  const std::string b = normal_enterprise_name(other);
  if (a == b) return Likeness::same;
  if (a.empty() || b.empty()) return Likeness::different;
  // 责任 is what the two legal forms differ in: two characters.
  return distance(code_points(a), code_points(b)) <= 2 ? Likeness::near : Likeness::different;
}

bool may_be_misread(std::string_view read, std::string_view meant) {
  return distance(code_points(normal_enterprise_name(read)),
                  code_points(normal_enterprise_name(meant))) < 0.5;
}

std::optional<std::string> normal_person(std::string_view written) {
  std::u32string name = plain(written);
  for (char32_t& c : name)
    if (std::u32string_view(U"•‧∙⋅・.●").find(c) != std::u32string_view::npos) c = U'·';
  const auto belongs = [](char32_t c) { return is_han(c) || c == U'·'; };
  if (name.size() < 2 || name.size() > 15 || !std::ranges::all_of(name, belongs))
    return std::nullopt;
  if (name.front() == U'·' || name.back() == U'·') return std::nullopt;
  return utf8(name);
}

Likeness compare_persons(std::string_view one, std::string_view other) {
  const auto a = normal_person(one);
  const auto b = normal_person(other);
  if (!a || !b) return Likeness::different;
  if (*a == *b) return Likeness::same;
  return distance(code_points(*a), code_points(*b)) < 1 ? Likeness::near : Likeness::different;
}

}  // namespace chengnuo::templates
