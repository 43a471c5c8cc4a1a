#pragma once

#include <string>
#include <vector>

#include "pipeline/stage.h"
#include "pipeline/submission.h"

namespace chengnuo::templates {

/// The word by which a submission's enterprise is known: that of its certain fields, else of those
/// that were read at all, else of its seals. Empty if nothing says.
std::string enterprise_of(const pipeline::Submission& submission);

/// The credit code, else the older numbers; empty if none was read.
std::string code_of(const pipeline::Submission& submission);

/// Keys of which partners share at least one, though single characters were misread: the name, its
/// two halves, the code, the representative with the date, the seals' texts.
std::vector<std::string> partner_keys(const pipeline::Submission& submission);

/// True if `candidate` was returned to the enterprise that hands in `submission`; or if it holds
/// just the papers that `submission` lacks, and both are one enterprise's: the same name; or a name
/// with one or two characters misread, where the representative is the same and a seal bears the
/// other's name. Two forms, or two letters, never belong together.
bool are_partners(const pipeline::Submission& submission, const pipeline::Submission& candidate);

/// Fills in enterprise and credit_code. If a paper is missing, the outcome waits for its partner
/// and holds with what is missing. What was returned before is taken in, and what came now serves
/// in place of its papers of the same kind.
pipeline::Outcome join(pipeline::Submission& submission);

}  // namespace chengnuo::templates
