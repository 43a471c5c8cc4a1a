#include "archive/region.h"

#include <algorithm>
#include <array>

#include "pipeline/province.h"

namespace chengnuo::archive {

namespace {

// GB/T 2260 numbers them too, though no office there registers enterprises under GB 32100.
constexpr std::array<pipeline::Province, 3> kFurther{
    {{"71", "台湾"}, {"81", "香港"}, {"82", "澳门"}}};

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
  const auto named = [&](const pipeline::Province& province) {
    return name.starts_with(province.name) &&
           std::ranges::find(kEndings, name.substr(province.name.size())) != kEndings.end();
  };
  if (const auto found = std::ranges::find_if(pipeline::kProvinces, named);
      found != pipeline::kProvinces.end())
    return std::string(found->code);
  const auto found = std::ranges::find_if(kFurther, named);
  return found == kFurther.end() ? std::string() : std::string(found->code);
}

}  // namespace chengnuo::archive
