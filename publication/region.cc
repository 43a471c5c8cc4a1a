#include "publication/region.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace chengnuo::publication {
namespace {

constexpr std::array<std::pair<std::string_view, const char*>, 34> kRegions{
    {{"11", "北京"}, {"12", "天津"},     {"13", "河北"},   {"14", "山西"},    {"15", "内蒙古"},
     {"21", "辽宁"}, {"22", "吉林"},     {"23", "黑龙江"}, {"31", "上海"},    {"32", "江苏"},
     {"33", "浙江"}, {"34", "安徽"},     {"35", "福建"},   {"36", "江西"},    {"37", "山东"},
     {"41", "河南"}, {"42", "湖北"},     {"43", "湖南"},   {"44", "广东"},    {"45", "广西"},
     {"46", "海南"}, {"50", "重庆"},     {"51", "四川"},   {"52", "贵州"},    {"53", "云南"},
     {"54", "西藏"}, {"61", "陕西"},     {"62", "甘肃"},   {"63", "青海"},    {"64", "宁夏"},
     {"65", "新疆"}, {"66", "新疆兵团"}, {"71", "台湾"},   {"10", "国家登记"}}};
constexpr const char* kElsewhere = "其他";

}  // namespace

std::string region_of(const std::string& code) {
  std::string_view digits;
  if (code.size() == 18) digits = std::string_view(code).substr(2, 2);
  if (code.size() == 15 || code.size() == 13) digits = std::string_view(code).substr(0, 2);
  const auto found = std::ranges::find(kRegions, digits, &decltype(kRegions)::value_type::first);
  return found == kRegions.end() ? kElsewhere : found->second;
}

const std::vector<std::string>& regions() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const auto& [digits, name] : kRegions) all.emplace_back(name);
    all.emplace_back(kElsewhere);
    return all;
  }();
  return names;
}

}  // namespace chengnuo::publication
