#include "publication/estimate.h"

namespace chengnuo::publication {

pipeline::Message estimate_note(const WorkCalendar& calendar, Day day) {
  if (calendar.knows_year_of(day)) return {};
  const std::string year = iso(day).substr(0, 4);
  return {"（节假日表没有 " + year + " 年的安排，仅按周末推算）",
          " (the table of holidays lacks " + year + ": only week-ends were left out)"};
}

}  // namespace chengnuo::publication
