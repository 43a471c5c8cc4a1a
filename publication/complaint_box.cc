#include "publication/complaint_box.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "pipeline/digest.h"
#include "pipeline/file.h"
#include "pipeline/json.h"
#include "pipeline/text.h"
#include "publication/work_calendar.h"

namespace chengnuo::publication {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr std::size_t kShortest = 10;  // characters
constexpr std::size_t kLongest = 4000;

std::string digits_of_day(pipeline::Time now) {
  std::string day = iso(day_in_china(now));
  std::erase(day, '-');
  return day;
}

}  // namespace

std::string to_json_text(const WebComplaint& complaint) {
  return pipeline::stored_text({{"number", complaint.number},
                                {"received", complaint.received},
                                {"letter", complaint.message_id},
                                {"enterprise", complaint.enterprise},
                                {"content", complaint.content},
                                {"name", complaint.name},
                                {"contact", complaint.contact},
                                {"objection", complaint.objection}});
}

WebComplaint complaint_from_json(const std::string& text, const fs::path& file) {
  const auto json = nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
  const auto word = [&](const char* key) {
    return json.is_object() && json.contains(key) && json[key].is_string()
               ? json[key].get<std::string>()
               : std::string();
  };
  WebComplaint complaint{word("number"),  word("received"), word("letter"),  word("enterprise"),
                         word("content"), word("name"),     word("contact"), false};
  if (complaint.number.empty() || complaint.content.empty())
    throw pipeline::Error(pipeline::Remedy::fix_document,
                          {"这不是公示平台的投诉文件。", "This is no complaint from the platform."},
                          {"请使用平台数据目录 complaints/ 中的 .json 文件。",
                           "Use the .json files of complaints/ in the platform's folder."},
                          file);
  complaint.objection = json.value("objection", false);
  return complaint;
}

ComplaintBox::ComplaintBox(fs::path folder) : folder_(std::move(folder)), limit_(5, 300, 1h) {
  fs::create_directories(folder_);
  fs::permissions(folder_, fs::perms::owner_all);
  // Numbers go on where they were before a restart.
  for (const auto& entry : fs::directory_iterator(folder_)) {
    const std::string name = entry.path().stem().string();
    if (entry.path().extension() != ".json" || name.size() < 11) continue;
    const std::string day = name.substr(1, 8);
    if (day < last_day_) continue;
    const int number = std::atoi(name.c_str() + 10);
    last_number_ = day == last_day_ ? std::max(last_number_, number) : number;
    last_day_ = day;
  }
}

std::string ComplaintBox::next_number(pipeline::Time now) {
  const std::string day = digits_of_day(now);
  last_number_ = day == last_day_ ? last_number_ + 1 : 1;
  last_day_ = day;
  char number[32];
  std::snprintf(number, sizeof number, "J%s-%04d", day.c_str(), last_number_);
  return number;
}

std::variant<std::string, ComplaintBox::Refusal> ComplaintBox::put(WebComplaint complaint,
                                                                   const std::string& sender,
                                                                   const std::string& trap,
                                                                   pipeline::Time now) {
  if (!trap.empty()) return Refusal::robot;
  const std::size_t length =
      pipeline::code_points(pipeline::without_blanks(complaint.content)).size();
  if (length < kShortest) return Refusal::too_short;
  if (length > kLongest || complaint.name.size() + complaint.contact.size() > 400)
    return Refusal::too_long;

  const std::lock_guard lock(mutex_);
  std::erase_if(recent_, [&](const auto& each) { return each.second.first + 1h <= now; });
  const std::string digest =
      pipeline::sha256_hex(sender + "\n" + complaint.message_id + "\n" + complaint.content);
  if (const auto same = recent_.find(digest); same != recent_.end()) return same->second.second;
  if (!limit_.admits(sender, now)) return Refusal::too_many;

  complaint.number = next_number(now);
  complaint.received = pipeline::rfc3339(now);
  pipeline::write_durably(folder_ / (complaint.number + ".json"), to_json_text(complaint));
  recent_[digest] = {now, complaint.number};
  return complaint.number;
}

}  // namespace chengnuo::publication
