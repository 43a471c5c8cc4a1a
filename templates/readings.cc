#include "templates/readings.h"

#include <algorithm>

namespace chengnuo::templates {
namespace {

/// distance[i][j]: least edits between the first i characters of the line and j of the reading.
std::vector<std::vector<std::size_t>> distances(const std::vector<Character>& line,
                                                std::u32string_view reading) {
  std::vector<std::vector<std::size_t>> distance(line.size() + 1,
                                                 std::vector<std::size_t>(reading.size() + 1));
  for (std::size_t i = 0; i <= line.size(); ++i) {
    for (std::size_t j = 0; j <= reading.size(); ++j) {
      if (i == 0 || j == 0) {
        distance[i][j] = i + j;
        continue;
      }
      const std::size_t kept =
          distance[i - 1][j - 1] + (line[i - 1].sign == reading[j - 1] ? 0 : 1);
      distance[i][j] = std::min({kept, distance[i - 1][j] + 1, distance[i][j - 1] + 1});
    }
  }
  return distance;
}

}  // namespace

void add_reading(std::vector<Character>& line, std::u32string_view reading) {
  constexpr std::size_t kLongest = 400;  // code points; a line of a letter has about forty
  if (line.empty() || reading.size() > kLongest || line.size() > kLongest) return;
  const auto distance = distances(line, reading);
  if (2 * distance[line.size()][reading.size()] > line.size()) return;

  std::size_t i = line.size();
  std::size_t j = reading.size();
  while (i > 0 || j > 0) {
    const std::size_t here = distance[i][j];
    if (i > 0 && j > 0 &&
        here == distance[i - 1][j - 1] + (line[i - 1].sign == reading[j - 1] ? 0 : 1)) {
      if (line[i - 1].sign != reading[j - 1]) line[i - 1].readings += reading[j - 1];
      --i;
      --j;
    } else if (j > 0 && here == distance[i][j - 1] + 1) {
      line[std::min(i, line.size() - 1)].inserted += reading[j - 1];
      --j;
    } else {
      --i;
    }
  }
}

}  // namespace chengnuo::templates
