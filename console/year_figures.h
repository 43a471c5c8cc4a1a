#pragma once

#include <string>
#include <vector>

#include "pipeline/database.h"
#include "pipeline/submission.h"
#include "publication/statistics.h"

namespace chengnuo::console {

/// Which submissions a paper is about. Empty members ask for nothing.
struct CommittedWish {
  std::string unit, batch;
};
/// Those whose letter is in the archive or farther.
std::vector<pipeline::Submission> committed(pipeline::Database& database,
                                            const CommittedWish& wish);

/// The year's commitments by region, industry and month of publication.
struct YearFigures {
  int year = 0;
  std::vector<publication::StatisticsRow> regions, industries, months;
};
YearFigures figures_of_year(pipeline::Database& database, const CommittedWish& wish, int year);
/// One table each, with their sums.
std::vector<publication::Sheet> sheets_of(const YearFigures& figures);
/// "2025年度承诺企业-按地区", and the chart as SVG.
struct Chart {
  std::string name;
  std::string svg;
};
std::vector<Chart> charts_of(const YearFigures& figures);

}  // namespace chengnuo::console
