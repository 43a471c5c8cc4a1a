#pragma once

#include <filesystem>
#include <string>

#include "archive/object_store.h"
#include "console/config.h"
#include "pipeline/database.h"
#include "pipeline/submission.h"

namespace chengnuo::console {

/// A unit's decision to strike an enterprise off, or to take that back.
struct DelistingWish {
  std::string submission;
  std::string complaint;  ///< the case that it rests on; empty: the only one closed with 除名
  std::string number;     ///< 文号; may be empty
  std::string reason;     ///< for the public; empty: the case's opinion. A revocation needs one
  std::string who;
  std::filesystem::path notice = {};  ///< a notice written elsewhere, PDF; empty: it is made
};

struct Delisted {
  pipeline::Submission submission;
  std::string notice;  ///< SHA-256 of the signed notice, an object of the archive
};

/// Strikes off: the written notice (PDF, signed) lies in the archive before decision, audit entry
/// and message are one transaction; then the archive's record names the notice. Killed anywhere, it
/// may be run again. Throws Error: fix_document where both conditions and the hearing are not
/// recorded, or it is delisted already; fix_setup (key, archive).
Delisted strike_off(const Config& config, pipeline::Database& database, archive::ObjectStore& store,
                    const DelistingWish& wish, pipeline::Time now);
/// Takes it back after an appeal. Throws Error: fix_document if it is not delisted, fix_setup
/// without a reason.
pipeline::Submission revoke(const Config& config, pipeline::Database& database,
                            const DelistingWish& wish, pipeline::Time now);

}  // namespace chengnuo::console
