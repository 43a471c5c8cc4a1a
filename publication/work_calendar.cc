#include "publication/work_calendar.h"

#include <cstdio>
#include <sstream>

#include "pipeline/error.h"
#include "pipeline/file.h"

namespace chengnuo::publication {

namespace {

using namespace std::chrono;

year year_of(Day day) { return year_month_day(day).year(); }

}  // namespace

Day day_in_china(pipeline::Time time) { return floor<days>(time + hours(8)); }

std::optional<Day> parse_day(const std::string& text) {
  int y = 0;
  unsigned m = 0;
  unsigned d = 0;
  int length = 0;
  if (text.size() != 10 || std::sscanf(text.c_str(), "%4d-%2u-%2u%n", &y, &m, &d, &length) != 3 ||
      length != 10)
    return std::nullopt;
  const year_month_day date{year(y), month(m), std::chrono::day(d)};
  return date.ok() ? std::optional<Day>(date) : std::nullopt;
}

std::string iso(Day day) {
  const year_month_day date(day);
  char text[16];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text;
}

WorkCalendar::WorkCalendar(const std::filesystem::path& table) {
  std::istringstream lines(pipeline::read_file(table));
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    std::istringstream words(line.substr(0, line.find('#')));
    std::string date;
    std::string what;
    if (!(words >> date)) continue;
    words >> what;
    const auto day = parse_day(date);
    if (!day || (what != "休" && what != "班"))
      throw pipeline::Error(
          pipeline::Remedy::fix_setup,
          {"节假日表第 " + std::to_string(number) + " 行无法读取：" + line,
           "The table of holidays has a fault in line " + std::to_string(number) + ": " + line},
          {"每行写一个日期和“休”或“班”，如：2025-10-01 休",
           "Each line has a date and 休 (holiday) or 班 (worked): 2025-10-01 休"},
          table);
    exceptions_[*day] = what == "休" ? Exception::holiday : Exception::worked;
  }
}

bool WorkCalendar::works_on(Day day) const {
  const auto found = exceptions_.find(day);
  if (found != exceptions_.end()) return found->second == Exception::worked;
  const weekday name(day);
  return name != Saturday && name != Sunday;
}

bool WorkCalendar::knows_year_of(Day day) const {
  const auto first = exceptions_.lower_bound(Day(year_of(day) / January / 1));
  return first != exceptions_.end() && year_of(first->first) == year_of(day);
}

Day WorkCalendar::last_of(Day from, int wanted) const {
  for (Day day = from;; day += days(1))
    if (works_on(day) && --wanted <= 0) return day;
}

}  // namespace chengnuo::publication
