#include "pipeline/csv.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace chengnuo::pipeline {
namespace {

constexpr std::size_t kDigitsOfASpreadsheet = 12;  // from so many on it shows 9.14E+17

bool would_be_changed(const std::string& cell) {
  constexpr std::array<std::string_view, 10> kFormulas{"=",  "+",  "-",  "@",  "\t",
                                                       "\r", "＝", "＋", "－", "＠"};
  const bool formula =
      std::ranges::any_of(kFormulas, [&](std::string_view head) { return cell.starts_with(head); });
  const bool digits = cell.size() >= kDigitsOfASpreadsheet &&
                      cell.find_first_not_of("0123456789") == std::string::npos;
  return formula || digits;
}

}  // namespace

std::string csv_text(const std::vector<std::vector<std::string>>& rows) {
  std::string text = "\xEF\xBB\xBF";
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      text += i == 0 ? "\"" : ",\"";
      if (would_be_changed(row[i])) text += '\t';
      for (const char c : row[i]) {
        if (c == '"') text += '"';
        text += c;
      }
      text += '"';
    }
    text += "\r\n";
  }
  return text;
}

}  // namespace chengnuo::pipeline
