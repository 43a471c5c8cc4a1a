#pragma once

#include <chrono>
#include <stop_token>
#include <string>
#include <vector>

#include "archive/filing.h"
#include "console/archive_parts.h"
#include "pipeline/error.h"
#include "pipeline/register.h"
#include "signing/extend.h"

namespace chengnuo::console {

/// What one round of renewing came to.
struct Renewals {
  int examined = 0;                  ///< archived submissions whose copies carry a time stamp
  std::vector<std::string> renewed;  ///< their archive codes
  struct Failure {
    std::string code;
    pipeline::Error error;
  };
  std::vector<Failure> failures;
};

/// What renewing works with; all must outlive it.
struct RenewalParts {
  pipeline::Register& reg;
  ArchiveParts& archive;
  archive::Filing& filing;
  const pipeline::WorkFolder& work;
  signing::LevelServices& levels;
};

/// Puts another time stamp over each archived copy whose proof ends before `until`
/// (signing::renew_pdf), and files the submission anew: the version before stays. Needs no signing
/// key. A run that was stopped is ended by the next. What fails does not stop the rest.
/// Throws Error: retry, fix_setup if the archive or the register cannot be used at all.
Renewals renew_archive(const RenewalParts& parts, pipeline::Time now, pipeline::Time until,
                       const std::stop_token& stop = {});

}  // namespace chengnuo::console
