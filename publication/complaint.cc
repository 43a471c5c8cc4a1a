#include "publication/complaint.h"

#include <algorithm>
#include <array>

#include "pipeline/json.h"
#include "publication/mask.h"

namespace chengnuo::publication {
namespace {

using nlohmann::json;
using pipeline::Message;

template <typename Value>
struct Word {
  Value value;
  const char* name;
  const char* zh;
};
constexpr std::array<Word<Channel>, 4> kChannels{{{Channel::phone, "phone", "电话"},
                                                  {Channel::web, "web", "网站"},
                                                  {Channel::letter, "letter", "信函"},
                                                  {Channel::transfer, "transfer", "移送"}}};
constexpr std::array<Word<Investigator>, 2> kInvestigators{
    {{Investigator::organiser, "organiser", "活动组织单位"},
     {Investigator::recommender, "recommender", "推荐单位"}}};
constexpr std::array<Word<Nature>, 3> kNatures{{{Nature::minor, "minor", "一般"},
                                                {Nature::serious, "serious", "较重"},
                                                {Nature::vile, "vile", "恶劣"}}};
constexpr std::array<Word<Influence>, 3> kInfluences{{{Influence::small, "small", "较小"},
                                                      {Influence::notable, "notable", "较大"},
                                                      {Influence::grave, "grave", "严重"}}};
constexpr std::array<Word<Handling>, 4> kHandlings{
    {{Handling::dismissed, "dismissed", "不成立，结案"},
     {Handling::talk, "talk", "约谈整改"},
     {Handling::criticism, "criticism", "通报"},
     {Handling::delisting, "delisting", "除名"}}};

template <typename Value, std::size_t size>
const Word<Value>& entry(const std::array<Word<Value>, size>& words, Value value) {
  return *std::ranges::find(words, value, &Word<Value>::value);
}

template <typename Value, std::size_t size>
std::optional<Value> named(const std::array<Word<Value>, size>& words, const std::string& name) {
  const auto found =
      std::ranges::find_if(words, [&](const auto& word) { return word.name == name; });
  return found == words.end() ? std::nullopt : std::optional(found->value);
}

template <typename Value, std::size_t size>
Message both(const std::array<Word<Value>, size>& words, Value value) {
  return {entry(words, value).zh, entry(words, value).name};
}

std::optional<Day> day_of_step(const Complaint& complaint, std::string_view action) {
  const auto step = std::ranges::find(complaint.steps, action, &ComplaintStep::action);
  return step == complaint.steps.end() ? std::nullopt : std::optional(day_in_china(step->at));
}

std::string without(std::string text, const std::string& secret) {
  if (secret.size() < 2) return text;
  for (auto at = text.find(secret); at != std::string::npos; at = text.find(secret, at))
    text.replace(at, secret.size(), "＊＊");
  return text;
}

}  // namespace

Message word_for(Channel channel) { return both(kChannels, channel); }
Message word_for(Investigator investigator) { return both(kInvestigators, investigator); }
Message word_for(Nature nature) { return both(kNatures, nature); }
Message word_for(Influence influence) { return both(kInfluences, influence); }
Message word_for(Handling handling) { return both(kHandlings, handling); }
std::optional<Channel> channel_named(const std::string& name) { return named(kChannels, name); }
std::optional<Investigator> investigator_named(const std::string& name) {
  return named(kInvestigators, name);
}
std::optional<Nature> nature_named(const std::string& name) { return named(kNatures, name); }
std::optional<Influence> influence_named(const std::string& name) {
  return named(kInfluences, name);
}
std::optional<Handling> handling_named(const std::string& name) { return named(kHandlings, name); }

std::optional<NextStep> next_step(const Complaint& complaint, const ComplaintDeadlines& deadlines,
                                  const WorkCalendar& calendar) {
  const auto after = [&](const char* action, int days) -> std::optional<Day> {
    const auto day = day_of_step(complaint, action);
    // The day itself does not count: a term begins with the day after.
    return day ? std::optional(calendar.last_of(*day + std::chrono::days(1), days)) : std::nullopt;
  };
  if (!complaint.forwarded_to)
    return NextStep{{"受理并转交调查", "accept it and pass it on"},
                    after("register", deadlines.forward_days)};
  if (!complaint.statement)
    return NextStep{{"通知企业说明并登记", "hear the enterprise"},
                    after("forward", deadlines.hearing_days)};
  if (!complaint.finding)
    return NextStep{{"认定是否存在、性质和影响", "find existence, nature and influence"},
                    after("forward", deadlines.finding_days)};
  if (!complaint.handling) return NextStep{{"提出处理意见", "decide how it is handled"}, {}};
  const bool reachable = !complaint.complainant.contact.empty();
  if (complaint.feedback.empty() && reachable)
    return NextStep{{"反馈投诉人", "tell the complainant"}, {}};
  return std::nullopt;
}

EnterpriseView view_for_enterprise(const Complaint& complaint, Day today,
                                   const ComplaintDeadlines& deadlines,
                                   const WorkCalendar& calendar) {
  std::string content = without(complaint.content, complaint.complainant.name);
  content = masked(without(content, complaint.complainant.contact));
  return {complaint.id, complaint.enterprise, content,
          calendar.last_of(today + std::chrono::days(1), deadlines.hearing_days)};
}

Message hindrance_to_delisting(const Complaint& complaint) {
  if (!complaint.statement) return {"尚未登记企业的说明", "the enterprise has not been heard"};
  if (!complaint.finding) return {"尚未作出认定", "nothing has been found yet"};
  if (!complaint.finding->exists)
    return {"认定不存在违背承诺的行为", "no breach was found to exist"};
  if (complaint.finding->nature != Nature::vile)
    return {"没有认定“性质恶劣”", "its nature was not found to be vile"};
  if (complaint.finding->influence != Influence::grave)
    return {"没有认定“影响严重”", "its influence was not found to be grave"};
  return {};
}

std::string to_stored(const Complaint& complaint) {
  json steps = json::array();
  for (const ComplaintStep& step : complaint.steps)
    steps.push_back(
        {{"action", step.action}, {"who", step.who}, {"at", pipeline::rfc3339(step.at)}});
  json all = {{"id", complaint.id},
              {"submission", complaint.submission},
              {"unit", complaint.unit},
              {"enterprise", complaint.enterprise},
              {"channel", entry(kChannels, complaint.channel).name},
              {"source_number", complaint.source_number},
              {"objection", complaint.objection},
              {"content", complaint.content},
              {"name", complaint.complainant.name},
              {"contact", complaint.complainant.contact},
              {"opinion", complaint.opinion},
              {"feedback", complaint.feedback},
              {"steps", steps}};
  if (complaint.forwarded_to)
    all["forwarded_to"] = entry(kInvestigators, *complaint.forwarded_to).name;
  if (complaint.statement) all["statement"] = *complaint.statement;
  if (complaint.handling) all["handling"] = entry(kHandlings, *complaint.handling).name;
  if (const auto& finding = complaint.finding)
    all["finding"] = {{"exists", finding->exists},
                      {"nature", entry(kNatures, finding->nature).name},
                      {"influence", entry(kInfluences, finding->influence).name},
                      {"reasons", finding->reasons}};
  return pipeline::stored_text(all);
}

Complaint complaint_from_stored(const std::string& text) {
  const json all = pipeline::parse_stored(text);
  const auto word = [](const json& from, const char* key) {
    return from.value(key, std::string());
  };
  Complaint complaint;
  complaint.id = word(all, "id");
  complaint.submission = word(all, "submission");
  complaint.unit = word(all, "unit");
  complaint.enterprise = word(all, "enterprise");
  complaint.channel = channel_named(word(all, "channel")).value_or(Channel::transfer);
  complaint.source_number = word(all, "source_number");
  complaint.objection = all.value("objection", false);
  complaint.content = word(all, "content");
  complaint.complainant = {word(all, "name"), word(all, "contact")};
  complaint.opinion = word(all, "opinion");
  complaint.feedback = word(all, "feedback");
  complaint.forwarded_to = investigator_named(word(all, "forwarded_to"));
  complaint.handling = handling_named(word(all, "handling"));
  if (all.contains("statement")) complaint.statement = word(all, "statement");
  if (all.contains("finding")) {
    const json& found = all["finding"];
    complaint.finding = Finding{
        found.value("exists", false), nature_named(word(found, "nature")).value_or(Nature::minor),
        influence_named(word(found, "influence")).value_or(Influence::small),
        word(found, "reasons")};
  }
  for (const json& step : all.value("steps", json::array()))
    complaint.steps.push_back(
        {word(step, "action"), word(step, "who"), pipeline::from_rfc3339(word(step, "at"))});
  return complaint;
}

}  // namespace chengnuo::publication
