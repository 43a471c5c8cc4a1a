#pragma once

#include "console/command.h"
#include "publication/complaint_box.h"
#include "publication/complaint_register.h"

namespace chengnuo::console {

/// What every complaint command works with.
struct ComplaintDesk {
  explicit ComplaintDesk(const Context& context)
      : config(context.config()), database(config.database), complaints(database) {}
  publication::WorkCalendar calendar() const { return publication::WorkCalendar(config.holidays); }

  Config config;
  pipeline::Database database;
  publication::ComplaintRegister complaints;
};

/// Throws Error: fix_document if there is none of this id.
publication::Complaint complaint_named(const ComplaintDesk& desk, const std::string& id);

/// One complaint, with what is next.
void tell(const Context& context, const ComplaintDesk& desk,
          const publication::Complaint& complaint);
/// What is to be done, and by when; with `all`, also what is done. Something overdue makes the
/// exit 1.
void list_complaints(Context& context, bool all);

/// Enters it under its submission's unit and name; an objection suspends the publicity period.
/// Throws Error: fix_document if there is no such submission.
publication::Complaint enter(ComplaintDesk& desk, publication::Complaint complaint,
                             const std::string& who);
/// The same for one from the platform. Throws Error: fix_document if it cannot be told whose it is.
publication::Complaint take_over(ComplaintDesk& desk, const publication::WebComplaint& web,
                                 const std::string& who);

}  // namespace chengnuo::console
