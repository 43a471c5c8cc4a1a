#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace chengnuo::pipeline {

/// A province as GB/T 2260 numbers it.
struct Province {
  std::string_view code;  ///< two digits
  std::string_view name;  ///< short, as addresses begin
};

/// Those of the mainland, in the standard's order. What other codes may stand for, such as the
/// national authority's, is for whoever asks.
inline constexpr std::array<Province, 31> kProvinces{
    {{"11", "北京"}, {"12", "天津"}, {"13", "河北"},   {"14", "山西"}, {"15", "内蒙古"},
     {"21", "辽宁"}, {"22", "吉林"}, {"23", "黑龙江"}, {"31", "上海"}, {"32", "江苏"},
     {"33", "浙江"}, {"34", "安徽"}, {"35", "福建"},   {"36", "江西"}, {"37", "山东"},
     {"41", "河南"}, {"42", "湖北"}, {"43", "湖南"},   {"44", "广东"}, {"45", "广西"},
     {"46", "海南"}, {"50", "重庆"}, {"51", "四川"},   {"52", "贵州"}, {"53", "云南"},
     {"54", "西藏"}, {"61", "陕西"}, {"62", "甘肃"},   {"63", "青海"}, {"64", "宁夏"},
     {"65", "新疆"}}};

/// The province of a code, or null.
constexpr const Province* find_province(std::string_view code) {
  const auto found = std::ranges::find(kProvinces, code, &Province::code);
  return found == kProvinces.end() ? nullptr : &*found;
}

}  // namespace chengnuo::pipeline
