#include "templates/readings.h"

#include <algorithm>

#include "pipeline/alignment.h"

namespace chengnuo::templates {

void add_reading(std::vector<Character>& line, std::u32string_view reading) {
  constexpr std::size_t kLongest = 400;  // code points; a line of a letter has about forty
  if (line.empty() || reading.size() > kLongest || line.size() > kLongest) return;
  std::u32string signs;
  for (const Character& each : line) signs += each.sign;

  const std::vector<pipeline::Beside> pairs = pipeline::align(signs, reading);
  const auto differs = [&](const pipeline::Beside& pair) {
    return !pair.first || !pair.second || signs[*pair.first] != reading[*pair.second];
  };
  if (2 * std::ranges::count_if(pairs, differs) > std::ssize(line)) return;

  std::size_t next = 0;  // the character of the line before which the reading's goes on
  for (const pipeline::Beside& pair : pairs) {
    if (!pair.first) {
      line[std::min(next, line.size() - 1)].inserted += reading[*pair.second];
    } else {
      if (pair.second && differs(pair)) line[*pair.first].readings += reading[*pair.second];
      next = *pair.first + 1;
    }
  }
}

}  // namespace chengnuo::templates
