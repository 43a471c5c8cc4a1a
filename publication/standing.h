#pragma once

#include <optional>
#include <string>
#include <vector>

#include "publication/message.h"
#include "publication/work_calendar.h"

namespace chengnuo::publication {

/// How a published letter stands before the public.
enum class Standing {
  publicity,  ///< 公示中: its working days are running
  published,  ///< 已公布
  suspended,  ///< 核查中: an objection is being looked into
  delisted,   ///< 已除名
  withdrawn,  ///< 已撤回
};
const char* name_of(Standing standing);  ///< for addresses and JSON
const char* word_for(Standing standing);
std::optional<Standing> standing_named(const std::string& name);

/// What became of a letter after it was published, in the order in which it was received.
struct Act {
  MessageKind kind = MessageKind::correction;
  std::string message_id;
  std::string at;  ///< RFC 3339, when it was received
  Notice notice;
};

/// Whether the last of two opposite kinds among some acts was `on`. `kind_of` gives an act's kind.
template <typename Acts, typename KindOf>
bool last_was(const Acts& acts, KindOf kind_of, MessageKind on, MessageKind off) {
  bool yes = false;
  for (const auto& act : acts) {
    const auto kind = kind_of(act);
    if (kind == on) yes = true;
    if (kind == off) yes = false;
  }
  return yes;
}

/// The last working day of 公示: `days` working days from `published` on, the first one counted,
/// without those on which it was suspended (the day of a suspension does not count, the day of its
/// resumption does). Nothing while it is suspended, or if there is no period.
std::optional<Day> publicity_end(Day published, int days, const std::vector<Act>& acts,
                                 const WorkCalendar& calendar);

/// `until`: publicity_end. A delisting outlives everything but its revocation; a withdrawal, all.
Standing standing_on(Day today, std::optional<Day> until, const std::vector<Act>& acts);

}  // namespace chengnuo::publication
