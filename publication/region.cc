#include "publication/region.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "pipeline/province.h"

namespace chengnuo::publication {
namespace {

// What a number's digits may name besides a province.
constexpr std::array<pipeline::Province, 3> kFurther{
    {{"66", "新疆兵团"}, {"71", "台湾"}, {"10", "国家登记"}}};
constexpr const char* kElsewhere = "其他";

}  // namespace

std::string region_of(const std::string& code) {
  std::string_view digits;
  if (code.size() == 18) digits = std::string_view(code).substr(2, 2);
  if (code.size() == 15 || code.size() == 13) digits = std::string_view(code).substr(0, 2);
  if (const pipeline::Province* province = pipeline::find_province(digits))
    return std::string(province->name);
  const auto found = std::ranges::find(kFurther, digits, &pipeline::Province::code);
  return found == kFurther.end() ? kElsewhere : std::string(found->name);
}

const std::vector<std::string>& regions() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const auto& [digits, name] : pipeline::kProvinces) all.emplace_back(name);
    for (const auto& [digits, name] : kFurther) all.emplace_back(name);
    all.emplace_back(kElsewhere);
    return all;
  }();
  return names;
}

}  // namespace chengnuo::publication
