#include "templates/titles.h"

#include <algorithm>
#include <string>

#include "pipeline/text.h"
#include "templates/match.h"
#include "templates/sheet.h"

namespace chengnuo::templates {
namespace {

using pipeline::Line;
using pipeline::Page;

/// Two characters at most: a longer title has no more words that tell it from other papers'.
double bearable_for(std::u32string_view title) {
  return std::min(2.0, static_cast<double>(title.size()) / 3.5);
}

/// What a title costs in this text: the whole text, or its end with a heading before it. A remark
/// in brackets may follow.
std::optional<double> cost_of(std::u32string_view text, std::u32string_view title) {
  if (text.ends_with(U')')) {
    const auto open = text.rfind(U'(');
    if (open != std::u32string_view::npos && open > 0) text = text.substr(0, open);
  }
  const auto spot = find_suffix(text, title, bearable_for(title));
  if (!spot || spot->begin > 24) return std::nullopt;
  constexpr std::u32string_view kSentence = U"。，；!?,;:";
  const bool in_sentence = text.substr(0, spot->begin).find_first_of(kSentence) != text.npos ||
                           kSentence.find(text.back()) != std::u32string_view::npos;
  return in_sentence ? std::nullopt : std::optional(spot->cost);
}

}  // namespace

std::optional<Title> find_title(const Template& of, const Page& page) {
  // A title stands among the first lines: below a letter-head, above the text.
  constexpr std::size_t kFirstLines = 8;
  std::optional<Title> found;
  double found_length = 0;
  const std::size_t count = std::min(page.lines.size(), kFirstLines);
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t last = i; last <= std::min(i + 1, count - 1); ++last) {
      const Line& first_line = page.lines[i];
      const Line& last_line = page.lines[last];
      if (page.height > 0 && middle_y(first_line.box) > page.height / 2) continue;
      std::u32string text = folded(first_line.text);
      if (last != i) text += folded(last_line.text);
      for (const std::string& name : of.titles) {
        const std::u32string title = folded(name);
        const auto cost = cost_of(text, title);
        if (!cost) continue;
        // One line rather than two, the cheaper reading, then the longer title.
        const bool better =
            !found || *cost < found->cost ||
            (*cost == found->cost && static_cast<double>(title.size()) > found_length);
        if (!better || (found && last != i && *cost == found->cost)) continue;
        found_length = static_cast<double>(title.size());
        found = Title{.cost = *cost,
                      .confidence = std::min(first_line.confidence, last_line.confidence),
                      .first_line = &first_line,
                      .last_line = &last_line,
                      .box = around(first_line.box, last_line.box)};
      }
    }
  }
  return found;
}

}  // namespace chengnuo::templates
