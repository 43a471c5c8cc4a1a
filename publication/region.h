#pragma once

#include <string>
#include <vector>

namespace chengnuo::publication {

/// The province (GB/T 2260, first two digits) that an enterprise's number names: digits 3 and 4 of
/// a 统一社会信用代码, the first two of a 注册号. "其他" where it names none.
std::string region_of(const std::string& code);
/// All of them, in the standard's order.
const std::vector<std::string>& regions();

}  // namespace chengnuo::publication
