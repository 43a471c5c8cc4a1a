#pragma once

#include <functional>
#include <string>

#include "console/config.h"
#include "pipeline/register.h"
#include "publication/public_act.h"

namespace chengnuo::console {

/// What a person wants said about a published letter.
struct ActWish {
  std::string submission;
  publication::MessageKind kind = publication::MessageKind::correction;
  std::string reason;  ///< for the public
  std::string number;  ///< 文号 of a written notice; may be empty
  std::string sha256;  ///< of the signed written notice; may be empty
  std::string who;
};

/// Whether the wish fits how the letter stands: it is with the platform or on its way; only what is
/// suspended is resumed, only what is delisted relisted, and nothing is done twice.
/// Throws Error: fix_document where it does not fit.
void check_act(const pipeline::Submission& submission, const ActWish& wish);

/// Decides it: decision, audit entry and message in one transaction; `change` edits the submission
/// in the same one. Then the archive's record gets a version that tells it. Returns the submission
/// as it now is. Throws as check_act, Register::decide and Filing::file.
pipeline::Submission carry_out(const Config& config, pipeline::Database& database,
                               const ActWish& wish, pipeline::Time now,
                               const std::function<void(pipeline::Submission&)>& change = {});

/// The archive's record as the register has the submission, with its delisting's notice. Changes
/// nothing where it says so already. Throws Error as Filing::file.
void complete_record(const Config& config, pipeline::Database& database,
                     pipeline::Submission submission);

}  // namespace chengnuo::console
