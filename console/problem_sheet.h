#pragma once

#include <filesystem>
#include <map>

#include "console/config.h"
#include "pipeline/submission.h"

namespace chengnuo::console {

/// A PNG of each page that a hold points at, with the places framed in red; by page number. They
/// lie in the work folder. Throws Error: retry.
std::map<int, std::filesystem::path> marked_pages(const Config& config,
                                                  const pipeline::Submission& submission);

/// For clerks who never open the page: puts what is wrong with a held submission into 待处理/ of
/// its unit's inbox, as a text (what, where, what to do) and the marked pages, each named after the
/// enterprise, the id and the paper (so that they go with it when it is joined to another). Written
/// again, they replace the earlier ones. Throws Error: retry.
void write_problem_sheets(const Config& config, const pipeline::Submission& submission);

/// Takes them away, when nothing is wrong any more.
void remove_problem_sheets(const Config& config, const pipeline::Submission& submission);

}  // namespace chengnuo::console
