#include "pipeline/worker.h"

#include <algorithm>
#include <thread>

#include "pipeline/pause.h"

namespace chengnuo::pipeline {

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr milliseconds kPolling = seconds(1);  // when there is nothing to do
constexpr milliseconds kFirstPause = milliseconds(200);
constexpr milliseconds kLongestPause = seconds(30);  // while the database is away

/// Keeps a claim alive while the stages run.
class Renewal {
 public:
  Renewal(Register& reg, const Claim& claim, seconds lease)
      : thread_([&reg, claim, lease](const std::stop_token& stop) {
          while (!stop.stop_requested()) {
            pause(stop, milliseconds(lease) / 3);
            if (stop.stop_requested()) return;
            try {
              // Lost: the worker learns it at its next write, and can do nothing about it before.
              if (!reg.renew(claim, lease)) return;
            } catch (const Error&) {
              // The database is away. Two more tries fit into the lease.
            }
          }
        }) {}

 private:
  std::jthread thread_;
};

/// Any exception in the pipeline's terms.
Error error_of(const std::exception_ptr& thrown, const std::string& stage) {
  std::string what = "unknown exception";
  try {
    std::rethrow_exception(thrown);
  } catch (const Error& error) {
    return error;
  } catch (const std::exception& foreign) {
    what = foreign.what();
  } catch (...) {
    // Not even an std::exception; the sentence below must do.
  }
  return Error(Remedy::report_bug,
               {"程序出现未预料的错误（步骤 " + stage + "）：" + what,
                "An error that was not foreseen (stage " + stage + "): " + what},
               {"请把这段文字报告给开发者；该件已搁置，其余不受影响。",
                "Please report this text to the developers. The submission is set aside; others go "
                "on."});
}

Error unknown_stage(const std::string& name) {
  return Error(Remedy::fix_setup,
               {"本程序没有名为“" + name + "”的步骤", "This program has no stage named " + name},
               {"登记库由更新的版本写入，请升级本机的程序。",
                "A newer version wrote the register; update the program on this host."});
}

}  // namespace

Worker::Worker(Register& reg, std::span<const Stage> stages, std::string name, Observer observer,
               seconds lease)
    : register_(reg),
      stages_(stages),
      name_(std::move(name)),
      observer_(std::move(observer)),
      lease_(lease) {}

bool Worker::work_one() { return work_one({}); }

bool Worker::work_one(const std::stop_token& stop) {
  const auto claim = register_.claim(name_, lease_);
  if (!claim) return false;
  const Renewal renewal(register_, *claim, lease_);
  Submission submission = claim->submission;
  // The first stage may run although a hold is there: that of an earlier try.
  for (bool going = true; going;) {
    if (stop.stop_requested()) {
      register_.release(*claim);
      return true;
    }
    going = run_stage(*claim, submission, stop);
    going = going && !submission.stage.empty() && submission.holds.empty();
  }
  return true;
}

bool Worker::run_stage(const Claim& claim, Submission& submission, const std::stop_token& stop) {
  const std::string name = submission.stage;
  const Submission before = submission;
  const auto stage =
      std::ranges::find_if(stages_, [&](const Stage& each) { return each.name == name; });
  Outcome outcome;
  try {
    if (stage == stages_.end()) throw unknown_stage(name);
    outcome = stage->run(submission);
    const std::string next = std::next(stage) == stages_.end() ? "" : std::next(stage)->name;
    patiently(stop,
              [&] { submission = register_.advance(claim, submission, *stage, next, outcome); });
  } catch (...) {
    const Error error = error_of(std::current_exception(), name);
    if (observer_) observer_(before, name, nullptr, &error);
    const Stage failed{name, before.state, {}};
    record(claim, before, failed, error, stop);
    return false;
  }
  if (observer_) observer_(submission, name, &outcome, nullptr);
  return true;
}

void Worker::record(const Claim& claim, const Submission& before, const Stage& stage,
                    const Error& error, const std::stop_token& stop) {
  if (dynamic_cast<const LeaseLost*>(&error) != nullptr) return;
  try {
    patiently(stop, [&] { register_.fail(claim, before, stage, error); });
  } catch (const Error& second) {
    // The register cannot be told. The lease runs out, and another worker repeats the stage.
    if (observer_) observer_(before, stage.name, nullptr, &second);
  }
}

void Worker::patiently(const std::stop_token& stop, const std::function<void()>& write) {
  milliseconds waited(0);
  for (milliseconds rest = kFirstPause;; rest = std::min(rest * 2, kLongestPause)) {
    try {
      return write();
    } catch (const LeaseLost&) {
      throw;
    } catch (const Error& error) {
      // The database is away for a moment; an hour of reading is not thrown away for that.
      if (error.remedy() != Remedy::retry || waited >= lease_ || stop.stop_requested()) throw;
    }
    pause(stop, rest);
    waited += rest;
  }
}

void Worker::run(std::stop_token stop) {
  milliseconds rest = kFirstPause;
  while (!stop.stop_requested()) {
    try {
      if (!work_one(stop)) pause(stop, kPolling);
      rest = kFirstPause;
    } catch (const Error& error) {
      if (observer_) observer_({}, "", nullptr, &error);  // nothing could be claimed
      pause(stop, rest);
      rest = std::min(rest * 2, kLongestPause);
    }
  }
}

}  // namespace chengnuo::pipeline
