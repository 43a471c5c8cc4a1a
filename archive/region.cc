#include "archive/region.h"

#include <algorithm>
#include <array>
#include <utility>

namespace chengnuo::archive {

namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 34> kProvinces{{
    {"北京", "11"}, {"天津", "12"}, {"河北", "13"},   {"山西", "14"}, {"内蒙古", "15"},
    {"辽宁", "21"}, {"吉林", "22"}, {"黑龙江", "23"}, {"上海", "31"}, {"江苏", "32"},
    {"浙江", "33"}, {"安徽", "34"}, {"福建", "35"},   {"江西", "36"}, {"山东", "37"},
    {"河南", "41"}, {"湖北", "42"}, {"湖南", "43"},   {"广东", "44"}, {"广西", "45"},
    {"海南", "46"}, {"重庆", "50"}, {"四川", "51"},   {"贵州", "52"}, {"云南", "53"},
    {"西藏", "54"}, {"陕西", "61"}, {"甘肃", "62"},   {"青海", "63"}, {"宁夏", "64"},
    {"新疆", "65"}, {"台湾", "71"}, {"香港", "81"},   {"澳门", "82"},
}};

/// What may follow the short name.
constexpr std::array<std::string_view, 7> kEndings{
    "", "省", "市", "自治区", "壮族自治区", "回族自治区", "维吾尔自治区"};

}  // namespace

std::string region_of(std::string_view credit_code) {
  constexpr std::size_t kLength = 18;
  if (credit_code.size() != kLength) return {};
  const std::string_view region = credit_code.substr(2, 6);
  const bool digits = std::ranges::all_of(region, [](char c) { return c >= '0' && c <= '9'; });
  return digits ? std::string(region) : std::string();
}

std::string province_code(std::string_view name) {
  for (const auto& [province, code] : kProvinces) {
    if (!name.starts_with(province)) continue;
    if (std::ranges::find(kEndings, name.substr(province.size())) != kEndings.end())
      return std::string(code);
  }
  return {};
}

}  // namespace chengnuo::archive
