#pragma once

#include <nlohmann/json.hpp>

#include "console/complaint_desk.h"
#include "console/web/api.h"

namespace chengnuo::console {

/// A complaint as one line of the list: whose it is, what is next, and by when. Who complains is
/// not in it.
nlohmann::json complaint_brief(const publication::Complaint& complaint, const ComplaintDesk& cases,
                               const Desk& desk, pipeline::Language language);

/// One complaint as its page shows it, with its steps, what was found, and what of the delisting is
/// done. The complainant is in it: it is for those who handle complaints, never for the enterprise.
nlohmann::json complaint_json(const publication::Complaint& complaint, const ComplaintDesk& cases,
                              const Desk& desk, pipeline::Language language);

/// What became of the delisting that closed a complaint: "due", "delisted", "revoked".
nlohmann::json delisting_json(const pipeline::Submission& submission, const Desk& desk);

}  // namespace chengnuo::console
