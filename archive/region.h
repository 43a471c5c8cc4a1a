#pragma once

#include <string>
#include <string_view>

namespace chengnuo::archive {

/// 登记机关行政区划码, digits 3 to 8 of a 统一社会信用代码 (GB 32100-2015, 5); empty for any other
/// number.
std::string region_of(std::string_view credit_code);

/// The first two digits for a province's name, long or short ("河北", "河北省", "内蒙古自治区";
/// GB/T 2260); empty if it is none.
std::string province_code(std::string_view name);

}  // namespace chengnuo::archive
