#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chengnuo::templates {

/// A date as somebody wrote it: 2011年7月25日, 2011.7.25, 20110725, 二〇一一年七月廿五日,
/// 贰零壹壹年柒月贰拾伍日, 2011年7月 …
struct WrittenDate {
  std::size_t begin = 0;  ///< code points of the text it was found in, blanks included
  std::size_t end = 0;
  int year = 0;
  int month = 0;         ///< 0: not written
  int day = 0;           ///< 0: not written
  bool guessed = false;  ///< some character had to be taken for another: O for 0, 目 for 日

  /// In the calendar: no 三十日 in February. What is not written cannot be wrong.
  bool exists() const;
  bool whole() const { return month != 0 && day != 0; }
  /// ISO 8601 as far as it is written: 2011-07-25, 2011-07, 2011.
  std::string iso() const;
};

/// All dates in a text, in order. Full-width characters and blanks inside are understood.
std::vector<WrittenDate> find_dates(std::u32string_view text);

/// True if the text has the words of a date and no number: "　年　月　日", not filled in.
bool is_blank_date(std::u32string_view text);

}  // namespace chengnuo::templates
