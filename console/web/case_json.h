#pragma once

#include <nlohmann/json.hpp>

#include "console/web/api.h"

namespace chengnuo::console {

/// A submission as one line of a list: what it is, where it stands in words and in a tone ("wait",
/// "bad", "good", "busy", "quiet"), and the first thing that it waits for.
nlohmann::json brief_json(const pipeline::Submission& submission, const Desk& desk,
                          pipeline::Language language);

/// A submission as the review page shows it: pages, fields in the template's order with every
/// reading of every engine, requirements with their evidence, holds, decisions, and what this
/// person may do.
nlohmann::json case_json(const pipeline::Submission& submission, const Desk& desk,
                         const Person& person, pipeline::Language language);

/// One field of a submission ("form.credit_code") to be checked beside others' of its batch: whose
/// it is, the field, and the size of its page. Null if it has no such field.
nlohmann::json field_beside_others_json(const pipeline::Submission& submission,
                                        const std::string& name, const Desk& desk,
                                        const Person& person, pipeline::Language language);

}  // namespace chengnuo::console
