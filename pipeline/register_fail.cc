#include <algorithm>

#include "pipeline/json.h"
#include "pipeline/register.h"
#include "pipeline/submission_row.h"

namespace chengnuo::pipeline {

namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr milliseconds kFirstDelay = seconds(2);
constexpr milliseconds kLongestDelay = minutes(10);
constexpr milliseconds kSlowDelay = seconds(60);
// From this attempt on (half a minute to a minute of trying) the administrator is told.
constexpr int kShownFrom = 5;

milliseconds scaled(milliseconds delay, double factor) {
  return milliseconds(static_cast<milliseconds::rep>(static_cast<double>(delay.count()) * factor));
}

/// Doubles each time; spread over its upper half, so that what failed together is not tried
/// together.
milliseconds retry_delay(int attempts, double random) {
  milliseconds delay = kFirstDelay * 2;
  for (int i = 1; i < attempts && delay < kLongestDelay; ++i) delay *= 2;
  return std::clamp(scaled(delay, 0.5 + random / 2), kFirstDelay, kLongestDelay);
}

Hold hold_for(const Error& error, const std::string& stage) {
  Hold hold;
  hold.for_whom = error.remedy() == Remedy::fix_document ? HoldFor::clerk : HoldFor::administrator;
  hold.stage = stage;
  hold.reason = error.message();
  hold.advice = error.advice();
  return hold;
}

bool says_the_same(const std::vector<Hold>& holds, const Hold& hold) {
  return holds.size() == 1 && holds.front().stage == hold.stage &&
         holds.front().for_whom == hold.for_whom && holds.front().reason == hold.reason;
}

}  // namespace

void Register::fail(const Claim& claim, const Submission& submission, const Stage& stage,
                    const Error& error) {
  database_.sessions().write("fail", [&](Transaction& transaction) {
    Row row = claimed_row(transaction, claim);
    row.give_up(transaction.now);
    if (row.submission.stage != stage.name)
      return update_schedule(transaction, row);  // it was advanced, though the answer was lost

    const bool again = error.remedy() == Remedy::retry;
    if (again) ++row.attempts;
    const bool shown = !again || row.attempts >= kShownFrom;
    row.slow = shown;
    if (again) {
      row.due = transaction.now + retry_delay(row.attempts, random_());
    } else if (error.remedy() == Remedy::fix_setup) {
      row.due = transaction.now + scaled(kSlowDelay, 0.75 + random_() / 2);
    } else {
      row.due.reset();
    }

    const Hold hold = hold_for(error, stage.name);
    const bool was_held = !row.submission.holds.empty();
    if (shown ? says_the_same(row.submission.holds, hold) : !was_held) {
      // Nothing new to say: a setup that stays broken overnight must not fill the audit log.
      row.submission.state = shown ? State::held : row.going_state();
      update_schedule(transaction, row);
      if (again && row.attempts == 1)
        transaction.tell("chengnuo", "retry", submission.id, {{"stage", stage.name}});
      return;
    }
    row.adopt(submission);
    row.submission.holds.clear();
    if (shown) row.submission.holds = {hold};
    row.submission.state = shown ? State::held : row.going_state();
    update_row(transaction, row);
    transaction.tell("chengnuo", shown ? "hold" : "retry", submission.id,
                     {{"stage", stage.name}, {"remedy", name_of(error.remedy())}});
  });
}

}  // namespace chengnuo::pipeline
