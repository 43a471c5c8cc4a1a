#pragma once

#include <string>
#include <vector>

#include "console/config.h"
#include "pipeline/database.h"
#include "pipeline/error.h"
#include "publication/complaint_box.h"
#include "publication/complaint_register.h"
#include "publication/paper.h"

namespace chengnuo::console {

/// What the command line and the page work with when they handle complaints.
struct ComplaintDesk {
  ComplaintDesk(const Config& c, pipeline::Database& d)
      : config(c), database(d), complaints(d), calendar(c.holidays) {}

  const Config& config;
  pipeline::Database& database;
  publication::ComplaintRegister complaints;
  publication::WorkCalendar calendar;
};

/// Throws Error: fix_document if there is none of this id.
publication::Complaint complaint_named(const ComplaintDesk& desk, const std::string& id);

std::optional<publication::NextStep> next_of(const ComplaintDesk& desk,
                                             const publication::Complaint& complaint);
bool is_overdue(const publication::NextStep& step, pipeline::Time now);

/// Enters it under its submission's unit and name; an objection suspends the publicity period.
/// Throws Error: fix_document if there is no such submission.
publication::Complaint enter(ComplaintDesk& desk, publication::Complaint complaint,
                             const std::string& who);
/// The same for one from the platform. Throws Error: fix_document if it cannot be told whose it is.
publication::Complaint take_over(ComplaintDesk& desk, const publication::WebComplaint& web,
                                 const std::string& who);

/// What the platform has about our letters. One that cannot be taken over keeps no other from it.
struct Fetched {
  std::vector<publication::Complaint> entered;  ///< those that were known before, too
  std::vector<pipeline::Error> failed;
};
/// Each of these units asks the platform for the complaints about its own letters. Needs an
/// XmlSecurity. Throws Error as publication::fetch_complaints.
Fetched fetch_complaints(ComplaintDesk& desk, const std::vector<UnitConfig>& units,
                         const std::string& who, pipeline::Time now);

/// An objection that is dismissed lets the publicity period go on. Throws as
/// ComplaintRegister::close.
publication::Complaint close_complaint(ComplaintDesk& desk, const std::string& id,
                                       publication::Handling handling, const std::string& opinion,
                                       const std::string& who, pipeline::Time now);

/// The letter that asks the enterprise to explain: of the complainant it knows nothing.
publication::Paper letter_to_enterprise(const ComplaintDesk& desk,
                                        const publication::Complaint& complaint,
                                        const std::string& number, pipeline::Time now);

}  // namespace chengnuo::console
