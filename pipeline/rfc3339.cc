#include <array>
#include <cstdio>
#include <regex>

#include "pipeline/json.h"

namespace chengnuo::pipeline {

std::string rfc3339(Time time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(time - day));
  std::array<char, 48> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02dZ",
                static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()), static_cast<int>(clock.hours().count()),
                static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  return text.data();
}

Time from_rfc3339(std::string_view text) {
  // RFC 3339, 5.6: "T" and "Z" may be small.
  static const std::regex kForm(
      R"((\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):(\d\d)))");
  std::match_results<std::string_view::const_iterator> parts;
  const bool formed = std::regex_match(text.begin(), text.end(), parts, kForm);
  const auto number = [&](std::size_t part) {
    return parts[part].matched ? std::stoi(parts[part].str()) : 0;
  };

  if (formed) {
    using namespace std::chrono;
    const year_month_day date(year(number(1)), month(static_cast<unsigned>(number(2))),
                              day(static_cast<unsigned>(number(3))));
    const bool clock_fits =
        number(4) < 24 && number(5) < 60 && number(6) <= 60 && number(9) < 24 && number(10) < 60;
    if (date.ok() && clock_fits) {
      const int fraction = std::stoi((parts[7].str() + "000").substr(0, 3));
      const minutes offset = hours(number(9)) + minutes(number(10));
      const Time local = sys_days(date) + hours(number(4)) + minutes(number(5)) +
                         seconds(number(6)) + milliseconds(fraction);
      return parts[8].str() == "-" ? local + offset : local - offset;
    }
  }
  throw Error(
      Remedy::fix_document,
      {"“" + std::string(text) + "”不是 RFC 3339 时间",
       "\"" + std::string(text) + "\" is no RFC 3339 time"},
      {"时间应写作 2025-11-03T08:00:00Z 的样子。", "Write times like 2025-11-03T08:00:00Z."});
}

}  // namespace chengnuo::pipeline
