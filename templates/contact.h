#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace chengnuo::templates {

/// A way to reach someone in its normal form.
struct Reach {
  std::string value;
  bool area_code_missing = false;  ///< a landline without its 区号
  bool guessed = false;            ///< a character had to be taken for another: l63.com
};

/// A landline (0510-85123456, (010)68205246-123, 68205246 转 5), a mobile (13812345678, +86…) or a
/// 400/800 number; several, separated by 、/,; are kept, joined by "、". Nothing if one is none.
std::optional<Reach> normal_phone(std::string_view written);

/// Lower case, with what readers make of @ and dots mended. Nothing if it is not an address.
std::optional<Reach> normal_email(std::string_view written);

/// www.hengrun.com.cn, with or without http://. Nothing if it has no host.
std::optional<Reach> normal_website(std::string_view written);

/// Six digits, the first two of a region that exists (01 to 86).
std::optional<std::string> normal_postcode(std::string_view written);

}  // namespace chengnuo::templates
