// What a person sees first, and the stream that says when to look again.

#include <algorithm>
#include <map>

#include "console/web/api.h"
#include "console/web/case_json.h"
#include "console/words.h"
#include "pipeline/json.h"
#include "publication/work_calendar.h"

namespace chengnuo::console {
namespace {

using nlohmann::json;
using pipeline::State;
using pipeline::Submission;
using pipeline::Tally;

constexpr int kMostHeld = 500;  // looked through for "waits for me"
constexpr std::size_t kMostShown = 12;
constexpr std::size_t kMostBatches = 12;

/// "S20251103": how the ids of today begin.
std::string todays_prefix(pipeline::Time now) {
  std::string day = publication::iso(publication::day_in_china(now));
  std::erase(day, '-');
  return "S" + day;
}

bool waits_for(const Submission& submission, const Person& person) {
  return std::ranges::any_of(submission.holds, [&](const pipeline::Hold& hold) {
    return hold.for_whom == pipeline::HoldFor::administrator ? person.may(Right::administer)
                                                             : person.may(Right::correct);
  });
}

json states_json(const std::vector<Tally>& tallies, pipeline::Language language) {
  std::map<State, int> counts;
  for (const Tally& each : tallies) counts[each.state] += each.count;
  json list = json::array();
  for (const auto& [state, count] : counts)
    list.push_back({{"state", pipeline::name_of(state)},
                    {"word", word_for(state).in(language)},
                    {"count", count}});
  return list;
}

json today_json(const Desk& desk, const Person& person, pipeline::Language language) {
  pipeline::Filter filter;
  filter.unit = person.unit;
  filter.text = todays_prefix(desk.reg.now());
  filter.limit = static_cast<int>(kMostShown);
  filter.depth = pipeline::Filter::Depth::without_documents;
  filter.order = pipeline::Filter::Order::newest_first;
  json items = json::array();
  for (const Submission& each : desk.reg.list(filter))
    items.push_back(brief_json(each, desk, language));
  json refused = json::array();
  for (const auto& each : desk.reg.refusals(static_cast<int>(kMostShown)))
    if (person.sees(each.unit))
      refused.push_back({{"name", each.name},
                         {"unit", each.unit},
                         {"reason", each.reason.in(language)},
                         {"at", pipeline::rfc3339(each.at)}});
  return {{"count", desk.reg.count(filter)}, {"items", items}, {"refused", refused}};
}

json home(const Desk& desk, const Call& call) {
  const Person& person = call.person();
  const auto tallies = desk.reg.tally(person.unit);
  pipeline::Filter held;
  held.unit = person.unit;
  held.state = State::held;
  held.limit = kMostHeld;
  held.depth = pipeline::Filter::Depth::without_documents;
  json mine = json::array();
  json others = json::array();
  std::size_t mine_count = 0;
  std::size_t others_count = 0;
  for (const Submission& each : desk.reg.list(held)) {
    const bool me = waits_for(each, person);
    json& list = me ? mine : others;
    ++(me ? mine_count : others_count);
    if (list.size() < kMostShown) list.push_back(brief_json(each, desk, call.language));
  }
  held.state = State::failed;
  held.limit = static_cast<int>(kMostShown);
  for (const Submission& each : desk.reg.list(held))
    others.push_back(brief_json(each, desk, call.language));
  json batches = batches_json(desk, tallies, call.language);
  std::stable_partition(batches.begin(), batches.end(),
                        [](const json& each) { return each.at("open") > 0; });
  if (batches.size() > kMostBatches) batches.erase(batches.begin() + kMostBatches, batches.end());
  return {{"waiting", {{"count", mine_count}, {"items", mine}}},
          {"others", {{"count", others_count}, {"items", others}}},
          {"today", today_json(desk, person, call.language)},
          {"states", states_json(tallies, call.language)},
          {"batches", batches}};
}

/// One line for each change; a comment now and then shows that the line still stands.
void events(Desk& desk, Call& call) {
  call.response.set_header("Cache-Control", "no-store");
  call.response.set_header("X-Accel-Buffering", "no");
  call.response.set_chunked_content_provider(
      "text/event-stream",
      [&desk, seen = std::int64_t{-1}, cookie = cookie_of(call.request, kSessionCookie)](
          std::size_t, httplib::DataSink& sink) mutable {
        const auto latest = desk.live.wait(seen, std::chrono::seconds(15));
        if (!latest) return false;
        // A session that ended meanwhile hears nothing more.
        if (*latest == seen && !desk.sessions.find(cookie, Sessions::Use::page)) return false;
        const std::string text = *latest == seen
                                     ? std::string(": \n\n")
                                     : "data: {\"change\":" + std::to_string(*latest) + "}\n\n";
        seen = *latest;
        return sink.write(text.data(), text.size());
      });
}

}  // namespace

json batches_json(const Desk& desk, const std::vector<Tally>& tallies,
                  pipeline::Language language) {
  std::map<std::pair<std::string, std::string>, std::vector<Tally>> batches;
  for (const Tally& each : tallies)
    if (!each.batch.empty()) batches[{each.unit, each.batch}].push_back(each);
  json list = json::array();
  for (const auto& [key, parts] : batches) {
    int total = 0;
    int open = 0;
    std::string first = parts.front().first;
    for (const Tally& each : parts) {
      total += each.count;
      const bool done = pipeline::is_filed(each.state) || each.state == State::returned;
      open += done ? 0 : each.count;
      first = std::min(first, each.first);
    }
    list.push_back({{"unit", key.first},
                    {"unit_name", desk.unit_name(key.first)},
                    {"batch", key.second},
                    {"total", total},
                    {"open", open},
                    {"first", first},
                    {"states", states_json(parts, language)}});
  }
  std::sort(list.begin(), list.end(),
            [](const json& a, const json& b) { return a.at("first") > b.at("first"); });
  return list;
}

void add_home_api(Router& router, Desk& desk) {
  router.get("/api/home", Right::look, [&desk](Call& call) { return home(desk, call); });
  router.get_raw("/api/events", Right::look, [&desk](Call& call) { events(desk, call); });
}

}  // namespace chengnuo::console
