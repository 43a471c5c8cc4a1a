#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "pipeline/submission.h"

namespace chengnuo::publication {

using Day = std::chrono::sys_days;

/// The day on which a moment falls in China (UTC+8, no summer time).
Day day_in_china(pipeline::Time time);
/// "2025-11-03". Nothing if it is no day of the calendar.
std::optional<Day> parse_day(const std::string& iso);
std::string iso(Day day);

/// Working days: Monday to Friday, but for the holidays that the State Council announces each year
/// and the weekends that are worked in exchange (调休).
class WorkCalendar {
 public:
  /// Without a table: Monday to Friday.
  WorkCalendar() = default;
  /// Reads lines such as "2025-10-01 休" and "2025-09-28 班"; what follows '#' is passed over.
  /// Throws Error: fix_setup, naming the line.
  explicit WorkCalendar(const std::filesystem::path& table);

  bool works_on(Day day) const;
  /// Whether the table says anything about this day's year; without it holidays count as work.
  bool knows_year_of(Day day) const;
  /// The last of `days` (≥ 1) working days from `from` on. `from` counts if it is one itself.
  Day last_of(Day from, int days) const;

 private:
  enum class Exception { holiday, worked };
  std::map<Day, Exception> exceptions_;
};

}  // namespace chengnuo::publication
