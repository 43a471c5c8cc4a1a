#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/database.h"
#include "pipeline/error.h"
#include "pipeline/stage.h"
#include "pipeline/submission.h"

namespace chengnuo::pipeline {

/// A worker's right to move one submission, until its lease runs out (by the database's clock).
/// Every write names the token: a worker that lost its lease can write nothing.
struct Claim {
  Submission submission;
  std::string token;
  int interruptions = 0;  ///< how often a lease on this stage ran out: a process died at it
  int attempts = 0;       ///< how often this stage failed with Remedy::retry
};

struct Filter {
  std::optional<State> state;
  std::string unit;
  std::string batch;
  std::string text;  ///< part of the enterprise's name, code or a drop's name
  int limit = 1000;
  int offset = 0;
};

/// What intake learns.
struct Received {
  std::string submission;  ///< its id; for bytes already known in this unit, the earlier one's
  bool known = false;
};

/// Where every submission stands. All changes are single transactions, with their audit entry.
/// Throws Error: retry (database busy or away), fix_setup.
class Register {
 public:
  explicit Register(Database& database) : database_(database) {}

  /// Enters a drop whose bytes are already safe, and a submission for it, at `first_stage`. The same
  /// bytes again in the same unit make no second submission, only an audit entry.
  Received receive(const Drop& drop, const std::string& unit, const std::string& batch,
                   const std::string& first_stage);
  /// A file that was not taken in: what it was and why, for `status` and the audit log.
  void refuse(const std::string& unit, const std::string& name, const Message& reason);
  bool knows(const std::string& sha256) const;

  /// The next submission that has something to do, units taking turns. Nothing if all wait.
  std::optional<Claim> claim(const std::string& worker, std::chrono::seconds lease);
  /// False if the lease was lost.
  bool renew(const Claim& claim, std::chrono::seconds lease);

  /// A stage is done, or holds. Stores the submission, its holds, separated ones and outgoing
  /// messages. If `outcome` awaits a partner and one is there, it is absorbed and the stage stays
  /// the same. Returns the submission as it now is (the claim lasts). `next_stage` is empty at the
  /// end. Throws Error: retry if the lease was lost.
  Submission advance(const Claim& claim, const Submission& submission, const Stage& stage,
                     const std::string& next_stage, const Outcome& outcome);
  /// A stage failed. retry: again after a growing delay with jitter. Others: held, for whom the
  /// remedy says.
  void fail(const Claim& claim, const Submission& submission, const Stage& stage,
            const Error& error);
  /// Ends a claim without a result (shutdown).
  void release(const Claim& claim);

  /// A person's word: `change` edits the submission (fields, holds, stage, state) in one transaction
  /// with its Decision and audit entry. Throws Error: fix_document if there is no such submission,
  /// retry while a worker holds it.
  Submission decide(const std::string& id, const Decision& decision,
                    const std::function<void(Submission&)>& change);

  std::optional<Submission> find(const std::string& id) const;  ///< follows merged_into
  std::vector<Submission> list(const Filter& filter) const;     ///< without merged ones, by id
  bool idle() const;  ///< nothing is claimed and nothing can be claimed now or by a set retry

  /// Milliseconds since the epoch by the database's clock.
  Time now() const;

 private:
  Database& database_;
};

}  // namespace chengnuo::pipeline
