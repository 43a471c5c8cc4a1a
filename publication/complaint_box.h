#pragma once

#include <filesystem>
#include <mutex>
#include <string>
#include <variant>
#include <vector>

#include "pipeline/submission.h"
#include "publication/rate_limit.h"

namespace chengnuo::publication {

/// What a citizen wrote into the platform's form.
struct WebComplaint {
  std::string number;      ///< given by the box: "J20251104-0001"
  std::string received;    ///< RFC 3339
  std::string message_id;  ///< of the letter; empty if it names none
  std::string enterprise;
  std::string content;
  std::string name;        ///< of the complainant; may be empty
  std::string contact;     ///< telephone or mail; may be empty
  bool objection = false;  ///< against the publication (公示异议), not about a breach
};

// One JSON object, for the unit that takes it over (`chengnuo complaint import`).
std::string to_json_text(const WebComplaint& complaint);
/// Throws Error: fix_document if it is none.
WebComplaint complaint_from_json(const std::string& text, const std::filesystem::path& file);

/// Complaints from the public, one file each in `folder`, readable by the platform's account only.
/// Spam is answered, not stored: five an hour from one sender, 300 an hour from all; the same words
/// from the same sender within the hour are one complaint. Any thread.
class ComplaintBox {
 public:
  explicit ComplaintBox(std::filesystem::path folder);

  enum class Refusal {
    too_many,   ///< try later
    too_short,  ///< fewer than ten characters tell nothing
    too_long,   ///< more than 4000
    robot,      ///< filled in what people do not see
  };
  /// The complaint's number, or why it was not taken. `sender`: its network address; not stored.
  std::variant<std::string, Refusal> put(WebComplaint complaint, const std::string& sender,
                                         const std::string& trap, pipeline::Time now);

 private:
  std::string next_number(pipeline::Time now);

  std::filesystem::path folder_;
  RateLimit limit_;
  std::mutex mutex_;
  std::string last_day_;
  int last_number_ = 0;
  std::map<std::string, std::pair<pipeline::Time, std::string>> recent_;  ///< digest → when, number
};

}  // namespace chengnuo::publication
