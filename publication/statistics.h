#pragma once

#include <string>
#include <vector>

#include "publication/sheet.h"

namespace chengnuo::publication {

/// One enterprise's commitment, as the yearly report counts it.
struct StatisticsCase {
  std::string region;    ///< region.h
  std::string industry;  ///< as the form says; empty becomes 未填写
  int month = 1;         ///< of publication
  int complaints = 0;    ///< received about it
  bool delisted = false;
};

/// How many committed, were supervised (somebody complained about them), complaints, delisted.
struct StatisticsCount {
  int committed = 0, supervised = 0, complaints = 0, delisted = 0;
};
using StatisticsRow = std::pair<std::string, StatisticsCount>;

std::vector<StatisticsRow> by_region(const std::vector<StatisticsCase>& cases);
std::vector<StatisticsRow> by_industry(const std::vector<StatisticsCase>& cases);
std::vector<StatisticsRow> by_month(const std::vector<StatisticsCase>& cases);  ///< all twelve

/// With a last row 合计.
Sheet statistics_sheet(const std::string& name, const std::string& first_head,
                       const std::vector<StatisticsRow>& rows);

/// A bar chart as SVG: one bar for each row, its count written beside it.
std::string bar_chart(const std::string& title, const std::vector<StatisticsRow>& rows,
                      int StatisticsCount::*count);

}  // namespace chengnuo::publication
