#include "publication/statistics.h"

#include <algorithm>
#include <map>

#include "pipeline/text.h"
#include "publication/region.h"

namespace chengnuo::publication {
namespace {

void add(StatisticsCount& count, const StatisticsCase& one) {
  ++count.committed;
  count.supervised += one.complaints > 0 ? 1 : 0;
  count.complaints += one.complaints;
  count.delisted += one.delisted ? 1 : 0;
}

std::vector<std::string> cells(const std::string& first, const StatisticsCount& count) {
  return {first, std::to_string(count.committed), std::to_string(count.supervised),
          std::to_string(count.complaints), std::to_string(count.delisted)};
}

}  // namespace

std::vector<StatisticsRow> by_region(const std::vector<StatisticsCase>& cases) {
  std::map<std::string, StatisticsCount> counts;
  for (const StatisticsCase& one : cases) add(counts[one.region], one);
  std::vector<StatisticsRow> rows;
  for (const std::string& region : regions())  // in the standard's order
    if (counts.contains(region)) rows.emplace_back(region, counts[region]);
  return rows;
}

std::vector<StatisticsRow> by_industry(const std::vector<StatisticsCase>& cases) {
  std::map<std::string, StatisticsCount> counts;
  for (const StatisticsCase& one : cases)
    add(counts[one.industry.empty() ? "未填写" : one.industry], one);
  std::vector<StatisticsRow> rows(counts.begin(), counts.end());
  std::ranges::stable_sort(rows, std::greater{},
                           [](const StatisticsRow& row) { return row.second.committed; });
  return rows;
}

std::vector<StatisticsRow> by_month(const std::vector<StatisticsCase>& cases) {
  std::vector<StatisticsRow> rows;
  for (int month = 1; month <= 12; ++month)
    rows.emplace_back(std::to_string(month) + "月", StatisticsCount{});
  for (const StatisticsCase& one : cases)
    add(rows[static_cast<std::size_t>(std::clamp(one.month, 1, 12) - 1)].second, one);
  return rows;
}

Sheet statistics_sheet(const std::string& name, const std::string& first_head,
                       const std::vector<StatisticsRow>& rows) {
  Sheet sheet;
  sheet.name = name;
  sheet.columns = {{first_head, Sheet::Kind::text, 24},
                   {"承诺企业数", Sheet::Kind::number, 12},
                   {"受监督企业数", Sheet::Kind::number, 14},
                   {"投诉件数", Sheet::Kind::number, 12},
                   {"除名企业数", Sheet::Kind::number, 12}};
  StatisticsCount sum;
  for (const auto& [first, count] : rows) {
    sheet.rows.push_back(cells(first, count));
    sum.committed += count.committed;
    sum.supervised += count.supervised;
    sum.complaints += count.complaints;
    sum.delisted += count.delisted;
  }
  sheet.rows.push_back(cells("合计", sum));
  return sheet;
}

std::string bar_chart(const std::string& title, const std::vector<StatisticsRow>& rows,
                      int StatisticsCount::*count) {
  constexpr int kLabel = 150;
  constexpr int kBar = 480;
  constexpr int kPitch = 28;
  int most = 1;
  for (const auto& row : rows) most = std::max(most, row.second.*count);
  const int height = 60 + kPitch * static_cast<int>(rows.size());
  const std::string size = std::to_string(kLabel + kBar + 70) + " " + std::to_string(height);
  std::string svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + size +
                    "\" role=\"img\" font-family=\"Noto Sans CJK SC,Microsoft YaHei,sans-serif\" "
                    "font-size=\"14\"><title>" +
                    pipeline::xml_escaped(title) +
                    "</title><text x=\"10\" y=\"28\" font-size=\"18\" "
                    "font-weight=\"bold\">" +
                    pipeline::xml_escaped(title) + "</text>\n";
  int y = 48;
  for (const auto& [name, counts] : rows) {
    const int value = counts.*count;
    const int length = kBar * value / most;
    const auto at = [](int x, int line) {
      return "x=\"" + std::to_string(x) + "\" y=\"" + std::to_string(line) + "\"";
    };
    svg += "<text " + at(kLabel - 8, y + 15) + " text-anchor=\"end\">" +
           pipeline::xml_escaped(name) + "</text><rect " + at(kLabel, y) + " width=\"" +
           std::to_string(length) + "\" height=\"20\" fill=\"#a3161b\"/><text " +
           at(kLabel + length + 6, y + 15) + ">" + std::to_string(value) + "</text>\n";
    y += kPitch;
  }
  return svg + "</svg>\n";
}

}  // namespace chengnuo::publication
