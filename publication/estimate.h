#pragma once

#include "pipeline/message.h"
#include "publication/work_calendar.h"

namespace chengnuo::publication {

/// What is said beside a day that was counted in working days, where the table of holidays lacks
/// that day's year and only week-ends could be left out; empty where it has the year.
pipeline::Message estimate_note(const WorkCalendar& calendar, Day day);

}  // namespace chengnuo::publication
