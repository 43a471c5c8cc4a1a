#pragma once

#include <chrono>
#include <functional>
#include <span>
#include <stop_token>
#include <string>

#include "pipeline/register.h"
#include "pipeline/stage.h"

namespace chengnuo::pipeline {

/// Told of each step, for progress lines and logs; may be empty. Called in the worker's thread;
/// must not throw. With an error and a submission without an id, the register itself could not be
/// asked.
using Observer = std::function<void(const Submission& submission, const std::string& stage,
                                    const Outcome* outcome, const Error* error)>;

/// Takes submissions from the register and runs their stages in order, until one holds or fails.
/// A second thread renews the lease meanwhile. One worker is one thread; several may share a
/// register, in one process or many. Holds the only catch of the pipeline: an exception that is no
/// Error means that a module forgot to translate one (report_bug).
class Worker {
 public:
  Worker(Register& reg, std::span<const Stage> stages, std::string name, Observer observer = {},
         std::chrono::seconds lease = std::chrono::seconds(60));

  /// Takes one submission as far as it goes. False if there was none to take.
  bool work_one();
  /// Works until asked to stop, which waits for the stage that is under way and gives the
  /// submission back; looks again each second when there is nothing to do.
  void run(std::stop_token stop);

 private:
  bool work_one(const std::stop_token& stop);
  bool run_stage(const Claim& claim, Submission& submission, const std::stop_token& stop);
  void record(const Claim& claim, const Submission& before, const Stage& stage, const Error& error,
              const std::stop_token& stop);
  /// Repeats a write of the register while the database is away, at most for a lease's time.
  void patiently(const std::stop_token& stop, const std::function<void()>& write);

  Register& register_;
  std::span<const Stage> stages_;
  std::string name_;
  Observer observer_;
  std::chrono::seconds lease_;
};

}  // namespace chengnuo::pipeline
