#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pipeline/submission.h"
#include "publication/work_calendar.h"

namespace chengnuo::publication {

// The notice's part five: whoever hears of a breach passes it to the organising or recommending
// unit; the enterprise is heard; existence, nature and influence are found; an opinion on handling
// follows. Enums are stored by name (complaint.cc): do not rename.

enum class Channel { phone, web, letter, transfer };  ///< 电话 网站 信函 移送
enum class Investigator { organiser, recommender };   ///< 活动组织单位 推荐单位
enum class Nature { minor, serious, vile };           ///< 一般 较重 恶劣
enum class Influence { small, notable, grave };       ///< 较小 较大 严重
enum class Handling { dismissed, talk, criticism, delisting };  ///< 不成立结案 约谈整改 通报 除名

/// Who complains. Never shown to the enterprise, never in the audit log.
struct Complainant {
  std::string name;
  std::string contact;
};

struct Finding {
  bool exists = false;  ///< whether the promise was broken
  Nature nature = Nature::minor;
  Influence influence = Influence::small;
  std::string reasons;
};

/// One step that somebody took.
struct ComplaintStep {
  std::string action;  ///< "register", "forward", "hear", "find", "close", "feedback"
  std::string who;
  pipeline::Time at;
};

struct Complaint {
  std::string id;  ///< "T2025-0001", given by the register
  std::string submission;
  std::string unit;
  std::string enterprise;
  Channel channel = Channel::phone;
  std::string source_number;  ///< the platform's, or of the paper that transferred it
  bool objection = false;     ///< 公示异议: against the publication itself
  std::string content;
  Complainant complainant;
  std::optional<Investigator> forwarded_to;
  std::optional<std::string> statement;  ///< the enterprise's; "" if it was asked and declined
  std::optional<Finding> finding;
  std::optional<Handling> handling;
  std::string opinion;   ///< 处理意见
  std::string feedback;  ///< what the complainant was told
  std::vector<ComplaintStep> steps;
};

/// What the enterprise may see: the matter, with the complainant's name and contact taken out of it
/// and personal data masked.
struct EnterpriseView {
  std::string id;
  std::string enterprise;
  std::string content;
  Day answer_by;
};

/// 受理 7, 核查 15 working days: market supervision's practice; the notice sets none.
struct ComplaintDeadlines {
  int forward_days = 7;
  int finding_days = 15;  ///< from the forwarding
  int hearing_days = 5;   ///< for the enterprise's statement
};

/// What has to be done next, and by when; nothing if all is done.
struct NextStep {
  pipeline::Message what;
  std::optional<Day> by;
};
std::optional<NextStep> next_step(const Complaint& complaint, const ComplaintDeadlines& deadlines,
                                  const WorkCalendar& calendar);
EnterpriseView view_for_enterprise(const Complaint& complaint, Day today,
                                   const ComplaintDeadlines& deadlines,
                                   const WorkCalendar& calendar);

/// Why it does not allow a delisting: empty if the breach was found to exist, its nature vile and
/// its influence grave, and the enterprise was heard.
pipeline::Message hindrance_to_delisting(const Complaint& complaint);

pipeline::Message word_for(Channel channel);
pipeline::Message word_for(Investigator investigator);
pipeline::Message word_for(Nature nature);
pipeline::Message word_for(Influence influence);
pipeline::Message word_for(Handling handling);

std::string to_stored(const Complaint& complaint);
/// Throws Error: fix_setup if it is damaged.
Complaint complaint_from_stored(const std::string& text);

// By name; nothing if there is none.
std::optional<Channel> channel_named(const std::string& name);
std::optional<Investigator> investigator_named(const std::string& name);
std::optional<Nature> nature_named(const std::string& name);
std::optional<Influence> influence_named(const std::string& name);
std::optional<Handling> handling_named(const std::string& name);

}  // namespace chengnuo::publication
