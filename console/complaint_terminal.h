#pragma once

#include "console/command.h"
#include "console/complaint_desk.h"

namespace chengnuo::console {

/// One complaint, with what is next.
void tell(const Context& context, const ComplaintDesk& desk,
          const publication::Complaint& complaint);
/// What is to be done, and by when; with `all`, also what is done. Something overdue makes the
/// exit 1.
void list_complaints(Context& context, const ComplaintDesk& desk, bool all);

}  // namespace chengnuo::console
