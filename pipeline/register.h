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

/// Thrown where a claim is no longer the caller's: another worker has the submission, or a person
/// moved it. What was done is thrown away; nothing has to be put right.
class LeaseLost : public Error {
 public:
  explicit LeaseLost(const std::string& submission);
};

struct Filter {
  std::optional<State> state;
  std::string unit;
  std::string batch;
  std::string text;  ///< part of the enterprise's name, code or a drop's name
  int limit = 1000;
  int offset = 0;
  enum class Depth { whole, without_documents };
  Depth depth = Depth::whole;  ///< lists are quick without what was found on the papers
  enum class Order { oldest_first, newest_first };
  Order order = Order::oldest_first;  ///< by id, which is by the time of receipt
};

/// How many submissions of one batch are in one state.
struct Tally {
  std::string unit;
  std::string batch;  ///< empty for all that came singly
  State state = State::received;
  int count = 0;
  std::string first, last;  ///< the least and the greatest of their ids
};

/// What intake learns.
struct Received {
  std::string submission;  ///< its id; for bytes already known in this unit, the earlier one's
  bool known = false;
};

/// A file that was not taken in.
struct Refusal {
  std::string unit;
  std::string name;
  Message reason;
  Time at;
};

/// Where every submission stands. All changes are single transactions, with their audit entry.
/// Throws Error: retry (database busy or away), fix_setup.
class Register {
 public:
  /// `random` gives numbers from 0 to 1 that spread retries; by default from the system.
  explicit Register(Database& database, std::function<double()> random = {});

  /// Enters a drop whose bytes are already safe, and a submission for it, at `first_stage`. The
  /// same bytes again in the same unit make no second submission, only an audit entry.
  Received receive(const Drop& drop, const std::string& unit, const std::string& batch,
                   const std::string& first_stage);
  /// A file that was not taken in: what it was and why, for `status` and the audit log.
  void refuse(const std::string& unit, const std::string& name, const Message& reason);
  std::vector<Refusal> refusals(int limit) const;  ///< the latest first
  bool knows(const std::string& sha256) const;

  /// The next submission that has something to do, units taking turns, and the batches of a unit
  /// among themselves. Nothing if all wait. One at which the process died twice in the same stage
  /// is not given out again but held for the administrator.
  std::optional<Claim> claim(const std::string& worker, std::chrono::seconds lease);
  /// False if the lease was lost.
  bool renew(const Claim& claim, std::chrono::seconds lease);

  /// A stage is done, or holds. Stores the submission, its holds, separated ones and outgoing
  /// messages. If `outcome` awaits a partner and one is there, it is absorbed and the stage stays
  /// the same. Returns the submission as it now is (the claim lasts). `next_stage` is empty at the
  /// end. Where it holds or ends, the claim ends too. Throws LeaseLost.
  Submission advance(const Claim& claim, const Submission& submission, const Stage& stage,
                     const std::string& next_stage, const Outcome& outcome);
  /// A stage failed; ends the claim. retry: again after a growing delay with jitter (2 s to 10
  /// min), from the fifth time on shown to the administrator as a hold. fix_setup: held for the
  /// administrator and tried again each minute, so that it goes on by itself once that is mended.
  /// fix_document: held for the clerk; report_bug: for the administrator. `submission` is as it was
  /// before the stage. Throws LeaseLost.
  void fail(const Claim& claim, const Submission& submission, const Stage& stage,
            const Error& error);
  /// Ends a claim without a result (shutdown).
  void release(const Claim& claim);

  /// A person's word: `change` edits the submission (fields, holds, stage, state) in one
  /// transaction with its Decision, its audit entry and the messages that follow from it. Without
  /// holds it goes on at its stage. Throws Error: fix_document if there is no such submission,
  /// retry while a worker holds it.
  Submission decide(const std::string& id, const Decision& decision,
                    const std::function<void(Submission&)>& change,
                    const std::vector<Outgoing>& outgoing = {});
  /// The same for several decisions in one transaction: `change` edits the submission and says what
  /// was decided, without time. It goes on after `grace`, in which the person may still undo it.
  using Change = std::function<std::vector<Decision>(Submission&)>;
  Submission decide(const std::string& id, const Change& change, std::chrono::seconds grace,
                    const std::vector<Outgoing>& outgoing = {});
  /// What is held but tried again by itself is due now, and idle() waits for it: for when the setup
  /// was mended. Returns how many.
  int retry_all();

  /// Puts back a submission that the database lost, under its own id and as it stands, with the
  /// messages that no receipt of its answers. False, and nothing is changed, if that id is there.
  bool restore(const Submission& submission, const std::vector<Outgoing>& outgoing);

  std::optional<Submission> find(const std::string& id) const;  ///< follows merged_into
  std::vector<Submission> list(const Filter& filter) const;     ///< without merged ones, by id
  int count(const Filter& filter) const;                        ///< of what list() goes through
  /// Of all batches, or of one unit's; without merged ones.
  std::vector<Tally> tally(const std::string& unit = {}) const;
  /// Nothing is claimed, and nothing can be now or after a retry's delay. What is held for the
  /// administrator does not count, though it is tried again.
  bool idle() const;

  /// Milliseconds since the epoch by the database's clock.
  Time now() const;

 private:
  Database& database_;
  std::function<double()> random_;
};

}  // namespace chengnuo::pipeline
