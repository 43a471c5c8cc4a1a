#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace chengnuo::templates {

/// Money in its normal form: 66644万元, 伍仟万元整, 1亿2000万元, ￥5,000,000.00, 384.34亿元 → yuan
/// as a plain decimal ("666440000", "38434000000"), with a currency behind it unless it is 元
/// ("2000000 USD"). `unit` is the label's, such as 万元 of 年销售收入（万元）, and applies to bare
/// numbers. Nothing if it is not an amount.
std::optional<std::string> normal_amount(std::string_view written, std::string_view unit = {});

/// 24133人, 约500人, 1,200 → "24133", "500", "1200".
std::optional<std::string> normal_count(std::string_view written);

}  // namespace chengnuo::templates
