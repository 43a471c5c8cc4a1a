#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/submission.h"

namespace chengnuo::pipeline {

/// A message to be sent once the stage's result is in the register. The payload is made when it is
/// sent, from the archived record, so that a repeated sending says the same.
struct Outgoing {
  std::string id;        ///< message id: the receiver takes it once
  std::string receiver;  ///< "activity_office", "platform"
  std::string kind;      ///< "report", "letter", "delisting", …
};

/// A submission that lacks a paper says how its partner would be known. The register looks for one
/// among those that wait, and takes it in (submission.h, absorb) in the transaction that would
/// otherwise have held this one: of two partners that arrive at once, the second finds the first.
struct Awaiting {
  std::vector<std::string> keys;  ///< a partner shares at least one: names, codes in normal form
  std::function<bool(const Submission& candidate)> accepts;
};

/// What a stage did. Empty: all is well, go on.
struct Outcome {
  std::vector<Hold> holds;            ///< not empty: the submission waits here
  std::optional<Awaiting> awaiting;   ///< with a hold: unless a partner is there already
  std::vector<Submission> separated;  ///< papers of other enterprises, found in the same drops;
                                      ///< they begin at the stage after this one
  std::vector<Outgoing> outgoing;     ///< stored in the transaction that finishes the stage
};

/// One step of the pipeline: a name and a function. A stage may run twice on the same submission
/// with the same result, because the runner repeats the stage that was under way when the process
/// stopped; its files are in place before it returns.
struct Stage {
  std::string name;  ///< stored in the register: never rename
  State reaches;     ///< the submission's state once the stage has finished
  /// Throws Error; see Remedy for what follows.
  std::function<Outcome(Submission&)> run;
};

}  // namespace chengnuo::pipeline
