// The year in figures: by region, industry and month, for the page, as workbook, CSV and charts.

#include "console/web/api.h"
#include "console/web/made_file.h"
#include "console/year_figures.h"
#include "publication/work_calendar.h"

namespace chengnuo::console {
namespace {

using nlohmann::json;

constexpr int kFirstYear = 2010;  // of the activity
constexpr int kLastYear = 2200;

YearFigures figures(const Desk& desk, const Call& call, int year) {
  const std::string unit = call.person().unit.empty() ? call.query("unit") : call.person().unit;
  return figures_of_year(desk.database, {unit, {}}, year);
}

json rows_json(const std::vector<publication::StatisticsRow>& rows) {
  json list = json::array();
  for (const auto& [name, count] : rows)
    list.push_back({{"name", name},
                    {"committed", count.committed},
                    {"supervised", count.supervised},
                    {"complaints", count.complaints},
                    {"delisted", count.delisted}});
  return list;
}

json statistics(const Desk& desk, const Call& call) {
  const std::string today = publication::iso(publication::day_in_china(desk.reg.now()));
  const int year = call.number("year", std::stoi(today.substr(0, 4)), kFirstYear, kLastYear);
  const YearFigures found = figures(desk, call, year);
  return {{"year", year},
          {"regions", rows_json(found.regions)},
          {"industries", rows_json(found.industries)},
          {"months", rows_json(found.months)}};
}

/// table.xlsx, or region, industry, month each as .csv and .svg.
void file(const Desk& desk, Call& call) {
  const std::string& name = call.part("file");
  const YearFigures found = figures(desk, call, call.number("year", 0, kFirstYear, kLastYear));
  const std::string year = std::to_string(found.year);
  const auto sheets = sheets_of(found);
  if (name == "table.xlsx")
    return answer_made_file(call, desk.config.work / "papers", year + ".xlsx",
                            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                            [&](const auto& to) { publication::write_xlsx(to, sheets); });
  const char* const views[] = {"region", "industry", "month"};  // in the order of sheets_of
  for (std::size_t i = 0; i < sheets.size(); ++i) {
    const bool csv = name == std::string(views[i]) + ".csv";
    if (!csv && name != std::string(views[i]) + ".svg") continue;
    call.response.set_header("Cache-Control", "no-store");
    call.response.set_header("Content-Disposition",
                             "attachment; filename=\"" + year + "-" + name + "\"");
    return csv ? call.response.set_content(publication::csv_text(sheets[i]),
                                           "text/csv; charset=utf-8")
               : call.response.set_content(charts_of(found)[i].svg, "image/svg+xml");
  }
  throw not_found();
}

}  // namespace

void add_statistics_api(Router& router, Desk& desk) {
  router.get("/api/statistics", Right::look,
             [&desk](Call& call) { return statistics(desk, call); });
  router.get_raw("/api/statistics/{file}", Right::look, [&desk](Call& call) { file(desk, call); });
}

}  // namespace chengnuo::console
