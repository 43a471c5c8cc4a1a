#pragma once

#include <string>

#include "console/config.h"
#include "pipeline/submission.h"
#include "publication/paper.h"

namespace chengnuo::console {

/// 缺项补正通知书 of a submission that is held or was returned: every gap that the enterprise must
/// put right (all of them, if none is marked so), with the pages on which it is framed.
/// Throws Error: fix_document if nothing is to be put right, fix_setup if its unit is unknown.
publication::Paper correction_paper(const Config& config, const pipeline::Submission& submission,
                                    pipeline::Time now);

}  // namespace chengnuo::console
