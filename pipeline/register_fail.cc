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

bool say_the_same(const std::vector<Hold>& one, const std::vector<Hold>& other) {
  return std::ranges::equal(one, other, [](const Hold& a, const Hold& b) {
    return a.stage == b.stage && a.for_whom == b.for_whom && a.reason == b.reason;
  });
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

    // What stays broken overnight must not fill the audit log with what it said before.
    const std::vector<Hold> holds =
        shown ? std::vector{hold_for(error, stage.name)} : std::vector<Hold>();
    const bool news = !say_the_same(row.submission.holds, holds) || (again && row.attempts == 1);
    if (news) row.adopt(submission);
    row.submission.holds = holds;
    row.submission.state = shown ? State::held : row.going_state();
    if (!news) return update_schedule(transaction, row);
    update_row(transaction, row);
    transaction.tell("chengnuo", shown ? "hold" : "retry", submission.id,
                     {{"stage", stage.name}, {"remedy", name_of(error.remedy())}});
  });
}

}  // namespace chengnuo::pipeline
