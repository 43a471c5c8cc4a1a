#include "console/year_figures.h"

#include <cstdlib>
#include <map>

#include "console/papers.h"
#include "pipeline/register.h"
#include "publication/complaint_register.h"
#include "publication/region.h"

namespace chengnuo::console {
namespace {

using pipeline::Submission;

/// The day of publication, else of signing; empty if neither is known.
std::string day_of(const Submission& submission) {
  if (const auto* receipt = pipeline::find_receipt(submission, "platform"))
    return publication::iso(publication::day_in_china(receipt->at));
  return field_on_papers(submission, "signed_on");
}

}  // namespace

std::vector<Submission> committed(pipeline::Database& database, const CommittedWish& wish) {
  pipeline::Filter filter;
  filter.unit = wish.unit;
  filter.batch = wish.batch;
  filter.limit = 1'000'000;
  auto all = pipeline::Register(database).list(filter);
  std::erase_if(all, [](const Submission& each) { return !pipeline::is_filed(each.state); });
  return all;
}

YearFigures figures_of_year(pipeline::Database& database, const CommittedWish& wish, int year) {
  std::map<std::string, int> complaints;
  for (const auto& each : publication::ComplaintRegister(database).list())
    ++complaints[each.submission];
  const std::string digits = std::to_string(year);
  std::vector<publication::StatisticsCase> cases;
  for (const Submission& each : committed(database, wish)) {
    const std::string day = day_of(each);
    if (!day.starts_with(digits) || day.size() < 7) continue;
    cases.push_back({publication::region_of(each.credit_code), field_on_papers(each, "industry"),
                     std::atoi(day.c_str() + 5), complaints[each.id],
                     each.state == pipeline::State::delisted});
  }
  return {year, by_region(cases), by_industry(cases), by_month(cases)};
}

std::vector<publication::Sheet> sheets_of(const YearFigures& figures) {
  return {statistics_sheet("按地区", "地区", figures.regions),
          statistics_sheet("按行业", "行业", figures.industries),
          statistics_sheet("按月份", "月份", figures.months)};
}

std::vector<Chart> charts_of(const YearFigures& figures) {
  const std::string title = std::to_string(figures.year) + "年度承诺企业";
  const auto chart = [&](const char* by, const std::vector<publication::StatisticsRow>& rows) {
    return Chart{title + "-按" + by, bar_chart(title + "数（按" + by + "）", rows,
                                               &publication::StatisticsCount::committed)};
  };
  return {chart("地区", figures.regions), chart("行业", figures.industries),
          chart("月份", figures.months)};
}

}  // namespace chengnuo::console
