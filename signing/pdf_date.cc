#include "signing/pdf_date.h"

#include <array>

#include "pipeline/json.h"

namespace chengnuo::signing {
namespace {

/// `count` digits from the front of `text`; `if_absent` if there is nothing more.
std::optional<int> take_digits(std::string_view& text, std::size_t count, int if_absent) {
  if (text.empty() || text[0] == 'Z' || text[0] == '+' || text[0] == '-') return if_absent;
  int number = 0;
  if (text.size() < count) return std::nullopt;
  for (std::size_t i = 0; i < count; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    number = number * 10 + (text[i] - '0');
  }
  text.remove_prefix(count);
  return number;
}

}  // namespace

std::string pdf_date(pipeline::Time time) {
  std::string digits;
  for (const char c : pipeline::rfc3339(time))
    if (c >= '0' && c <= '9') digits += c;
  return "D:" + digits.substr(0, 14) + "Z";
}

std::optional<pipeline::Time> time_of_pdf_date(std::string_view text) {
  if (text.starts_with("D:")) text.remove_prefix(2);
  constexpr std::array<std::size_t, 6> kWidths = {4, 2, 2, 2, 2, 2};
  constexpr std::array<int, 6> kAbsent = {-1, 1, 1, 0, 0, 0};
  std::array<int, 6> parts{};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto part = take_digits(text, kWidths[i], kAbsent[i]);
    if (!part) return std::nullopt;
    parts[i] = *part;
  }
  using namespace std::chrono;
  const year_month_day day{year(parts[0]), month(static_cast<unsigned>(parts[1])),
                           std::chrono::day(static_cast<unsigned>(parts[2]))};
  if (parts[0] < 0 || !day.ok() || parts[3] > 23 || parts[4] > 59 || parts[5] > 60)
    return std::nullopt;
  minutes offset{0};
  if (!text.empty() && text[0] != 'Z') {
    const int sign = text[0] == '-' ? -1 : 1;
    text.remove_prefix(1);
    const auto hour = take_digits(text, 2, 0);
    if (text.starts_with('\'')) text.remove_prefix(1);
    const auto minute = text.empty() ? 0 : take_digits(text, 2, 0);
    if (!hour || !minute) return std::nullopt;
    offset = sign * (hours(*hour) + minutes(*minute));
  }
  return sys_days(day) + hours(parts[3]) + minutes(parts[4]) + seconds(parts[5]) - offset;
}

}  // namespace chengnuo::signing
