#include "publication/standing.h"

#include <algorithm>
#include <array>
#include <functional>
#include <utility>

#include "pipeline/json.h"

namespace chengnuo::publication {
namespace {

struct Words {
  Standing standing;
  const char* name;
  const char* word;
};
constexpr std::array<Words, 5> kWords{{{Standing::publicity, "publicity", "公示中"},
                                       {Standing::published, "published", "已公布"},
                                       {Standing::suspended, "suspended", "核查中"},
                                       {Standing::delisted, "delisted", "已除名"},
                                       {Standing::withdrawn, "withdrawn", "已撤回"}}};

const Words& words_of(Standing standing) {
  return *std::ranges::find(kWords, standing, &Words::standing);
}

Day day_of(const Act& act) { return day_in_china(pipeline::from_rfc3339(act.at)); }

bool holding(const std::vector<Act>& acts, MessageKind on, MessageKind off) {
  return last_was(acts, std::mem_fn(&Act::kind), on, off);
}

/// From the suspension's day up to the day before the resumption.
std::vector<std::pair<Day, std::optional<Day>>> pauses(const std::vector<Act>& acts) {
  std::vector<std::pair<Day, std::optional<Day>>> found;
  for (const Act& act : acts) {
    const bool open = !found.empty() && !found.back().second;
    if (act.kind == MessageKind::suspension && !open) found.emplace_back(day_of(act), std::nullopt);
    if (act.kind == MessageKind::resumption && open) found.back().second = day_of(act);
  }
  return found;
}

}  // namespace

const char* name_of(Standing standing) { return words_of(standing).name; }
const char* word_for(Standing standing) { return words_of(standing).word; }

std::optional<Standing> standing_named(const std::string& name) {
  const auto found = std::ranges::find_if(kWords, [&](const Words& w) { return w.name == name; });
  return found == kWords.end() ? std::nullopt : std::optional(found->standing);
}

std::optional<Day> publicity_end(Day published, int days, const std::vector<Act>& acts,
                                 const WorkCalendar& calendar) {
  if (days <= 0) return std::nullopt;
  const auto stopped = pauses(acts);
  Day day = published;
  for (int counted = 0;; day += std::chrono::days(1)) {
    const auto pause = std::ranges::find_if(stopped, [&](const auto& each) {
      return day >= each.first && (!each.second || day < *each.second);
    });
    if (pause != stopped.end()) {
      if (!pause->second) return std::nullopt;
      continue;
    }
    if (calendar.works_on(day) && ++counted == days) return day;
  }
}

Standing standing_on(Day today, std::optional<Day> until, const std::vector<Act>& acts) {
  if (std::ranges::any_of(acts, [](const Act& a) { return a.kind == MessageKind::withdrawal; }))
    return Standing::withdrawn;
  if (holding(acts, MessageKind::delisting, MessageKind::relisting)) return Standing::delisted;
  if (holding(acts, MessageKind::suspension, MessageKind::resumption)) return Standing::suspended;
  return until && today <= *until ? Standing::publicity : Standing::published;
}

}  // namespace chengnuo::publication
